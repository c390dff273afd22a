// What is pasted: rich text becomes clean Markdown with a receipt of what was kept, an address goes onto the words
// that are selected, and what no text holds stays out.
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { Pasted } from "../lib/ipc";
import { t } from "../lib/words";
import { takeOut, type Held } from "./held";

/** Longest text that is taken, in UTF-16 units. */
const LONGEST = 20_000_000;
/** Longest HTML that is read, in UTF-16 units, without the pictures in it; what is longer comes in as plain text. */
const LONGEST_HTML = 4_000_000;

const ADDRESS = /^(https?:\/\/|mailto:)\S+$/;
/** Control characters and halves of characters. */
const UNFIT =
  // eslint-disable-next-line no-control-regex
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Keeps characters out that no text holds, whichever way they come. */
export const fit: Extension = EditorState.transactionFilter.of(
  (transaction) => {
    if (!transaction.docChanged) return transaction;
    const clean: { from: number; to: number; insert: string }[] = [];
    let unfit = false;
    transaction.changes.iterChanges((from, to, _from, _to, inserted) => {
      const insert = inserted.toString();
      const fit = insert.replace(UNFIT, "");
      unfit ||= fit !== insert;
      clean.push({ from, to, insert: fit });
    });
    if (!unfit) return transaction;
    // The cursor goes behind what came in, as it would have without the cleaning.
    const changes = transaction.startState.changes(clean);
    const selection = transaction.startState.selection.map(changes, 1);
    return { changes, selection, scrollIntoView: true };
  },
);

/** What came in, and what of it was kept: pictures that could not come along, and whether it has none of its form. */
export type Receipt = Partial<Pasted> & { lost: number; formless?: boolean };

/** Puts Markdown at the selection: within the line where it is one, else as paragraphs of its own. Gives where it stands. */
function insert(view: EditorView, markdown: string): Place {
  const { state } = view;
  const { from, to } = state.selection.main;
  let text = markdown;
  if (/\n|^(#{1,6} |> |[-*+] |\d+[.)] |\|)/.test(markdown)) {
    const before = state.sliceDoc(Math.max(0, from - 2), from);
    const after = state.sliceDoc(to, to + 2);
    const short = (near: string, at: RegExp) =>
      near ? "\n".repeat(2 - (near.match(at)?.[0].length ?? 0)) : "";
    text = `${short(before, /\n*$/)}${markdown}${short(after, /^\n*/)}`;
  }
  view.dispatch({
    ...state.replaceSelection(text),
    scrollIntoView: true,
    userEvent: "input.paste",
  });
  return { from, to: view.state.selection.main.head };
}

/** Puts `instead` where `markdown` stands, if nobody has changed it since. */
export function exchange(view: EditorView, markdown: string, instead: string) {
  const at = view.state.doc.toString().lastIndexOf(markdown);
  if (at < 0) return;
  view.dispatch({
    changes: { from: at, to: at + markdown.length, insert: instead },
  });
  view.focus();
}

type Place = { from: number; to: number };

/**
 * What is pasted. `read` makes Markdown of HTML, `keep` takes a picture in and gives its address; `kept` is told what came in,
 * and none once that is spoken of no more: something else was pasted, or it is gone.
 */
export function pasting(options: {
  read: (html: string) => Promise<Pasted>;
  keep: (picture: Held) => Promise<string>;
  kept: (receipt: Receipt | null) => void;
  refused: (why: unknown) => void;
}): Extension {
  let plainly = false;
  let place: Place | null = null;
  function tell(receipt: Receipt | null, where: Place | null) {
    place = receipt && where && where.from < where.to ? where : null;
    options.kept(receipt);
  }
  async function rich(view: EditorView, html: string, text: string) {
    const out = await takeOut(html, options.keep);
    const { lost } = out;
    if (out.html.length > LONGEST_HTML)
      return tell({ lost, formless: true }, insert(view, text));
    const pasted = await options.read(out.html);
    const where = insert(view, pasted.markdown || text);
    if (pasted.markdown || lost) tell({ ...pasted, lost }, where);
  }
  const events = EditorView.domEventHandlers({
    keydown(event) {
      // Ctrl+Shift+V pastes words alone.
      if (event.key.toLowerCase() === "v") plainly = event.shiftKey;
      return false;
    },
    paste(event, view) {
      const data = event.clipboardData;
      if (!data || view.state.readOnly) return false;
      tell(null, null);
      const [text, html] = [
        data.getData("text/plain"),
        data.getData("text/html"),
      ];
      if (text.length > LONGEST) {
        options.refused({ message: t("paste-too-long") });
        return true;
      }
      const { from, to } = view.state.selection.main;
      const words = view.state.sliceDoc(from, to);
      const address = text.trim();
      if (words.trim() && !/[\n[\]]/.test(words) && ADDRESS.test(address)) {
        const safe = address.replace(/[()<>\\]/g, (c) =>
          encodeURIComponent(c).replace("(", "%28").replace(")", "%29"),
        );
        view.dispatch({
          ...view.state.replaceSelection(`[${words}](${safe})`),
          userEvent: "input.paste",
        });
        return true;
      }
      const plain = plainly || !html.trim();
      plainly = false;
      if (plain) return false;
      rich(view, html, text).catch((error) => {
        // The words come in, whatever became of the rest.
        insert(view, text);
        options.refused(error);
      });
      return true;
    },
  });
  const still = EditorView.updateListener.of((update) => {
    if (!place || !update.docChanged) return;
    const from = update.changes.mapPos(place.from, 1);
    const to = update.changes.mapPos(place.to, -1);
    if (from < to) place = { from, to };
    else tell(null, null);
  });
  return [events, still];
}
