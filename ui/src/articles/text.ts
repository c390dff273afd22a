// The text editor: Markdown in CodeMirror, its marks styled as what they mean.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import {
  EditorState,
  StateEffect,
  StateField,
  type Extension,
} from "@codemirror/state";
import {
  Decoration,
  EditorView,
  keymap,
  placeholder,
  type DecorationSet,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { MarkdownConfig } from "@lezer/markdown";
import { direction } from "./direction";
import { fade } from "./fade";
import { find } from "./find";
import { guides } from "./guides";
import { inserts, keys, marks } from "./marks";
import { fit } from "./paste";
import { changes } from "./patch";
import { enter, lists } from "./enter";
import { seen } from "./seen";

const style = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: tags.link, color: "var(--accent)", textDecoration: "underline" },
  {
    tag: [tags.processingInstruction, tags.url, tags.labelName],
    color: "var(--ink-3)",
    textDecoration: "none",
    fontWeight: "400",
  },
  { tag: tags.monospace, fontFamily: "var(--font-mono)", fontSize: "0.9em" },
]);

const look = EditorView.theme({
  "&": { fontSize: "var(--size-text)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--font-text)",
    lineHeight: "var(--lead-text)",
    overflow: "visible",
  },
  ".cm-content": { padding: "0", caretColor: "var(--accent)" },
  // Each line is laid out for itself, so that a key costs one line of a long text.
  ".cm-line": { padding: "0", contain: "layout style" },
  ".cm-heading": { fontFamily: "var(--font-text)", fontWeight: "700" },
  ".cm-heading-1, .cm-heading-2": { fontSize: "var(--size-standfirst)" },
  ".cm-quotation": {
    paddingInlineStart: "var(--space-4)",
    borderInlineStart: "var(--stripe) solid var(--line-strong)",
    color: "var(--ink-2)",
  },
  ".cm-code": { fontFamily: "var(--font-mono)", fontSize: "var(--size-m)" },
  ".cm-table": { fontFamily: "var(--font-mono)", fontSize: "var(--size-m)" },
  ".cm-note": { backgroundColor: "var(--marked)", borderRadius: "2px" },
  ".cm-suggested": { borderBottom: "1px dotted var(--accent)" },
  ".cm-came": {
    backgroundColor: "var(--inserted)",
    textDecoration: "underline",
  },
  ".cm-gone, .cm-gone *": {
    backgroundColor: "var(--deleted)",
    textDecoration: "line-through",
  },
  ".cm-gone + .cm-came": { marginInlineStart: "2px" },
  ".cm-guide, .cm-guide *": {
    color: "var(--ink-3) !important",
    fontStyle: "italic",
    textDecoration: "none !important",
  },
  ".cm-picture": { display: "block", height: "var(--thumb)" },
  ".cm-picture img": {
    maxWidth: "100%",
    maxHeight: "100%",
    borderRadius: "var(--radius-s)",
  },
  ".cm-picture-words, .cm-picture-words *": {
    color: "var(--ink-2) !important",
    fontFamily: "var(--font-ui)",
    fontSize: "var(--size-m)",
    textDecoration: "none !important",
  },
  ".cm-placeholder": { color: "var(--ink-3)" },
  "&.cm-focused .cm-cursor": { borderLeftColor: "var(--accent)" },
  ".cm-searchMatch": { backgroundColor: "var(--marked)" },
  ".cm-selectionMatch": { backgroundColor: "var(--marked)" },
  ".cm-searchMatch-selected": { outline: "2px solid var(--accent)" },
  ".cm-panels": {
    position: "sticky",
    zIndex: "5",
    backgroundColor: "var(--wash)",
    color: "var(--ink)",
    fontFamily: "var(--font-ui)",
    fontSize: "var(--size-m)",
  },
  ".cm-panels-top": {
    marginBottom: "var(--space-2)",
    borderBottom: "var(--hair) solid var(--line)",
  },
  ".find": {
    padding: "var(--space-2)",
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr)",
    gap: "var(--space-1)",
  },
  ".find div": {
    display: "flex",
    alignItems: "center",
    gap: "var(--space-1)",
  },
  // Parted by what each may take, and not by how much is found: nothing jumps while one types.
  ".find > div": { flexWrap: "wrap" },
  ".find input": { flex: "3 1 14ch", width: "auto", minWidth: "0" },
  ".find .found": { flex: "1 1 20ch" },
  ".find .told": {
    flex: "1",
    minWidth: "0",
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
    color: "var(--ink-2)",
    fontSize: "var(--size-s)",
    fontVariantNumeric: "tabular-nums",
    textAlign: "end",
  },
  ".find button": {
    flex: "none",
    minWidth: "var(--space-6)",
    minHeight: "var(--control-height)",
    padding: "0 var(--space-1)",
    border: "var(--hair) solid transparent",
    borderRadius: "var(--radius-s)",
    backgroundColor: "transparent",
    color: "var(--ink-2)",
    cursor: "pointer",
  },
  ".find button:hover": { backgroundColor: "var(--sheet)" },
  ".find button[aria-pressed=true]": {
    borderColor: "var(--accent)",
    backgroundColor: "var(--accent-wash)",
    color: "var(--ink)",
  },
});

