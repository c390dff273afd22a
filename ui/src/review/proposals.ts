// What is suggested, in the rendered page: the words that would go struck, those that would come behind them.
import type { SuggestionView } from "../lib/ipc";
import { within } from "./passages";

/** The marks of Markdown that a page does not show. */
const shown = (text: string) =>
  text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^[#>\-*+ ]+|[*_`]/gm, "").length;

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
export function propose(
  all: SuggestionView[],
  ranges: Map<string, Range>,
): Range[] {
  const gone: Range[] = [];
  for (const one of all) {
    const passage = ranges.get(one.id);
    if (!passage) continue;
    const { text, from, to } = line(one);
    const [start, end] = [shown(text.slice(0, from)), shown(text.slice(0, to))];
    if (start < end) gone.push(within(passage, start, end));
    const came = one.proposed.slice(one.lead, one.proposed.length - one.tail);
    if (!came.trim()) continue;
    const mark = document.createElement("span");
    mark.className = "proposed";
    mark.textContent = came.replace(/\s*\n\s*/g, " ¶ ");
    within(passage, end, end).insertNode(mark);
  }
  return gone;
}
