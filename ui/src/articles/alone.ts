// Nothing but the text: what one is writing stands out from the rest, and stays at one height of the window.
import { RangeSetBuilder, type Extension } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { drawn } from "./drawn";

const here = Decoration.line({ class: "cm-here" });
/** Lines of one paragraph that are looked at, either way. */
const MOST = 200;

/** Marks the lines of the paragraph that one is in. */
const paragraph = drawn(
  (view) => {
    const builder = new RangeSetBuilder<Decoration>();
    const { doc, selection } = view.state;
    const at = doc.lineAt(selection.main.head).number;
    const words = (number: number) => doc.line(number).text.trim() !== "";
    let [first, last] = [at, at];
    if (words(at)) {
      while (first > 1 && at - first < MOST && words(first - 1)) first -= 1;
      while (last < doc.lines && last - at < MOST && words(last + 1)) last += 1;
    }
    for (let number = first; number <= last; number++) {
      const { from } = doc.line(number);
      builder.add(from, from, here);
    }
    return builder.finish();
  },
  (update) => update.selectionSet,
);

export const alone = (on: () => boolean): Extension => [
  paragraph,
  EditorView.scrollMargins.of((view) => {
    if (!on()) return null;
    const height = view.dom.closest(".column")?.clientHeight ?? 0;
    return { top: height * 0.4, bottom: height * 0.45 };
  }),
];
