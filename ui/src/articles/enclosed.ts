// Marks around words: bold, italic, struck, code. Each paragraph has its own, within the spaces at its edges, and what
// is so already in a part of the selection becomes one with the rest.
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import {
  EditorSelection,
  type ChangeSpec,
  type EditorState,
} from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

/** How long a text is read for at most, in milliseconds. */
const PATIENCE = 200;
/** What holds words that belong together. */
const WORDS =
  /^(Paragraph|Task|TableCell|LinkReference|(ATX|Setext)Heading\d)$/;
/** What words begin with that are none themselves: a heading's sign, a task's box, a footnote's number. */
const LEAD = /^(?:#{1,6}\s+|\[[ x]\]\s+|\[\^[^\]]+\]:\s*)/i;
/** What stands in a line, and is broken where a mark is put into the midst of it. */
const INLINE =
  /^(StrongEmphasis|Emphasis|Strikethrough|InlineCode|Link|Image|Autolink|URL|HTMLTag)$/;
/** What stays literal: no mark is one in it. */
const LITERAL = /^(InlineCode|Image|Autolink|URL|HTMLTag)$/;

type Stretch = { from: number; to: number };
type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>["resolveInner"]>;

const tree = (state: EditorState, to: number) =>
  ensureSyntaxTree(state, to, PATIENCE) ?? syntaxTree(state);

/** Words without what ends them and is none: spaces, the sign of a quotation's next line, the stroke that breaks a line. */
function bare(text: string, behind: string): string {
  const ended = `${text}${behind === "\n" ? behind : ""}`;
  const words = ended.replace(/\n[\s>]*$/, "\n").trimEnd();
  const broken = words.endsWith("\\") && ended[words.length] === "\n";
  return broken ? words.slice(0, -1).trimEnd() : words;
}

/** The words that are selected, by paragraphs, without the spaces around them. */
function selected(state: EditorState, from: number, to: number): Stretch[] {
  const all: Stretch[] = [];
  tree(state, to).iterate({
    from,
    to,
    enter: ({ name, node }) => {
      if (!WORDS.test(name)) return;
      const text = state.sliceDoc(node.from, node.to);
      const lead = LEAD.exec(text)?.[0].length ?? 0;
      if (name === "LinkReference" && !text.startsWith("[^")) return;
      const last = node.lastChild;
      const closed = last?.name === "HeaderMark" && last.from > node.from;
      const start = Math.max(from, node.from + lead);
      const end = Math.min(to, closed ? last.from : node.to);
      const words = bare(
        state.sliceDoc(start, end),
        state.sliceDoc(end, end + 1),
      );
      const left = /^[\s>]*/.exec(words)![0].length;
      if (left < words.length)
        all.push({ from: start + left, to: start + words.length });
      return false;
    },
  });
  return all;
}

/** What stands in a line where the stretch is, from the outermost to the innermost. */
function inline(state: EditorState, { from, to }: Stretch): SyntaxNode[] {
  const all: SyntaxNode[] = [];
  tree(state, to).iterate({
    from,
    to,
    enter: ({ name, node }) => {
      if (INLINE.test(name) && node.from < to && node.to > from) all.push(node);
    },
  });
  return all;
}

/** The stretch with the whole of what it would cut through, and of code and addresses that it is in. */
function whole(state: EditorState, stretch: Stretch): Stretch {
  let { from, to } = stretch;
  for (let more = true; more;) {
    more = false;
    for (const node of inline(state, { from, to })) {
      const within = node.from <= from && node.to >= to;
      const holds = node.from >= from && node.to <= to;
      if (holds || (within && !LITERAL.test(node.name))) continue;
      from = Math.min(from, node.from);
      to = Math.max(to, node.to);
      more = true;
    }
  }
  return { from, to };
}

/** The words in a mark, without the mark. */
function inner(node: SyntaxNode): Stretch {
  return { from: node.firstChild!.to, to: node.lastChild!.from };
}

/** What takes the mark away from a stretch; the rest of what is in it keeps one. */
function without(
  state: EditorState,
  node: SyntaxNode,
  stretch: Stretch,
): ChangeSpec[] {
  const { from, to } = inner(node);
  const mark = state.sliceDoc(node.from, from);
  const before = state.sliceDoc(from, Math.max(from, stretch.from));
  const behind = state.sliceDoc(Math.min(to, stretch.to), to);
  const changes: ChangeSpec[] = [];
  // What is left of it holds other marks only: those are of the stretch.
  const none = (text: string) => /^[\s*_~`]*$/.test(text);
  if (none(before)) changes.push({ from: node.from, to: from });
  else changes.push({ from: from + before.trimEnd().length, insert: mark });
  if (none(behind)) changes.push({ from: to, to: node.to });
  else changes.push({ from: to - behind.trimStart().length, insert: mark });
  return changes;
}

/** What puts a mark around a stretch, in place of those that are in it. */
function within(
  state: EditorState,
  mark: string,
  name: string,
  words: Stretch,
): ChangeSpec[] {
  const { from, to } = whole(state, words);
  const old = inline(state, { from, to }).filter((node) => node.name === name);
  return [
    { from, insert: mark },
    ...old.flatMap((node) => [
      { from: node.from, to: inner(node).from },
      { from: inner(node).to, to: node.to },
    ]),
    { from: to, insert: mark },
  ];
}

/** Where nothing is selected: goes on behind the mark that ends here, takes an empty pair away, or begins one. */
function atCursor(view: EditorView, mark: string) {
  const { state } = view;
  const { head: at } = state.selection.main;
  const width = mark.length;
  const run = (text: string) => text.split("").findIndex((c) => c !== mark[0]);
  const line = state.doc.lineAt(at);
  const count = (text: string) => (run(`${text} `) < 0 ? 0 : run(`${text} `));
  const before = count(
    state.sliceDoc(line.from, at).split("").reverse().join(""),
  );
  const behind = count(state.sliceDoc(at, line.to));
  // Of three, one is italic and two are bold.
  const has = mark === "*" ? behind % 2 === 1 : behind >= width && behind > 0;
  if (has && before !== behind)
    view.dispatch({ selection: { anchor: at + width } });
  else if (has)
    view.dispatch({ changes: { from: at - width, to: at + width } });
  else
    view.dispatch({
      changes: { from: at, insert: mark + mark },
      selection: { anchor: at + width },
    });
}

/** Puts marks around what is selected, or takes them away where all of it has them. */
export const around =
  (mark: string, name: string) =>
  (view: EditorView): boolean => {
    const { state } = view;
    const { from, to, empty, anchor, head } = state.selection.main;
    if (empty) {
      atCursor(view, mark);
      view.focus();
      return true;
    }
    const all = selected(state, from, to);
    const marked = all.map((words) =>
      inline(state, words).find(
        (node) =>
          node.name === name && node.from <= words.from && node.to >= words.to,
      ),
    );
    const has = marked.every((node) => node !== undefined);
    const specs = all.flatMap((words, nth) => {
      const node = marked[nth];
      if (has) return without(state, node!, words);
      return node ? [] : within(state, mark, name, words);
    });
    if (all.length) {
      const changes = state.changes(specs);
      const start = changes.mapPos(all[0].from, 1);
      const end = changes.mapPos(all[all.length - 1].to, -1);
      view.dispatch({
        changes,
        selection: EditorSelection.single(
          anchor <= head ? start : end,
          anchor <= head ? end : start,
        ),
        userEvent: "input",
      });
    }
    view.focus();
    return true;
  };