/** How deep quotations and lists may lie in each other before the rest of a line is read as plain text. */
const DEPTH = 40;
/** The parser's work grows with the square of the depth: no text that is meant lies so deep. */
const shallow: MarkdownConfig = {
  parseBlock: [
    {
      name: "TooDeep",
      before: "LinkReference",
      parse(context, line) {
        if (context.depth <= DEPTH) return false;
        const from = context.lineStart + line.pos;
        context.nextLine();
        const to = context.prevLineEnd();
        context.addElement(context.elt("Paragraph", from, to));
        return true;
      },
    },
  ],
};

export type Passage = { id: string; from: number; to: number };
const setNotes = StateEffect.define<Passage[]>();
const notes = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    shown = shown.map(transaction.changes);
    for (const effect of transaction.effects)
      if (effect.is(setNotes))
        shown = Decoration.set(
          effect.value.map(({ id, from, to }) =>
            Decoration.mark({ class: "cm-note", id }).range(from, to),
          ),
          true,
        );
    return shown;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Marks the passages that open notes are about. */
export function showNotes(view: EditorView, passages: Passage[]) {
  const length = view.state.doc.length;
  view.dispatch({
    effects: setNotes.of(
      passages.filter(({ from, to }) => from < to && to <= length),
    ),
  });
}

/** Where the passages of open notes stand in the text as it is by now, in its order. */
export function noted(view: EditorView): Passage[] {
  const all: Passage[] = [];
  view.state
    .field(notes)
    .between(0, view.state.doc.length, (from, to, mark) => {
      all.push({ id: (mark.spec as { id: string }).id, from, to });
    });
  return all;
}

/** Puts `text` in place of what differs from it, so that cursor and scroll place stay. */
export function setText(view: EditorView, text: string) {
  const old = view.state.doc.toString();
  if (old === text) return;
  const made = changes(old, text);
  if (made.length) view.dispatch({ changes: made });
}

/** Goes to a selection, as far as the text reaches; it is scrolled to the middle. */
export function select(view: EditorView, anchor: number, head: number) {
  const within = (at: number) => Math.min(at, view.state.doc.length);
  view.dispatch({
    selection: { anchor: within(anchor), head: within(head) },
    effects: EditorView.scrollIntoView(within(head), { y: "center" }),
  });
}

/** The text takes the focus where one was, however busy the window is: left to itself, the browser goes to its beginning. */
const whereOneWas = EditorView.domEventHandlers({
  focus: (_, view) => view.focus(),
});

/**
 * The caret stands in the words before it: left between the pieces that a long line is drawn in, WebKit types at the beginning
 * of the text.
 */
const inWords = EditorView.domEventHandlers({
  keydown(_, view) {
    const caret = document.getSelection();
    if (view.composing || !caret?.isCollapsed || !caret.focusNode) return false;
    const before = caret.focusNode.childNodes[caret.focusOffset - 1];
    if (before instanceof Text && view.contentDOM.contains(before))
      caret.collapse(before, before.length);
    return false;
  },
});

export function editor(
  parent: HTMLElement,
  options: {
    text: string;
    label: string;
    hint: string;
    editable: boolean;
    changed: (text: string) => void;
    selected: (words: string, anchor: number, head: number) => void;
    note: () => void;
    more: Extension;
  },
): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        history(),
        keymap.of([
          ...Object.entries(keys).map(([name, key]) => ({
            key,
            run: marks[name] ?? inserts[name],
          })),
          {
            key: "Mod-Alt-m",
            run: () => {
              options.note();
              return true;
            },
          },
          ...searchKeymap,
          ...defaultKeymap.filter((binding) => binding.key !== "Mod-Enter"),
          ...historyKeymap,
        ]),
        find,
        highlightSelectionMatches(),
        // Addresses are pasted onto words by `pasting`, which knows what may not stand in one.
        markdown({
          base: markdownLanguage,
          extensions: shallow,
          // Return and Backspace are `enter`'s.
          addKeymap: false,
          pasteURLAsLink: false,
        }),
        syntaxHighlighting(style),
        direction,
        fade,
        seen,
        enter,
        guides,
        lists,
        notes,
        fit,
        whereOneWas,
        inWords,
        options.more,
        placeholder(options.hint),
        EditorState.readOnly.of(!options.editable),
        EditorView.editable.of(options.editable),
        EditorView.lineWrapping,
        EditorView.perLineTextDirection.of(true),
        EditorView.contentAttributes.of({
          "aria-label": options.label,
          dir: "auto",
          spellcheck: "false",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged || update.selectionSet) {
            const { from, to, anchor, head } = update.state.selection.main;
            options.selected(update.state.sliceDoc(from, to), anchor, head);
          }
          if (update.docChanged) options.changed(update.state.doc.toString());
        }),
        look,
      ],
    }),
  });
}
