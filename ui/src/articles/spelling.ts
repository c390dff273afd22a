// Spelling: the words that no dictionary knows are marked while one writes, and never get in the way of writing.
import { syntaxTree } from "@codemirror/language";
import {
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
} from "@codemirror/state";
import {
  Decoration,
  EditorView,
  keymap,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";
import type { Spelling } from "../lib/ipc";

/** How long the hands rest before a text is looked at, in milliseconds. */
const REST = 400;
/** Most characters that are asked about at once. */
const PORTION = 100_000;
/** What is no prose as a whole; within the other blocks the desk knows it. */
const SKIPPED = new Set([
  "FencedCode",
  "CodeBlock",
  "HTMLBlock",
  "CommentBlock",
  "LinkReference",
  "HorizontalRule",
]);

/** A misspelt word in the text; `name` where it is likely one, which is marked so that one may pass over it. */
export type Misspelt = {
  from: number;
  to: number;
  word: string;
  name: boolean;
};

export type Options = {
  /** Whether words are marked at all. */
  on: () => boolean;
  check: (paragraphs: string[]) => Promise<Spelling>;
  /** Told after every look whether there is a dictionary. */
  looked: (dictionary: string | null) => void;
  failed: (error: unknown) => void;
  /** Opens the choice of what to do about a word. */
  open: (view: EditorView, word: Misspelt) => void;
  /** There is nothing to go to. */
  none: () => void;
};

const mark = (word: Misspelt) =>
  Decoration.mark({
    class: word.name ? "cm-misspelt cm-name" : "cm-misspelt",
    word: word.word,
    name: word.name,
  }).range(word.from, word.to);

const show = StateEffect.define<Misspelt[]>();
const again = StateEffect.define<null>();

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    if (transaction.docChanged) {
      let [filterFrom, filterTo] = [Infinity, 0];
      transaction.changes.iterChangedRanges((_from, _to, from, to) => {
        filterFrom = Math.min(filterFrom, from);
        filterTo = Math.max(filterTo, to);
      });
      // A word that was changed is another word, until it was looked at.
      shown = shown.map(transaction.changes).update({
        filterFrom,
        filterTo,
        filter: (from, to, { spec }) =>
          transaction.state.sliceDoc(from, to) === spec.word,
      });
    }
    for (const effect of transaction.effects)
      if (effect.is(show)) shown = Decoration.set(effect.value.map(mark), true);
    return shown;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Every misspelt word, in order. */
function all(state: EditorState): Misspelt[] {
  const found: Misspelt[] = [];
  const cursor = state.field(marks).iter();
  for (; cursor.value; cursor.next())
    found.push({
      from: cursor.from,
      to: cursor.to,
      word: cursor.value.spec.word,
      name: cursor.value.spec.name,
    });
  return found;
}

/** The misspelt word at a place. */
const at = (state: EditorState, place: number) =>
  all(state).find(({ from, to }) => from <= place && place <= to);

type Block = { from: number; text: string };

/** The blocks of the text that hold prose, as far as the text is parsed. */
function blocks(state: EditorState): Block[] {
  const found: Block[] = [];
  let node = syntaxTree(state).topNode.firstChild;
  for (; node; node = node.nextSibling)
    if (!SKIPPED.has(node.name))
      found.push({
        from: node.from,
        text: state.sliceDoc(node.from, node.to),
      });
  return found;
}

function* portions(texts: string[]): Generator<string[]> {
  let portion: string[] = [];
  let size = 0;
  for (const text of texts) {
    if (portion.length && size + text.length > PORTION) {
      yield portion;
      portion = [];
      size = 0;
    }
    portion.push(text);
    size += text.length;
  }
  if (portion.length) yield portion;
}

class Checker {
  /** What was found in which block, by its text, with places that count from its beginning. */
  #known = new Map<string, Misspelt[]>();
  #timer = 0;
  #turn = 0;
  #typing = false;

  constructor(
    readonly view: EditorView,
    readonly options: Options,
  ) {
    this.#later(0);
  }

  update(update: ViewUpdate) {
    const effects = update.transactions.flatMap(({ effects }) => effects);
    if (effects.some((effect) => effect.is(again))) {
      this.#known.clear();
      return this.#later(0);
    }
    if (update.docChanged)
      this.#typing = update.transactions.some(
        (one) => one.isUserEvent("input.type") || one.isUserEvent("delete"),
      );
    else if (update.selectionSet || update.focusChanged) this.#typing = false;
    if (
      update.docChanged ||
      update.selectionSet ||
      update.focusChanged ||
      syntaxTree(update.startState) !== syntaxTree(update.state)
    )
      this.#later(REST);
  }

  destroy() {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  #later(wait: number) {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#look(), wait);
  }

  async #look() {
    // A composition is never disturbed.
    if (this.view.composing) return this.#later(REST);
    if (!this.options.on()) return this.#show([]);
    const turn = this.#turn;
    const here = blocks(this.view.state);
    const texts = new Set(here.map(({ text }) => text));
    try {
      const unknown = [...texts].filter((text) => !this.#known.has(text));
      for (const portion of portions(unknown)) {
        const { dictionary, words } = await this.options.check(portion);
        if (turn !== this.#turn) return;
        this.options.looked(dictionary);
        for (const text of portion) this.#known.set(text, []);
        for (const { paragraph, ...word } of words)
          this.#known.get(portion[paragraph])?.push(word);
      }
    } catch (error) {
      return this.options.failed(error);
    }
    for (const text of this.#known.keys())
      if (!texts.has(text)) this.#known.delete(text);
    const { head } = this.view.state.selection.main;
    this.#show(
      here
        .flatMap(({ from, text }) =>
          (this.#known.get(text) ?? []).map((word) => ({
            ...word,
            from: from + word.from,
            to: from + word.to,
          })),
        )
        // The word that one is in the midst of is not misspelt yet.
        .filter(({ from, to }) => !this.#typing || head < from || head > to),
    );
  }

  #show(words: Misspelt[]) {
    const before = JSON.stringify(all(this.view.state));
    if (before !== JSON.stringify(words))
      this.view.dispatch({ effects: show.of(words) });
  }
}

