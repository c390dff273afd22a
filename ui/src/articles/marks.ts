// Markdown's marks, put in and taken out: what the toolbar and the keys do to the text.
import type { EditorView } from "@codemirror/view";
import { t } from "../lib/words";
import { before } from "./begun";
import { around } from "./enclosed";

export type Mark = (view: EditorView) => boolean;

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

/** Puts a block of its own after the line that one is in, and selects what is to be typed over. */
function block(view: EditorView, text: string, selected: string) {
  const { state } = view;
  const line = state.doc.lineAt(state.selection.main.head);
  const lead = line.text.trim() ? "\n\n" : "";
  const behind = state.sliceDoc(line.to, line.to + 2);
  const tail = behind.length && behind !== "\n\n" ? "\n" : "";
  const start = line.to + lead.length + text.indexOf(selected);
  view.dispatch({
    changes: { from: line.to, insert: `${lead}${text}${tail}` },
    selection: { anchor: start, head: start + selected.length },
    scrollIntoView: true,
  });
  view.focus();
  return true;
}

/** A footnote here: its mark at the cursor, its text at the end, where one goes on typing. */
const footnote: Mark = (view) => {
  const { state } = view;
  const text = state.doc.toString();
  const used = [...text.matchAll(/\[\^(\d+)\]/g)].map((found) => +found[1]);
  const number = used.reduce((most, next) => Math.max(most, next), 0) + 1;
  const at = state.selection.main.to;
  const mark = `[^${number}]`;
  const end = state.doc.length;
  const gap = /^\[\^\d+\]: .*$/.test(state.doc.line(state.doc.lines).text)
    ? "\n"
    : "\n".repeat(Math.max(0, 2 - (text.match(/\n*$/)?.[0].length ?? 0)));
  view.dispatch({
    changes: [
      { from: at, insert: mark },
      { from: end, insert: `${gap}${mark}: ` },
    ],
    selection: { anchor: end + mark.length * 2 + gap.length + 2 },
    scrollIntoView: true,
  });
  view.focus();
  return true;
};

const table =
  (first: string, second: string): Mark =>
  (view) =>
    block(
      view,
      `| ${first} | ${second} |\n| --- | --- |\n|  |  |\n|  |  |`,
      first,
    );

export const marks: Record<string, Mark> = {
  bold: around("**", "StrongEmphasis"),
  italic: around("*", "Emphasis"),
  link,
  heading: before("heading"),
  quote: before("quote"),
  list: before("list"),
};

/** What is put in now and then: in a menu, and some with a key. */
export const inserts: Record<string, Mark> = {
  numbered: before("numbered"),
  footnote,
  table: (view) => table(t("table-first"), t("table-second"))(view),
  code: around("`", "InlineCode"),
  struck: around("~~", "Strikethrough"),
};

export const keys: Record<string, string> = {
  bold: "Mod-b",
  italic: "Mod-i",
  link: "Mod-Shift-k",
  heading: "Mod-Shift-h",
  quote: "Mod-Shift-q",
  list: "Mod-Shift-l",
  numbered: "Mod-Shift-o",
  footnote: "Mod-Alt-f",
};
