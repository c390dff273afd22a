// Marks that a line begins with: headings, quotations, the items of lists. What becomes a block of its own, or ceases to be
// one, has an empty line around it where it would run on.
import {
  ChangeSet,
  EditorSelection,
  type EditorState,
  type Line,
} from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

const KNOWN = {
  heading: /^#{1,6}(?: |$)/,
  quote: /^> ?/,
  list: /^[-*+](?: |$)/,
  numbered: /^(\d+)[.)](?: |$)/,
};
export type Kind = keyof typeof KNOWN;
/** Of these a line is one at most. */
const OTHERS = /^(?:#{1,6}|[-*+]|\d+[.)])(?: |$)/;

/** What a line lies in: quotations, and how far it is set in; a quotation's own mark is the first of a line. */
const lead = (kind: Kind, text: string) =>
  kind === "quote" ? "" : /^(?:\s{0,3}>\s?)*\s*/.exec(text)![0];

/** A line of nothing but what it lies in. */
const empty = (text: string) => /^[\s>]*$/.test(text);

function selected(state: EditorState): Line[] {
  const { from, to } = state.selection.main;
  const first = state.doc.lineAt(from).number;
  const last = state.doc.lineAt(to).number;
  const lines: Line[] = [];
  for (let number = first; number <= last; number++)
    lines.push(state.doc.line(number));
  return lines;
}

/** The number that a numbered list goes on with. */
function next(state: EditorState, line: Line): number {
  if (line.number === 1) return 1;
  const { text } = state.doc.line(line.number - 1);
  const own = lead("numbered", line.text);
  if (!text.startsWith(own)) return 1;
  const found = KNOWN.numbered.exec(text.slice(own.length));
  return found ? Number(found[1]) + 1 : 1;
}

/** Puts a mark before every selected line, or takes it away where all have it. */
export const before =
  (kind: Kind) =>
  (view: EditorView): boolean => {
    const { state } = view;
    const known = KNOWN[kind];
    const all = selected(state);
    const isOne = ({ text }: Line) =>
      known.test(text.slice(lead(kind, text).length));
    const filled = all.filter(({ text }) =>
      kind === "quote" ? text.trim() : !empty(text),
    );
    const lines = filled.length ? filled : all.slice(0, 1);
    const has = lines.every(isOne);
    // Between paragraphs that become one quotation, the empty line is of it.
    const between = (line: Line) =>
      kind === "quote" &&
      !has &&
      line.from > lines[0].from &&
      line.to < lines[lines.length - 1].to;
    let number = next(state, lines[0]) - 1;
    const mark = (line: Line) => {
      if (has) return "";
      if (kind === "heading") return "## ";
      if (kind === "quote") return lines.includes(line) ? "> " : ">";
      return kind === "list" ? "- " : `${++number}. `;
    };
    const marked = all.filter((line) => lines.includes(line) || between(line));
    const changes = state.changes(
      marked.map((line) => {
        const at = lead(kind, line.text).length;
        const stood = (has || kind === "quote" ? known : OTHERS).exec(
          line.text.slice(at),
        );
        return {
          from: line.from + at,
          to: line.from + at + (stood?.[0].length ?? 0),
          insert: mark(line),
        };
      }),
    );
    const doc = changes.apply(state.doc);
    // On an empty line the cursor goes on behind the mark.
    const { main } = state.selection.map(changes, 1);

    const apart: { from: number; insert: string }[] = [];
    const first = lines[0].number;
    const last = lines[lines.length - 1].number;
    /** Keeps two lines apart that stand together, unless both are of this kind, or lines of one paragraph. */
    const part = (above: number, alike: boolean) => {
      if (above < 1 || above >= doc.lines || alike) return;
      const [one, other] = [doc.line(above), doc.line(above + 1)];
      if (empty(one.text) || empty(other.text)) return;
      const quoted = /^(?:\s{0,3}>\s?)*/;
      const shared = [one, other]
        .map(({ text }) => quoted.exec(text)![0].trimEnd())
        .sort((a, b) => a.length - b.length)[0];
      apart.push({ from: other.from, insert: `${shared}\n` });
    };
    const alike = (number: number) =>
      !has &&
      number >= 1 &&
      number <= state.doc.lines &&
      isOne(state.doc.line(number));
    part(first - 1, alike(first - 1));
    if (has && kind !== "quote")
      for (let above = first; above < last; above++) part(above, false);
    part(last, alike(last + 1));

    const gaps = ChangeSet.of(apart, doc.length);
    const move = (at: number) => gaps.mapPos(at, 1);
    view.dispatch({
      changes: changes.compose(gaps),
      selection: EditorSelection.single(move(main.anchor), move(main.head)),
      userEvent: "input",
    });
    view.focus();
    return true;
  };
