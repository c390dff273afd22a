// What a typewriter's keys stand for: quotation marks of the article's language, the apostrophe, dashes, the ellipsis. The
// key's own character is typed first, so that one undo brings it back.
import { isolateHistory } from "@codemirror/commands";
import { syntaxTree } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** Opening and closing marks, outer and inner. */
type Marks = [string, string, string, string];
const english: Marks = ["“", "”", "‘", "’"];
const low: Marks = ["„", "“", "‚", "‘"];
const angled: Marks = ["«", "»", "“", "”"];
const MARKS: Record<string, Marks> = {
  ...Object.fromEntries(
    ["de", "cs", "sk", "sl", "bg", "is", "et", "lt"].map((one) => [one, low]),
  ),
  ...Object.fromEntries(
    ["es", "pt", "it", "el", "fa", "ar", "nb", "nn", "no", "ru", "uk"].map(
      (one) => [one, angled],
    ),
  ),
  pl: ["„", "”", "‚", "’"],
  ro: ["„", "”", "«", "»"],
  hu: ["„", "”", "»", "«"],
  sv: ["”", "”", "’", "’"],
  fi: ["”", "”", "’", "’"],
  fr: ["«\u00a0", "\u00a0»", "“", "”"],
};
const SWISS: Marks = ["«", "»", "‹", "›"];

/** Where characters are meant as they are. */
const LITERAL = new Set([
  "InlineCode",
  "FencedCode",
  "CodeBlock",
  "CodeText",
  "HTMLTag",
  "HTMLBlock",
  "URL",
  "LinkTitle",
  "Autolink",
  "TableDelimiter",
]);

function marksOf(language: string): Marks {
  const [first, ...rest] = language.toLowerCase().split(/[-_]/);
  if (rest.includes("ch") || rest.includes("li")) return SWISS;
  return MARKS[first] ?? english;
}

/** What stands instead of `typed` after `before`, and how many of the characters before go with it. */
function meant(
  typed: string,
  before: string,
  marks: Marks,
): [string, number] | null {
  const opens = /(?:^|[\s([{\u2013\u2014«„“‚‘‹/>*_-])$/u.test(before);
  if (typed === '"') return [opens ? marks[0] : marks[1], 0];
  if (typed === "'") {
    // After a letter or a digit it is an apostrophe, in whatever language.
    if (/[\p{L}\p{N}\p{M}]$/u.test(before)) return ["’", 0];
    return [opens ? marks[2] : marks[3], 0];
  }
  // Nothing but dashes, or a table's line: those are marks.
  if (!/[\p{L}\p{N}]/u.test(before) || /^\s*\|/.test(before)) return null;
  if (typed === "-" && /[^-]-$/.test(before)) return ["–", 1];
  if (typed === "-" && before.endsWith("–")) return ["—", 1];
  if (typed === "." && /[^.]\.\.$/.test(before)) return ["…", 2];
  return null;
}

export const typography = (options: {
  on: () => boolean;
  language: () => string;
}): Extension =>
  EditorView.inputHandler.of((view, from, to, text) => {
    if (text.length !== 1 || !"\"'-.".includes(text)) return false;
    if (!options.on() || view.composing || view.state.readOnly) return false;
    const { state } = view;
    let node = syntaxTree(state).resolveInner(from, -1);
    for (; node.parent; node = node.parent)
      if (LITERAL.has(node.name)) return false;
    const before = state.sliceDoc(state.doc.lineAt(from).from, from);
    const found = meant(text, before, marksOf(options.language()));
    if (!found) return false;
    const [insert, back] = found;
    view.dispatch({
      changes: { from, to, insert: text },
      selection: { anchor: from + 1 },
      scrollIntoView: true,
      userEvent: "input.type",
    });
    view.dispatch({
      changes: { from: from - back, to: from + 1, insert },
      selection: { anchor: from - back + insert.length },
      annotations: isolateHistory.of("full"),
      userEvent: "input.type",
    });
    return true;
  });
