// Return and Backspace between paragraphs. On the page an empty line parts two paragraphs, so Return makes one, as it does
// wherever people write, and Backspace takes it away again; Shift and Return break a line within its paragraph.
import { indentLess, indentMore } from "@codemirror/commands";
import {
  deleteMarkupBackward,
  insertNewlineContinueMarkupCommand,
} from "@codemirror/lang-markdown";
import { indentUnit, syntaxTree } from "@codemirror/language";
import {
  EditorSelection,
  Prec,
  type EditorState,
  type Extension,
  type Line,
  type StateCommand,
  type Transaction,
} from "@codemirror/state";
import { keymap } from "@codemirror/view";

/** Where a line break is one, and nothing else. */
export const LITERAL = new Set([
  "FencedCode",
  "CodeBlock",
  "HTMLBlock",
  "CommentBlock",
  "Table",
  "ProcessingInstructionBlock",
]);

const blank = (line: Line | null) => !line || !line.text.trim();
/** A line of a quotation without anything in it. */
const quotedBlank = (line: Line) => /^[\s>]*$/.test(line.text);

function around(state: EditorState, line: Line): [Line | null, Line | null] {
  const { doc } = state;
  return [
    line.number > 1 ? doc.line(line.number - 1) : null,
    line.number < doc.lines ? doc.line(line.number + 1) : null,
  ];
}

/** The kinds of block that a place is in, the innermost first. */
function within(state: EditorState, at: number): string[] {
  const names = [];
  const tree = syntaxTree(state);
  for (
    let node: ReturnType<typeof tree.resolveInner> | null = tree.resolveInner(
      at,
      -1,
    );
    node;
    node = node.parent
  )
    names.push(node.name);
  return names;
}

const leaving = insertNewlineContinueMarkupCommand({ nonTightLists: false });

/** The next item of a list, or out of it; out of it an empty line keeps what follows apart from the last item. */
const inList: StateCommand = ({ state, dispatch }) => {
  const made: Transaction[] = [];
  if (!leaving({ state, dispatch: (one) => made.push(one) })) return false;
  const after = made[0].state;
  const { head } = after.selection.main;
  const line = after.doc.lineAt(head);
  const [before] = around(after, line);
  if (!quotedBlank(line) || !before || quotedBlank(before)) {
    dispatch(made[0]);
    return true;
  }
  const empty = `${line.text.trimEnd()}\n`;
  const apart = after.changes({ from: line.from, insert: empty });
  dispatch(
    state.update({
      changes: made[0].changes.compose(apart),
      selection: { anchor: line.to + empty.length },
      scrollIntoView: true,
      userEvent: "input",
    }),
  );
  return true;
};

/** What begins an item, after what it lies in: its sign or number, and the space behind it. */
const ITEM = /^((?:\s*>)*\s*)([-*+]|(\d+)([.)]))(\s+)/;

/** In an item of more than its first line: after a broken line the next item, in a later paragraph another one. */
const inItem: StateCommand = ({ state, dispatch }) => {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  const quoted = /^(\s*(?:(?:[-*+]|\d+[.)])\s+)?)((?:>\s?)+)(?=\S)/.exec(
    line.text,
  );
  let insert = "";
  if (quoted?.[1] && head - line.from >= quoted[0].length) {
    const indent = " ".repeat(quoted[1].length);
    insert = `\n${indent}${quoted[2].trimEnd()}\n${indent}${quoted[2]}`;
  } else if (/^\s+\S/.test(line.text) && !ITEM.test(line.text)) {
    const [before] = around(state, line);
    let node = syntaxTree(state).resolveInner(head, -1);
    while (node.name !== "ListItem" && node.parent) node = node.parent;
    const item = ITEM.exec(state.doc.lineAt(node.from).text);
    if (!item) return false;
    const [, lead, sign, number, end, space] = item;
    insert = blank(before)
      ? `\n\n${/^\s*/.exec(line.text)![0]}`
      : `\n${lead}${number ? Number(number) + 1 + end : sign}${space}`;
  } else return inList({ state, dispatch });
  dispatch(
    state.update(state.replaceSelection(insert), {
      scrollIntoView: true,
      userEvent: "input",
    }),
  );
  return true;
};

