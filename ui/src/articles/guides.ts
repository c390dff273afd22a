// A template's guidance: sentences in square brackets that wait to be written over. A click takes one whole, and Tab goes
// from one to the next.
import { RangeSetBuilder, type Extension } from "@codemirror/state";
import { Decoration, EditorView, keymap } from "@codemirror/view";
import { drawn } from "./drawn";

/** As the preflight knows them: three words or more, ended like a sentence; no link and no footnote. */
const GUIDE = /\[(?!\^)(?:[^\s[\]]+\s+){2,}[^[\]]*[.?!…]\](?![([:])/g;
/** How much of a text is looked through for the next one. */
const REACH = 100_000;

const look = Decoration.mark({ class: "cm-guide" });

const shown = drawn((view) => {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges)
    for (const found of view.state.sliceDoc(from, to).matchAll(GUIDE))
      builder.add(
        from + found.index,
        from + found.index + found[0].length,
        look,
      );
  return builder.finish();
});

type Range = { from: number; to: number };

/** The guidance in a part of the text. */
function within(view: EditorView, from: number, to: number): Range[] {
  const start = Math.max(0, from);
  return [...view.state.sliceDoc(start, to).matchAll(GUIDE)].map((found) => ({
    from: start + found.index,
    to: start + found.index + found[0].length,
  }));
}

/** The guidance that `at` is in. */
function here(view: EditorView, at: number): Range | undefined {
  const line = view.state.doc.lineAt(at);
  if (line.length > REACH) return undefined;
  return within(view, line.from, line.to).find(
    (guide) => guide.from <= at && at <= guide.to,
  );
}

const go = (back: boolean) => (view: EditorView) => {
  const { from, to, head } = view.state.selection.main;
  if (view.state.readOnly) return false;
  const on = here(view, head);
  const taken = on?.from === from && on.to === to;
  const ahead = () =>
    back
      ? within(view, from - REACH, from).findLast((guide) => guide.to <= from)
      : within(view, to, to + REACH).find((guide) => guide.from >= to);
  const next = on && !taken ? on : ahead();
  // After the last one Tab leaves the text, as it does in any.
  if (!next) return false;
  view.dispatch({
    selection: { anchor: next.from, head: next.to },
    scrollIntoView: true,
  });
  return true;
};

export const guides: Extension = [
  shown,
  keymap.of([
    { key: "Tab", run: go(false) },
    { key: "Shift-Tab", run: go(true) },
  ]),
  EditorView.domEventHandlers({
    click(event, view) {
      const { empty, head } = view.state.selection.main;
      if (!empty || event.shiftKey || view.state.readOnly) return false;
      const guide = here(view, head);
      if (!guide || guide.from === head || guide.to === head) return false;
      view.dispatch({ selection: { anchor: guide.from, head: guide.to } });
      return false;
    },
  }),
];
