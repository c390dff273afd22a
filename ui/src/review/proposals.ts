// What is suggested, in the rendered page: the words that would go struck, those that would come behind them.
import type { SuggestionView } from "../lib/ipc";
import type { Page } from "./passages";

/** The line of a suggestion's words in which its change begins, and where that is in it. */
function line({ was, lead, tail }: SuggestionView) {
  const end = was.length - tail;
  let at = 0;
  for (const text of was.split("\n")) {
    const stop = at + text.length;
    if (text.trim() && stop >= lead) {
      const from = Math.max(0, lead - at);
      const to = Math.max(from, Math.min(text.length, end - at));
      return { text, at, from, to };
    }
    at = stop + 1;
  }
  return { text: was, at: 0, from: 0, to: 0 };
}

/** The passage by which a suggestion is found on the page. */
export function sought(one: SuggestionView) {
  const { text, at } = line(one);
  const start = one.start === null ? null : one.start + at;
  return { id: one.id, quote: text, start };
}

/** Takes out of the page what was put in by [`propose`]. */
export function unmark(page: HTMLElement) {
  for (const mark of page.querySelectorAll(".proposed")) {
    const parent = mark.parentNode;
    mark.remove();
    parent?.normalize();
  }
}

/** Shows each suggestion at its passage; gives the words that would go. */
export function propose(all: SuggestionView[], page: Page): Range[] {
  const gone: Range[] = [];
  const came: { words: string; range: Range }[] = [];
  for (const one of all) {
    if (one.start === null) continue;
    const { at, from, to } = line(one);
    const start = one.start + at;
    const struck = from < to && page.range(start + from, start + to);
    if (struck) gone.push(struck);
    const words = one.proposed.slice(one.lead, one.proposed.length - one.tail);
    const range = page.behind(start + to);
    if (words.trim() && range) came.push({ words, range });
  }
  // Every place is known before the page changes; ranges follow what is put into it.
  for (const { words, range } of came) {
    const mark = document.createElement("span");
    mark.className = "proposed";
    mark.textContent = words.replace(/\s*\n\s*/g, " ¶ ");
    range.insertNode(mark);
  }
  return gone;
}
