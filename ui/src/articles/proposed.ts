// The open suggestions of others in the text that one writes: the words that would go stand struck, those that would come
// beside them.
import { StateEffect, StateField, type Range } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import type { SuggestionView } from "../lib/ipc";
import type { Passage } from "./text";
import { Beside } from "./tracked";

const set = StateEffect.define<[SuggestionView, number][]>();

const keep = StateEffect.define<Set<string>>();

type Spec = { id: string; whole?: boolean; was: string };

/** The marks of a suggestion whose words begin at a place. */
function marks([one, from]: [SuggestionView, number]): Range<Decoration>[] {
  const { id, was, proposed, lead, tail } = one;
  const to = from + was.length;
  const spec: Spec = { id, was };
  const out = [
    Decoration.mark({ class: "cm-suggested", ...spec, whole: true }).range(
      from,
      to,
    ),
  ];
  const [start, end] = [from + lead, to - tail];
  if (start < end)
    out.push(Decoration.mark({ class: "cm-gone", ...spec }).range(start, end));
  const came = proposed.slice(lead, proposed.length - tail);
  if (came)
    out.push(
      Decoration.widget({
        widget: new Beside("ins", came, id),
        side: 1,
        ...spec,
      }).range(end),
    );
  return out;
}

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    shown = shown.map(transaction.changes);
    if (transaction.docChanged) {
      // One whose words are being edited is shown again once the desk says where they stand.
      const lost = new Set<string>();
      transaction.changes.iterChangedRanges((_from, _to, from, to) => {
        shown.between(from, to, (start, end, { spec }) => {
          const { id, whole, was } = spec as Spec;
          if (whole && transaction.state.sliceDoc(start, end) !== was)
            lost.add(id);
        });
      });
      if (lost.size)
        shown = shown.update({
          filter: (_from, _to, { spec }) => !lost.has((spec as Spec).id),
        });
    }
    for (const effect of transaction.effects)
      if (effect.is(set))
        shown = Decoration.set(effect.value.flatMap(marks), true);
      else if (effect.is(keep))
        shown = shown.update({
          filter: (_from, _to, { spec }) => effect.value.has((spec as Spec).id),
        });
    return shown;
  },
  provide: (shown) => EditorView.decorations.from(shown),
});

export const proposed = field;

/** Shows suggestions, each where it begins in the text; one whose words are not there is left out. */
export function showProposed(
  view: EditorView,
  all: SuggestionView[],
  place: (one: SuggestionView) => number | null,
) {
  const there = all.flatMap((one): [SuggestionView, number][] => {
    const from = place(one);
    if (from === null) return [];
    const words = view.state.sliceDoc(from, from + one.was.length);
    return words === one.was ? [[one, from]] : [];
  });
  view.dispatch({ effects: set.of(there) });
}

/** Shows no longer what is not among these. */
export function keepProposed(view: EditorView, all: SuggestionView[]) {
  view.dispatch({ effects: keep.of(new Set(all.map((one) => one.id))) });
}

/** Where the words of the suggestions stand by now, in the order of the text. */
export function suggested(view: EditorView): Passage[] {
  const all: Passage[] = [];
  view.state
    .field(field)
    .between(0, view.state.doc.length, (from, to, { spec }) => {
      const { id, whole } = spec as Spec;
      if (whole) all.push({ id, from, to });
    });
  return all;
}
