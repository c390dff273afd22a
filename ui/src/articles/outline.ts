// The headings of a text, to go to.
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorView } from "@codemirror/view";

export type Heading = { words: string; at: number };

/** How long the rest of a text may take to be read, in milliseconds. */
const PATIENCE = 50;

export function headings(view: EditorView): Heading[] {
  const { state } = view;
  const tree =
    ensureSyntaxTree(state, state.doc.length, PATIENCE) ?? syntaxTree(state);
  const found: Heading[] = [];
  tree.iterate({
    enter: (node) => {
      if (!/^(?:ATX|Setext)Heading\d$/.test(node.name))
        return node.name === "Document" || node.name === "Blockquote";
      const line = state.doc.lineAt(node.from);
      const words = line.text.replace(/^[\s>]*#+\s*|\s*#*\s*$/g, "");
      if (words) found.push({ words, at: line.from });
      return false;
    },
  });
  return found;
}
