// A text that is written on top of another as suggestions: what came is underlined, what went stands struck where it was.
import {
  ChangeSet,
  EditorState,
  StateField,
  Text,
  type Extension,
  type Range,
} from "@codemirror/state";
import {
  Decoration,
  EditorView,
  WidgetType,
  type DecorationSet,
} from "@codemirror/view";
import { changes } from "./patch";

/** A changed stretch: its place in the text, and what stood there. */
export type Stretch = { from: number; to: number; gone: string };

/** Places in the old text and in the new. */
type Pair = { was: [number, number]; is: [number, number] };

/** So many pairs of words are held against each other at most; past that a stretch is one change. */
const PAIRS = 160_000;
/** Most characters of what went that are shown. */
const SHOWN = 600;

const word = (letter: string) => /[\p{L}\p{N}\p{M}]/u.test(letter);
const parts = (text: string) =>
  text.match(/[\p{L}\p{N}\p{M}]+|\s+|[^]/gu) ?? [];
/** White space within a paragraph parts no changes. */
const slight = (gap: string) => !gap.trim() && !/\n\s*\n/.test(gap);

/** What differs between two stretches, word by word. */
function between(was: string, is: string): Pair[] {
  const [old, now] = [parts(was), parts(is)];
  if (old.length * now.length > PAIRS)
    return [{ was: [0, was.length], is: [0, is.length] }];
  const width = now.length + 1;
  const ahead = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      ahead[i * width + j] =
        old[i] === now[j]
          ? ahead[(i + 1) * width + j + 1] + 1
          : Math.max(ahead[(i + 1) * width + j], ahead[i * width + j + 1]);
  const out: Pair[] = [];
  let [i, j, from, to, open] = [0, 0, 0, 0, false];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      open = false;
      from += old[i++].length;
      to += now[j++].length;
      continue;
    }
    if (!open) out.push({ was: [from, from], is: [to, to] });
    open = true;
    const last = out[out.length - 1];
    const goes =
      j === now.length ||
      (i < old.length &&
        ahead[(i + 1) * width + j] >= ahead[i * width + j + 1]);
    if (goes) last.was[1] = from += old[i++].length;
    else last.is[1] = to += now[j++].length;
  }
  return out;
}

/** The pairs, with those as one that hardly anything parts. */
function joined(pairs: Pair[], doc: Text): Pair[] {
  const out: Pair[] = [];
  for (const pair of pairs) {
    const last = out.at(-1);
    if (last && slight(doc.sliceString(last.is[1], pair.is[0]))) {
      last.was[1] = pair.was[1];
      last.is[1] = pair.is[1];
    } else out.push(pair);
  }
  return out;
}

/** What was changed of `base`, by whole words. */
function stretches(base: Text, made: ChangeSet, doc: Text): Stretch[] {
  const pairs: Pair[] = [];
  const inside = (text: Text, at: number) =>
    at > 0 &&
    at < text.length &&
    word(text.sliceString(at - 1, at)) &&
    word(text.sliceString(at, at + 1));
  made.iterChanges((fromA, toA, fromB, toB) => {
    const last = pairs.at(-1);
    const free = fromA - (last?.was[1] ?? 0);
    let before = 0;
    while (
      before < free &&
      (inside(base, fromA - before) || inside(doc, fromB - before))
    )
      before += 1;
    let after = 0;
    while (
      toA + after < base.length &&
      (inside(base, toA + after) || inside(doc, toB + after))
    )
      after += 1;
    const next: Pair = {
      was: [fromA - before, toA + after],
      is: [fromB - before, toB + after],
    };
    if (last && next.was[0] <= last.was[1]) {
      last.was[1] = Math.max(last.was[1], next.was[1]);
      last.is[1] = Math.max(last.is[1], next.is[1]);
    } else pairs.push(next);
  });
  const fine = pairs.flatMap(({ was, is }) =>
    between(base.sliceString(...was), doc.sliceString(...is)).map(
      (one): Pair => ({
        was: [was[0] + one.was[0], was[0] + one.was[1]],
        is: [is[0] + one.is[0], is[0] + one.is[1]],
      }),
    ),
  );
  return joined(fine, doc).map(({ was, is }) => ({
    from: is[0],
    to: is[1],
    gone: base.sliceString(...was),
  }));
}

/** Words that are not in the text, as they are shown in it. */
export class Beside extends WidgetType {
  constructor(
    readonly name: "ins" | "del",
    readonly words: string,
    readonly of = "",
  ) {
    super();
  }
  eq(other: Beside) {
    return (
      other.name === this.name &&
      other.words === this.words &&
      other.of === this.of
    );
  }
  toDOM() {
    const mark = document.createElement(this.name);
    mark.className = this.name === "ins" ? "cm-came" : "cm-gone";
    if (this.of) mark.dataset.proposed = this.of;
    const cut = this.words.length > SHOWN;
    const words = cut ? `${this.words.slice(0, SHOWN)}…` : this.words;
    mark.textContent = words.replace(/\s*\n\s*/g, " ¶ ");
    return mark;
  }
  ignoreEvent() {
    return false;
  }
}

const came = Decoration.mark({ class: "cm-came", tagName: "ins" });

function drawn(all: Stretch[]): DecorationSet {
  const marks: Range<Decoration>[] = [];
  for (const { from, to, gone } of all) {
    if (gone)
      marks.push(
        Decoration.widget({ widget: new Beside("del", gone), side: -1 }).range(
          from,
        ),
      );
    if (from < to) marks.push(came.range(from, to));
  }
  return Decoration.set(marks, true);
}

type Track = { made: ChangeSet; all: Stretch[]; marks: DecorationSet };

/** Shows what differs from `base`; `told` hears how many stretches that are. */
export function tracked(
  base: string,
  told: (count: number) => void,
): Extension {
  const old = Text.of(base.split("\n"));
  const track = (made: ChangeSet, state: EditorState): Track => {
    const all = stretches(old, made, state.doc);
    return { made, all, marks: drawn(all) };
  };
  return StateField.define<Track>({
    create: (state) => {
      const now = state.doc.toString();
      const made = track(ChangeSet.of(changes(base, now), base.length), state);
      told(made.all.length);
      return made;
    },
    update(value, transaction) {
      if (!transaction.docChanged) return value;
      const made = value.made.compose(transaction.changes);
      const next = track(made, transaction.state);
      told(next.all.length);
      return next;
    },
    provide: (field) =>
      EditorView.decorations.from(field, (value) => value.marks),
  });
}
