// Every line runs the way of its own script: a quotation in Persian stands right in an English text, and the other way
// round.
import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import { drawn } from "./drawn";

const own = Decoration.line({ attributes: { dir: "auto" } });

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  let last = -1;
  for (const { from, to } of view.visibleRanges)
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      if (line.from > last) builder.add(line.from, line.from, own);
      last = line.from;
      at = line.to + 1;
    }
  return builder.finish();
}

export const direction = drawn(decorate);
