// Markdown's marks fade away outside the lines that one is on: who never saw Markdown reads text, and who knows it
// sees every character where they write.
import { syntaxTree } from "@codemirror/language";
import { RangeSetBuilder, type EditorState } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import { drawn } from "./drawn";

const hidden = Decoration.replace({});
const block: Record<string, Decoration> = {
  ATXHeading1: Decoration.line({ class: "cm-heading cm-heading-1" }),
  ATXHeading2: Decoration.line({ class: "cm-heading cm-heading-2" }),
  ATXHeading3: Decoration.line({ class: "cm-heading cm-heading-3" }),
  ATXHeading4: Decoration.line({ class: "cm-heading cm-heading-3" }),
  Blockquote: Decoration.line({ class: "cm-quotation" }),
  FencedCode: Decoration.line({ class: "cm-code" }),
  Table: Decoration.line({ class: "cm-table" }),
};

/** Marks that go, and of those the ones that take the space behind them along. */
const MARKS = new Set([
  "EmphasisMark",
  "StrikethroughMark",
  "HeaderMark",
  "QuoteMark",
  "CodeMark",
]);
const SPACED = new Set(["HeaderMark", "QuoteMark"]);

/** The lines that hold a part of the selection. */
function active(state: EditorState): (from: number, to: number) => boolean {
  const lines = state.selection.ranges.map((range) => [
    state.doc.lineAt(range.from).from,
    state.doc.lineAt(range.to).to,
  ]);
  return (from, to) => lines.some(([start, end]) => from <= end && to >= start);
}

/** A stretch, parted where lines end: a title may stand in a line of its own, and none can be drawn away. */
function byLine(
  state: EditorState,
  from: number,
  to: number,
): [number, number][] {
  const all: [number, number][] = [];
  for (let at = from; at < to;) {
    const line = state.doc.lineAt(at);
    if (at < line.to) all.push([at, Math.min(to, line.to)]);
    at = line.to + 1;
  }
  return all;
}

function decorate(view: EditorView): DecorationSet {
  const { state } = view;
  const here = view.hasFocus ? active(state) : () => false;
  const lines: [number, Decoration][] = [];
  // A line that is ten thousand quotations deep is still one.
  const drawn = new Set<string>();
  const gone: [number, number][] = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(state).iterate({
      from,
      to,
      enter: (node) => {
        const look = block[node.name];
        if (look) {
          const last = state.doc.lineAt(node.to).number;
          for (
            let number = state.doc.lineAt(node.from).number;
            number <= last;
            number++
          ) {
            const key = `${number} ${look.spec.class}`;
            if (!drawn.has(key))
              lines.push([state.doc.line(number).from, look]);
            drawn.add(key);
          }
        }
        if (here(node.from, node.to)) return;
        if (MARKS.has(node.name)) {
          const space =
            SPACED.has(node.name) &&
            state.sliceDoc(node.to, node.to + 1) === " ";
          gone.push([node.from, node.to + (space ? 1 : 0)]);
        } else if (node.name === "HardBreak") {
          if (state.sliceDoc(node.from, node.from + 1) === "\\")
            gone.push([node.from, node.from + 1]);
        } else if (node.name === "Link" || node.name === "Image") {
          const [open, text] = [node.from, state.sliceDoc(node.from, node.to)];
          const middle = text.lastIndexOf("](");
          const start = node.name === "Image" ? 2 : 1;
          if (middle >= start + (start - 1))
            gone.push(
              [open, open + start],
              ...byLine(state, open + middle, node.to),
            );
          // A picture that nobody described would be gone from sight: its marks stay, without the address.
          else if (start === 2 && middle > 0)
            gone.push(...byLine(state, open + middle + 2, node.to - 1));
        }
      },
    });
  }
  const all = [
    ...lines.map(([from, look]) => ({ from, to: from, look, rank: 0 })),
    ...gone.map(([from, to]) => ({ from, to, look: hidden, rank: 1 })),
  ].sort((a, b) => a.from - b.from || a.rank - b.rank || a.to - b.to);
  const builder = new RangeSetBuilder<Decoration>();
  let end = -1;
  for (const { from, to, look, rank } of all) {
    if (rank === 1 && from < end) continue;
    builder.add(from, to, look);
    if (rank === 1) end = to;
  }
  return builder.finish();
}

export const fade = drawn(
  decorate,
  (update) =>
    update.selectionSet ||
    update.focusChanged ||
    syntaxTree(update.startState) !== syntaxTree(update.state),
);
