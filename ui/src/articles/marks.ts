// Markdown's marks, put in and taken out: what the toolbar and the keys do to the text.
import type { EditorView } from "@codemirror/view";

export type Mark = (view: EditorView) => boolean;

/** Puts marks around what is selected, or takes them away where they are. */
const around =
  (mark: string): Mark =>
  (view) => {
    const { from, to } = view.state.selection.main;
    const width = mark.length;
    const has =
      view.state.sliceDoc(from - width, from) === mark &&
      view.state.sliceDoc(to, to + width) === mark;
    view.dispatch(
      has
        ? {
            changes: [
              { from: from - width, to: from },
              { from: to, to: to + width },
            ],
          }
        : {
            changes: [
              { from, insert: mark },
              { from: to, insert: mark },
            ],
            selection: { anchor: from + width, head: to + width },
          },
    );
    view.focus();
    return true;
  };

/** Puts a mark before every selected line, or takes it away where all have it. */
const before =
  (mark: (index: number) => string, known: RegExp): Mark =>
  (view) => {
    const { state } = view;
    const { from, to } = state.selection.main;
    const first = state.doc.lineAt(from).number;
    const last = state.doc.lineAt(to).number;
    const lines = [];
    for (let number = first; number <= last; number++) {
      const line = state.doc.line(number);
      if (line.text.trim() || first === last) lines.push(line);
    }
    const has = lines.every((line) => known.test(line.text));
    view.dispatch({
      changes: lines.map((line, index) => ({
        from: line.from,
        to: line.from + (line.text.match(known)?.[0].length ?? 0),
        insert: has ? "" : mark(index),
      })),
    });
    view.focus();
    return true;
  };

/** A link on what is selected; the address is selected, to be typed over. */
const link: Mark = (view) => {
  const { from, to } = view.state.selection.main;
  const words = view.state.sliceDoc(from, to);
  const address = "https://";
  const start = from + words.length + 3;
  view.dispatch({
    changes: { from, to, insert: `[${words}](${address})` },
    selection: words
      ? { anchor: start, head: start + address.length }
      : { anchor: from + 1 },
  });
  view.focus();
  return true;
};

export const marks: Record<string, Mark> = {
  bold: around("**"),
  italic: around("*"),
  link,
  heading: before(() => "## ", /^#{1,6} /),
  quote: before(() => "> ", /^> ?/),
  list: before(() => "- ", /^[-*+] /),
};

export const keys: Record<string, string> = {
  bold: "Mod-b",
  italic: "Mod-i",
  link: "Mod-Shift-k",
  heading: "Mod-Shift-h",
  quote: "Mod-Shift-q",
  list: "Mod-Shift-l",
};
