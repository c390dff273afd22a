// Where the passages that notes are about stand on the rendered page: by the places of its words in the source, never by
// the words themselves, which may stand elsewhere too.
import type { NoteView, ReadRow, Stretch } from "../lib/ipc";

/** What is on the page and no part of the text: what went, and what is only proposed. */
const NOT_THERE = "del, .moved-away, .was, .proposed";

/** A stretch of the page's text, all blocks together, and what of the source it is. */
type Laid = Stretch & { same: boolean };

/** The page of a text, and where in its source each of its words stands. */
export class Page {
  #nodes: { node: Text; start: number }[] = [];
  #laid: Laid[] = [];
  #text = "";

  constructor(page: HTMLElement, rows: ReadRow[]) {
    const blocks = page.querySelectorAll(":scope > .block:not(.was)");
    blocks.forEach((block, nth) => {
      const base = this.#text.length;
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode as Text;
        if (node.parentElement?.closest(NOT_THERE)) continue;
        this.#nodes.push({ node, start: this.#text.length });
        this.#text += node.data;
      }
      for (const one of rows[nth]?.words ?? []) {
        const same = one.length === one.to - one.from;
        this.#laid.push({ ...one, at: base + one.at, same });
      }
    });
  }

  /** The range of what is written from one place of the source to another; none where nothing of it is shown. */
  range(from: number, to: number): Range | undefined {
    const within = this.#laid.filter((one) => one.from < to && one.to > from);
    if (!within.length) return undefined;
    const starts = within.map((one) =>
      one.same ? one.at + Math.max(0, from - one.from) : one.at,
    );
    const ends = within.map(
      (one) =>
        one.at + (one.same ? Math.min(one.length, to - one.from) : one.length),
    );
    return this.#range(Math.min(...starts), Math.max(...ends));
  }

  /** The place on the page behind what is written before a place of the source. */
  behind(at: number): Range | undefined {
    const before = this.#laid.findLast((one) => one.from < at);
    const after = this.#laid.find((one) => one.from >= at);
    let place = after?.at ?? 0;
    if (before) {
      const end = before.same
        ? Math.min(before.length, at - before.from)
        : before.length;
      place = before.at + end;
    }
    const range = this.#range(place, place);
    range?.collapse(false);
    return range;
  }

  /** Where the words of a range stand in the source, and how they are shown; none where none of the text is in it. */
  within(
    range: Range,
  ): { from: number; to: number; shown: string } | undefined {
    const places = this.#nodes
      .filter(({ node }) => range.intersectsNode(node))
      .map(({ node, start }) => ({
        first: start + (node === range.startContainer ? range.startOffset : 0),
        last:
          start + (node === range.endContainer ? range.endOffset : node.length),
      }))
      .filter(({ first, last }) => first < last);
    if (!places.length) return undefined;
    const [first, last] = [places[0].first, places[places.length - 1].last];
    const within = this.#laid.filter(
      (one) => one.at < last && one.at + one.length > first,
    );
    if (!within.length) return undefined;
    const from = within.map((one) =>
      one.same ? one.from + Math.max(0, first - one.at) : one.from,
    );
    const to = within.map((one) =>
      one.same ? one.from + Math.min(one.length, last - one.at) : one.to,
    );
    const shown = this.#text.slice(first, last);
    return { from: Math.min(...from), to: Math.max(...to), shown };
  }

  /** The first place where words stand that have no place of their own. */
  first(words: string): Range | undefined {
    const at = words ? this.#text.indexOf(words) : -1;
    return at < 0 ? undefined : this.#range(at, at + words.length);
  }

  /** The range of each note, or of what else is about a passage, whose words are on the page; by its id. */
  passages(
    notes: Pick<NoteView, "id" | "quote" | "start">[],
  ): Map<string, Range> {
    const found = new Map<string, Range>();
    for (const { id, quote, start } of notes) {
      if (start === null) continue;
      const range = this.range(start, start + quote.length);
      if (range) found.set(id, range);
    }
    return found;
  }

  #range(from: number, to: number): Range | undefined {
    if (!this.#nodes.length) return undefined;
    const point = (at: number, end: boolean) => {
      let low = 0;
      let high = this.#nodes.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        const { start } = this.#nodes[middle];
        if (end ? start < at : start <= at) low = middle;
        else high = middle - 1;
      }
      const { node, start } = this.#nodes[low];
      return { node, offset: Math.min(node.length, at - start) };
    };
    const range = document.createRange();
    const start = point(from, from === to);
    const end = point(to, true);
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset);
    return range;
  }
}
