// Pictures on their way into a text: chosen, dropped or pasted; taken into the library, then written where the cursor is.
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import * as ipc from "../lib/ipc";
import { isPicture } from "../lib/pictures";
import { LITERAL } from "./enter";

/**
 * Whether what is pasted is a picture, and no formatted text with one in it. Of what another program copied WebKitGTK names
 * no kind at all: then it is a picture where it is no text.
 */
export function isPasted(data: DataTransfer | null): data is DataTransfer {
  if (!data || data.types.includes("text/html")) return false;
  const nameless = data.types.length === 0 && !data.getData("text/plain");
  return nameless || image(data) !== undefined;
}

const image = (data: DataTransfer) =>
  [...data.files].find((file) => file.type.startsWith("image/"));

/** The picture on the clipboard. WebKitGTK tells the event of none that another program copied: it has to be asked. */
async function onClipboard(): Promise<Blob | null> {
  for (const item of await navigator.clipboard.read()) {
    const type = item.types.find((one) => one.startsWith("image/"));
    if (type) return item.getType(type);
  }
  return null;
}

/** Takes in a picture from the clipboard. */
export async function pasted(
  data: DataTransfer,
): Promise<ipc.AssetView | null> {
  const file = image(data) ?? (await onClipboard());
  if (!file) return null;
  const url = await new Promise<string>((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
  return ipc.assetPaste({ data: url.slice(url.indexOf(",") + 1), alt: "" });
}

const oneLine = (words: string) => words.replace(/\s+/g, " ").trim();
const bracketed = (words: string) => oneLine(words).replace(/[[\]\\]/g, "\\$&");
const quoted = (words: string) => oneLine(words).replace(/["\\]/g, "\\$&");

/**
 * The code, table or the like that a place is in, where a picture would be words of it: its ends, and whether a picture has to
 * stand above it, since one is at its beginning, or since it goes on to the end of the text.
 */
function literal(state: EditorState, at: number) {
  const { doc } = state;
  const tree = ensureSyntaxTree(state, doc.length, 200) ?? syntaxTree(state);
  const around = (at: number, side: -1 | 1) => {
    let node: ReturnType<typeof tree.resolveInner> | null;
    for (node = tree.resolveInner(at, side); node; node = node.parent)
      if (LITERAL.has(node.name)) return node;
    return null;
  };
  const line = doc.lineAt(at);
  const first = line.from + line.text.search(/\S|$/);
  const node = around(at, -1) ?? around(Math.max(at, first), 1);
  if (!node) return null;
  const ends =
    node.name === "Table" ||
    node.name === "CodeBlock" ||
    node.getChildren("CodeMark").length > 1 ||
    doc.sliceString(node.to).trim() !== "";
  return { from: node.from, to: node.to, above: at <= node.from || !ends };
}

/** Writes a picture as a paragraph of its own below the cursor, or a link to an attachment at it. */
export function write(
  view: EditorView,
  asset: ipc.AssetView,
  alt: string,
  caption: string,
) {
  const { doc, selection } = view.state;
  const address = `asset:${asset.hash}`;
  let { from, to } = selection.main;
  let text = `[${bracketed(alt || asset.name || "PDF")}](${address})`;
  let on = 0;
  if (isPicture(asset)) {
    const around = literal(view.state, to);
    if (around) from = to = around.above ? around.from : around.to;
    const title = oneLine(caption) ? ` "${quoted(caption)}"` : "";
    const line = doc.lineAt(to);
    const filled = (number: number) =>
      number >= 1 && number <= doc.lines && doc.line(number).text.trim() !== "";
    const own = !filled(line.number);
    // Who stands at the beginning of a paragraph, as after another picture, has it above that; what is set in belongs to what is
    // before it.
    const above = around
      ? around.above
      : !own &&
        from === to &&
        to === line.from &&
        !filled(line.number - 1) &&
        !/^\s/.test(line.text);
    const apart = filled(line.number - 1) ? "\n" : "";
    const before = own ? apart : "\n\n";
    const after = filled(line.number + 1) ? "\n" : "";
    [from, to] = own ? [line.from, line.to] : [line.to, line.to];
    // One goes on in the paragraph after it, and where there is none, in a new one.
    const rest = doc.sliceString(to);
    const ends = rest.trim() === "";
    const image = `![${bracketed(alt)}](${address}${title})`;
    if (above) [from, to] = [line.from, line.from];
    text = above
      ? `${apart}${image}\n\n`
      : `${before}${image}${ends ? "\n\n" : after}`;
    if (!above && !ends) on = rest.search(/\S/);
  }
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + text.length + on },
    scrollIntoView: true,
  });
  view.focus();
}