/** Selects the next misspelt word that is likely no name, from the top again after the last, and opens the choice. */
function next(view: EditorView, options: Options): boolean {
  const words = all(view.state).filter(({ name }) => !name);
  const from = view.state.selection.main.to;
  const word = words.find((one) => one.from >= from) ?? words[0];
  if (word) choose(view, word, options);
  else options.none();
  return true;
}

/** Opens the choice for the word at the cursor. */
function here(view: EditorView, options: Options): boolean {
  const word = at(view.state, view.state.selection.main.head);
  if (word) choose(view, word, options);
  return word !== undefined;
}

function choose(view: EditorView, word: Misspelt, options: Options) {
  view.dispatch({
    selection: { anchor: word.from, head: word.to },
    scrollIntoView: true,
  });
  options.open(view, word);
}

/** Puts `right` in a misspelt word's place, as one step that can be undone. */
export function replace(view: EditorView, word: Misspelt, right: string) {
  const { from, to } = word;
  if (view.state.sliceDoc(from, to) === word.word)
    view.dispatch({
      changes: { from, to, insert: right },
      selection: { anchor: from + right.length },
      userEvent: "input.spelling",
    });
  view.focus();
}

const look = EditorView.theme({
  ".cm-misspelt": {
    // One by one: the web view takes no thickness in the shorthand, and then drops all of it.
    textDecorationLine: "underline",
    textDecorationStyle: "wavy",
    textDecorationColor: "var(--stop)",
    textDecorationThickness: "var(--hair)",
    textDecorationSkipInk: "none",
    textUnderlineOffset: "var(--space-1)",
  },
  ".cm-misspelt.cm-name": {
    textDecorationStyle: "dotted",
    textDecorationColor: "var(--control)",
  },
});

/** Marks misspelt words: `F7` goes to the next, `Alt+Enter` and a right click choose what to do about one. */
export function spelling(options: Options): {
  extension: Extension;
  /** Goes to the next misspelt word. */
  next: () => void;
  /** Looks at everything anew: another language, other words, or none at all. */
  lookAgain: () => void;
} {
  let editor: EditorView | undefined;
  const extension = [
    marks,
    look,
    ViewPlugin.define((view) => {
      editor = view;
      return new Checker(view, options);
    }),
    keymap.of([
      { key: "F7", run: (view) => next(view, options) },
      { key: "Alt-Enter", run: (view) => here(view, options) },
    ]),
    EditorView.domEventHandlers({
      contextmenu(event, view) {
        // Nothing is put right in a text that one may only read.
        if (view.state.readOnly) return false;
        // The key for the menu, which has no place of its own, means the cursor.
        const place =
          event.button === 2
            ? view.posAtCoords({ x: event.clientX, y: event.clientY })
            : view.state.selection.main.head;
        const word = place === null ? undefined : at(view.state, place);
        if (!word) return false;
        event.preventDefault();
        choose(view, word, options);
        return true;
      },
    }),
  ];
  return {
    extension,
    next: () => editor && next(editor, options),
    lookAgain: () => editor?.dispatch({ effects: again.of(null) }),
  };
}
