// The text editor: Markdown in CodeMirror, its marks styled as what they mean.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { markdown } from "@codemirror/lang-markdown";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const style = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.processingInstruction, color: "var(--ink-3)" },
  { tag: tags.url, color: "var(--ink-3)" },
  { tag: tags.monospace, fontFamily: "var(--font-mono)" },
]);

const wrap =
  (before: string, after = before) =>
  (view: EditorView) => {
    const { from, to } = view.state.selection.main;
    const inside = view.state.sliceDoc(from, to);
    view.dispatch({
      changes: { from, to, insert: before + inside + after },
      selection: { anchor: from + before.length, head: to + before.length },
    });
    view.focus();
    return true;
  };
const prefix = (mark: string) => (view: EditorView) => {
  const line = view.state.doc.lineAt(view.state.selection.main.from);
  const has = line.text.startsWith(mark);
  view.dispatch({
    changes: has
      ? { from: line.from, to: line.from + mark.length }
      : { from: line.from, insert: mark },
  });
  view.focus();
  return true;
};

export const marks: Record<string, (view: EditorView) => boolean> = {
  bold: wrap("**"),
  italic: wrap("*"),
  link: wrap("[", "](https://)"),
  heading: prefix("## "),
  quote: prefix("> "),
  list: prefix("- "),
};

export function editor(
  parent: HTMLElement,
  text: string,
  label: string,
  changed: (text: string) => void,
): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        history(),
        keymap.of([
          { key: "Mod-b", run: marks.bold },
          { key: "Mod-i", run: marks.italic },
          { key: "Mod-Shift-k", run: marks.link },
          { key: "Mod-Shift-h", run: marks.heading },
          { key: "Mod-Shift-q", run: marks.quote },
          { key: "Mod-Shift-l", run: marks.list },
          ...defaultKeymap.filter((binding) => binding.key !== "Mod-Enter"),
          ...historyKeymap,
        ]),
        markdown(),
        syntaxHighlighting(style),
        EditorView.lineWrapping,
        EditorView.perLineTextDirection.of(true),
        EditorView.contentAttributes.of({
          "aria-label": label,
          dir: "auto",
          spellcheck: "true",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString());
        }),
        EditorView.theme({
          "&": { fontSize: "var(--size-text)" },
          "&.cm-focused": { outline: "none" },
          ".cm-scroller": {
            fontFamily: "var(--font-text)",
            lineHeight: "var(--lead-text)",
          },
          ".cm-content": { padding: "0", caretColor: "var(--accent)" },
          ".cm-line": { padding: "0" },
        }),
      ],
    }),
  });
}
