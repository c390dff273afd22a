// Pictures that pasted HTML holds in itself: each is taken into the library before its text is read. Of those that lie
// elsewhere on the machine it is told that they did not come along.

/** A picture as HTML holds it: its bytes as base64, and what it shows. */
export type Held = { data: string; alt: string };

/** What a tag's address, its words and its size are in it. */
const SOURCE = /(\ssrc\s*=\s*)("[^"]*"|'[^']*'|[^\s>]+)/i;
const ALT = /\salt\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
/** A picture that counts who reads, and shows nothing. */
const TINY = /\s(?:width|height)\s*=\s*["']?[01](?:px)?["'\s/>]/i;
/** What only the program could reach that it was copied from. */
const ELSEWHERE = /^(?:file|cid|blob|data|webkit-fake-url):/i;
const BYTES = /^data:image\/[^,]*;base64,/i;

/** Words of an attribute as they are read. */
function plain(words: string): string {
  const field = document.createElement("textarea");
  field.innerHTML = words;
  return field.value.trim();
}

const source = (tag: string) =>
  SOURCE.exec(tag)?.[2]
    .replace(/^["']|["']$/g, "")
    .trim() ?? "";

/** The tags of pictures, each with its place; none in a comment. */
function* tags(html: string): Generator<{ tag: string; index: number }> {
  const next = /<!--|<img(?=[\s/>])/gi;
  for (let found = next.exec(html); found; found = next.exec(html)) {
    const { index } = found;
    let at = index + 4;
    if (found[0] === "<!--") at = html.indexOf("-->", at);
    else
      for (
        const stop = /[>"']/g;
        at >= 0;
        at = html.indexOf(html[at], at + 1) + 1 || -1
      ) {
        stop.lastIndex = at;
        at = stop.exec(html)?.index ?? -1;
        if (at < 0 || html[at] === ">") break;
      }
    // What is never closed is no tag, and nothing behind it is.
    if (at < 0) return;
    next.lastIndex = at;
    if (found[0] !== "<!--") yield { tag: html.slice(index, at + 1), index };
  }
}

/**
 * HTML with an address of the library for each picture that was in it, as `keep` gives it; and how many were lost: those that
 * `keep` did not take, and those that are not in it.
 */
export async function takeOut(
  html: string,
  keep: (picture: Held) => Promise<string>,
): Promise<{ html: string; lost: number }> {
  let lost = 0;
  let out = "";
  let behind = 0;
  for (const { tag, index } of tags(html)) {
    const address = source(tag);
    if (!ELSEWHERE.test(address)) continue;
    const shows = !TINY.test(tag.replace(SOURCE, ""));
    const [, one, other] = ALT.exec(tag) ?? [];
    const data = address.replace(BYTES, "").replace(/\s+/g, "");
    const alt = plain(one ?? other ?? "");
    const kept =
      shows && BYTES.test(address)
        ? await keep({ data, alt }).catch(() => "")
        : "";
    if (shows && !kept) lost += 1;
    out += html.slice(behind, index);
    out += tag.replace(SOURCE, (_, name) => (kept ? `${name}"${kept}"` : ""));
    behind = index + tag.length;
  }
  return { html: out + html.slice(behind), lost };
}
