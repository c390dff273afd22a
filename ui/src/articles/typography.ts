// What a typewriter's keys stand for: quotation marks of the article's language, the apostrophe, dashes, the ellipsis. The
// key's own character is typed first, so that one undo brings it back.
import { isolateHistory } from "@codemirror/commands";
import { syntaxTree } from "@codemirror/language";
import type { EditorState, Extension } from "@codemirror/state";
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

/** Languages whose readers know other marks, which an input method gives. */
const OTHER = new Set(["ja", "zh", "ko", "th", "lo", "km", "my"]);

/** Where characters are meant as they are. */
const LITERAL = new Set([
  "InlineCode",
  "FencedCode",
  "CodeBlock",
  "CodeText",
  "Comment",
  "CommentBlock",
  "ProcessingInstruction",
  "ProcessingInstructionBlock",
  "HTMLTag",
  "HTMLBlock",
  "URL",
  "LinkTitle",
  "Autolink",
  "TableDelimiter",
]);
/** Lines of a paragraph that are looked at. */
const MOST = 50;

function marksOf(language: string): Marks | null {
  const [first, ...rest] = language.toLowerCase().split(/[-_]/);
  if (OTHER.has(first)) return null;
  if (rest.includes("ch") || rest.includes("li")) return SWISS;
  return MARKS[first] ?? english;
}

/** The paragraph up to a place. */
function paragraph(state: EditorState, at: number): string {
  const line = state.doc.lineAt(at);
  let first = line.number;
  while (
    first > 1 &&
    line.number - first < MOST &&
    state.doc.line(first - 1).text.trim()
  )
    first -= 1;
  return state.sliceDoc(state.doc.line(first).from, at);
}

/** Whether what is being typed is code, an address, a tag or a comment that nobody has closed yet. */
const literal = (before: string, line: string) =>
  (before.match(/`/g)?.length ?? 0) % 2 === 1 ||
  /\]\([^)]*$/.test(before) ||
  /<[a-z/!?][^>]*$/i.test(before) ||
  /^\s{0,3}\[(?!\^)[^\]]+\]:/.test(line);

const times = (text: string, sign: string) => text.split(sign).length - 1;

/** What stands instead of a quotation mark after `before`, and how many of the characters before go with it. */
function quotation(
  typed: string,
  before: string,
  behind: string,
  marks: Marks,
): [string, number] {
  const [open, close, inner, end] = marks.map((mark) => mark.trim());
  const starts = `\\s(\\[{\\u2013\\u2014/>${open}${inner}-`;
  const opens = new RegExp(`(?:^|[${starts}])$`, "u").test(
    before.replace(/[*_~]+$/, ""),
  );
  const waits = (first: string, last: string) =>
    first !== last && times(before, first) > times(before, last);
  if (typed === '"') {
    // Who puts a space before the mark as French does has typed it already.
    const spaced = marks[1] !== close && waits(open, close);
    if (spaced && before.endsWith(" ")) return [marks[1], 1];
    return [opens ? marks[0] : marks[1], 0];
  }
  // After a letter or a digit it is an apostrophe, unless it ends what an inner mark began.
  if (/[\p{L}\p{N}\p{M}]$/u.test(before)) {
    const ends = end !== "’" && waits(inner, end) && !/^\p{L}/u.test(behind);
    return [ends ? marks[3] : "’", 0];
  }
  return [opens ? marks[2] : marks[3], 0];
}

/** English words that lack their beginning. */
const SHORT = /^(?:tis|twas|twere|twill|twould|em|til)$/i;

/** The end of a decade's number, before the s that says that it is one: '90s. */
const DECADE = /\d0$/;

/**
 * How far before a sign or a space, or a decade's s, the mark stands that turns out to be an apostrophe in English: it opened
 * nothing, it stands for what a word or a year lacks.
 */
function lacking(
  typed: string,
  line: string,
  inner: string,
  language: string,
): number {
  if (inner === "’" || !/^en\b/i.test(language)) return 0;
  const decade = typed === "s" && DECADE.test(line);
  const word = decade ? line.slice(-2) : /[\p{L}\p{M}]*$/u.exec(line)![0];
  const mark = line[line.length - word.length - 1];
  const before = line[line.length - word.length - 2] ?? " ";
  if (mark !== inner || /[\p{L}\p{N}\p{M}]/u.test(before)) return 0;
  const short = word && !/[\p{L}\p{N}\p{M}"'-]/u.test(typed);
  return decade || (short && SHORT.test(word)) ? word.length + 1 : 0;
}

/** What stands instead of a hyphen or a dot. */
function sign(typed: string, line: string): [string, number] | null {
  // Nothing but dashes, or a table's line: those are marks.
  if (!/[\p{L}\p{N}]/u.test(line) || /^\s*\|/.test(line)) return null;
  if (typed === "-" && /[^-]-$/.test(line)) return ["–", 1];
  if (typed === "-" && line.endsWith("–")) return ["—", 1];
  if (typed === "." && /[^.]\.\.$/.test(line)) return ["…", 2];
  return null;
}

export const typography = (options: {
  on: () => boolean;
  language: () => string;
}): Extension =>
  EditorView.inputHandler.of((view, from, to, text) => {
    const decade =
      text === "s" &&
      DECADE.test(view.state.sliceDoc(Math.max(0, from - 2), from));
    if (text.length !== 1 || (!decade && /[\p{L}\p{M}]/u.test(text)))
      return false;
    if (!options.on() || view.composing || view.state.readOnly) return false;
    const { state } = view;
    const marks = marksOf(options.language());
    const line = state.sliceDoc(state.doc.lineAt(from).from, from);
    // The mark has its space.
    if (text === " " && marks && /«\u00a0$/.test(line)) return true;
    const far = marks
      ? lacking(text, line, marks[2].trim(), options.language())
      : 0;
    if (!far && !"\"'-.".includes(text)) return false;
    let node = syntaxTree(state).resolveInner(from, -1);
    for (; node.parent; node = node.parent)
      if (LITERAL.has(node.name)) return false;
    const before = paragraph(state, from);
    if (literal(before, line)) return false;
    const type = () =>
      view.dispatch({
        changes: { from, to, insert: text },
        selection: { anchor: from + 1 },
        scrollIntoView: true,
        userEvent: "input.type",
      });
    if (far) {
      const at = from - far;
      type();
      view.dispatch({
        changes: { from: at, to: at + 1, insert: "’" },
        annotations: isolateHistory.of("full"),
        userEvent: "input.type",
      });
      return true;
    }
    const behind = state.sliceDoc(to, to + 2);
    const found =
      text === "-" || text === "."
        ? sign(text, line)
        : marks && quotation(text, before, behind, marks);
    if (!found) return false;
    const [insert, back] = found;
    type();
    view.dispatch({
      changes: { from: from - back, to: from + 1, insert },
      selection: { anchor: from - back + insert.length },
      annotations: isolateHistory.of("full"),
      userEvent: "input.type",
    });
    return true;
  });
