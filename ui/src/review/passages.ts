// Where the passages that notes are about stand on the rendered page.
import type { NoteView } from "../lib/ipc";

/** The page's text as one string, and where each of its characters stands. Deleted words are no part of it. */
function flatten(page: HTMLElement) {
  const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT, {
    acceptNode: (node) =>
      node.parentElement?.closest("del, .moved-away, .was, .proposed")
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_ACCEPT,
  });
  const nodes: { node: Text; start: number }[] = [];
  let text = "";
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    nodes.push({ node, start: text.length });
    text += node.data;
  }
  return { text, nodes };
}

const bare = (quote: string) =>
  quote
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^[#>\-*+ ]+|[*_`]/gm, "")
    .trim();

function occurrences(text: string, words: string): number[] {
  const all: number[] = [];
  if (!words) return all;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
    all.push(at);
  return all;
}

/** The range of each note, or of what else is about a passage, whose words are on the page; by its id. */
export function passages(
  page: HTMLElement,
  notes: Pick<NoteView, "id" | "quote" | "start">[],
  source: string,
): Map<string, Range> {
  const { text, nodes } = flatten(page);
  const found = new Map<string, Range>();
  const point = (at: number) => {
    let index = nodes.length - 1;
    while (index > 0 && nodes[index].start > at) index -= 1;
    return { node: nodes[index].node, offset: at - nodes[index].start };
  };
  for (const note of notes) {
    if (note.start === null) continue;
    const words = bare(note.quote);
    const places = occurrences(text, words);
    // Which of the same words it is, its place in the source tells: counted as the page shows them, without their marks.
    const nth = occurrences(bare(source.slice(0, note.start)), words).length;
    const at = places[Math.min(nth, places.length - 1)];
    if (at === undefined) continue;
    const range = document.createRange();
    const start = point(at);
    const end = point(at + words.length - 1);
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, Math.min(end.offset + 1, end.node.length));
    found.set(note.id, range);
  }
  return found;
}

/** Which occurrence of the selected words, from 1, the selection is. */
export function nth(page: HTMLElement, selection: Selection): number {
  const words = selection.toString();
  const range = selection.getRangeAt(0);
  const before = flatten(page).nodes.filter(
    ({ node }) => range.comparePoint(node, 0) < 0,
  );
  const text = before
    .map(({ node }) =>
      node === range.startContainer
        ? node.data.slice(0, range.startOffset)
        : node.data,
    )
    .join("");
  return occurrences(text, words).length + 1;
}

/** A stretch of a passage by its characters, from one to another. */
export function within(passage: Range, from: number, to: number): Range {
  const range = passage.cloneRange();
  range.collapse(true);
  const root = passage.commonAncestorContainer;
  const walker = document.createTreeWalker(
    root.nodeType === Node.TEXT_NODE ? root.parentNode! : root,
    NodeFilter.SHOW_TEXT,
  );
  let at = 0;
  let begun = false;
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    if (!passage.intersectsNode(node)) continue;
    if (node.parentElement?.closest("del, .moved-away, .was, .proposed"))
      continue;
    const first = node === passage.startContainer ? passage.startOffset : 0;
    const last =
      node === passage.endContainer ? passage.endOffset : node.length;
    const length = last - first;
    if (!begun && from <= at + length) {
      range.setStart(node, first + from - at);
      begun = true;
    }
    if (begun && to <= at + length) {
      range.setEnd(node, first + to - at);
      return range;
    }
    at += length;
  }
  range.setEnd(passage.endContainer, passage.endOffset);
  return range;
}