/** A new paragraph; in a quotation one of that. On an empty line there is one already. */
const paragraph: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const { main } = state.selection;
  const names = within(state, main.from);
  if (names.some((name) => LITERAL.has(name))) return false;
  const line = state.doc.lineAt(main.from);
  // In the address of a link it goes on behind the link.
  const address = /\]\([^()\s]*$/.test(state.sliceDoc(line.from, main.from));
  if (address && state.sliceDoc(main.to, main.to + 1) === ")") {
    dispatch(state.update({ selection: { anchor: main.to + 1 } }));
    return true;
  }
  if (names.includes("ListItem")) return inItem({ state, dispatch });
  const quoted = /^(?:\s{0,3}>\s?)+/.exec(line.text)?.[0];
  if (quoted && quotedBlank(line)) return leaving({ state, dispatch });
  if (quoted && main.from - line.from < quoted.length)
    return leaving({ state, dispatch });
  const mark = quoted ? quoted.trimEnd() : "";
  dispatch(
    state.update(
      state.changeByRange((range) => {
        const line = state.doc.lineAt(range.from);
        const [before, behind] = around(state, line);
        if (!quoted && blank(line) && range.empty) {
          const insert = blank(before) ? "" : "\n";
          const rest = blank(behind) ? "" : "\n";
          return {
            range: EditorSelection.cursor(range.from + insert.length),
            changes: { from: range.from, insert: insert + rest },
          };
        }
        // Spaces at either end of a paragraph are nobody's.
        let { from, to } = range;
        while (from > line.from && /[ \t]/.test(state.sliceDoc(from - 1, from)))
          from -= 1;
        while (/[ \t]/.test(state.sliceDoc(to, to + 1))) to += 1;
        const insert = `\n${mark}\n${quoted ?? ""}`;
        return {
          range: EditorSelection.cursor(from + insert.length),
          changes: { from, to, insert },
        };
      }),
      { scrollIntoView: true, userEvent: "input" },
    ),
  );
  return true;
};

/** A line break within the paragraph, the list item, the quotation. */
const lineBreak: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const { main } = state.selection;
  const names = within(state, main.from);
  const line = state.doc.lineAt(main.from);
  if (names.some((name) => LITERAL.has(name)) || quotedBlank(line))
    return false;
  // A heading is one line.
  if (names.some((name) => name.includes("Heading")))
    return paragraph({ state, dispatch });
  const [, quotes = "", item = ""] =
    /^((?:\s{0,3}>\s?)*)(\s*(?:[-*+]|\d+[.)])\s+|\s+)?/.exec(line.text) ?? [];
  const insert = `\\\n${quotes}${" ".repeat(item.length)}`;
  dispatch(
    state.update(state.replaceSelection(insert), {
      scrollIntoView: true,
      userEvent: "input",
    }),
  );
  return true;
};

/** What is no plain paragraph: its first characters would be words behind others. */
const MARKED =
  /^\s{0,3}(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|>|\[[^\]]+\]:|```|~~~|\||<|(?:[-*_]\s*){3,}$)/;
/** What takes no words behind it. */
const CLOSED = /^\s{0,3}(?:```|~~~|\||<|(?:[-*_]\s*){3,}$)/;

/** Joins a paragraph with the one before it. */
const join: StateCommand = ({ state, dispatch }) => {
  const { main } = state.selection;
  if (state.readOnly || !main.empty) return false;
  const line = state.doc.lineAt(main.head);
  if (main.head !== line.from || line.number < 3) return false;
  const [before] = around(state, line);
  const above = state.doc.line(line.number - 2);
  const literal = (at: number) =>
    within(state, at).some((name) => LITERAL.has(name));
  if (!before || !blank(before) || blank(above)) return false;
  if (MARKED.test(line.text) || CLOSED.test(above.text)) return false;
  if (literal(above.to) || (!blank(line) && literal(line.from + 1)))
    return false;
  dispatch(
    state.update({
      changes: { from: above.to, to: line.from },
      scrollIntoView: true,
      userEvent: "delete.backward",
    }),
  );
  return true;
};

/** Deeper into a list, or out of it again; anywhere else Tab goes on to the next field. */
const deeper =
  (change: StateCommand): StateCommand =>
  (target) =>
    !target.state.readOnly &&
    within(
      target.state,
      target.state.doc.lineAt(target.state.selection.main.head).to,
    ).includes("ListItem") &&
    change(target);

export const enter: Extension = Prec.high(
  keymap.of([
    { key: "Enter", run: paragraph, shift: lineBreak },
    { key: "Backspace", run: join },
    { key: "Backspace", run: deleteMarkupBackward },
  ]),
);

/** The list within a list begins with its own first number. */
const nest: StateCommand = ({ state, dispatch }) => {
  const { from, to, head } = state.selection.main;
  const line = state.doc.lineAt(head);
  const number = /^(\s*)(\d+)[.)]\s/.exec(line.text);
  if (!number || from < line.from || to > line.to)
    return indentMore({ state, dispatch });
  const at = line.from + number[1].length;
  dispatch(
    state.update({
      changes: [
        { from: line.from, insert: state.facet(indentUnit) },
        { from: at, to: at + number[2].length, insert: "1" },
      ],
      userEvent: "input.indent",
    }),
  );
  return true;
};

/** Escape and then Tab leave a list by keyboard, as CodeMirror has it. */
export const lists: Extension = [
  // So far in an item lies in the one above it, whether that has a sign or a number of one digit.
  indentUnit.of("   "),
  keymap.of([{ key: "Tab", run: deeper(nest), shift: deeper(indentLess) }]),
];
