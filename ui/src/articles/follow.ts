// Text and preview move together: the block at the top of the one is at the top of the other.
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorView } from "@codemirror/view";

/** Tops of the blocks of a text, in pixels of what scrolls, from its beginning. */
type Tops = number[];

/** About how high a line of the page is, in pixels: so much of it is seen where it counts as in sight. */
const LINE = 24;

/** How long a text is read for at most before one scrolls, in milliseconds. */
const PATIENCE = 50;

/** The blocks of a text as far as a place: what was not read yet when one goes to its end is read now. */
const blocks = ({ state }: EditorView, to: number) =>
  (ensureSyntaxTree(state, to, PATIENCE) ?? syntaxTree(state)).cursor();

function sourceTops(view: EditorView, scroller: HTMLElement): Tops {
  const above =
    view.contentDOM.getBoundingClientRect().top -
    scroller.getBoundingClientRect().top +
    scroller.scrollTop;
  const tops: Tops = [];
  const cursor = blocks(view, view.viewport.to);
  if (!cursor.firstChild()) return tops;
  do {
    if (cursor.name !== "LinkReference")
      tops.push(above + view.lineBlockAt(cursor.from).top);
  } while (cursor.nextSibling());
  return tops;
}

function pageTops(page: Document): Tops {
  const body = page.querySelector(".body");
  return [...(body?.children ?? [])].map(
    (child) => child.getBoundingClientRect().top + page.defaultView!.scrollY,
  );
}

/** Where `at` in one list of tops is in the other; past the last block as far past it. */
function across(at: number, from: Tops, to: Tops): number {
  const last = Math.min(from.length, to.length) - 1;
  if (last < 0 || at <= 0) return 0;
  let block = 0;
  while (block < last && from[block + 1] <= at) block += 1;
  if (at < from[0]) return (at / from[0]) * to[0];
  if (block === last) return to[last] + (at - from[last]);
  const part = (at - from[block]) / (from[block + 1] - from[block] || 1);
  return to[block] + part * (to[block + 1] - to[block]);
}

/** Where on the screen of the page the place stands that one types at; none where the page has no such block. */
function typedAt(view: EditorView, page: Document): number | null {
  const { head } = view.state.selection.main;
  const body = page.querySelector(".body");
  const cursor = blocks(view, head);
  let nth = -1;
  let part = 0;
  if (cursor.firstChild())
    do {
      if (cursor.name === "LinkReference") continue;
      if (cursor.from > head && nth >= 0) break;
      nth += 1;
      const { from, to } = cursor;
      part = Math.min(1, Math.max(0, head - from) / (to - from || 1));
    } while (cursor.nextSibling());
  // Of a text without words the page has at least its place.
  const block = nth < 0 ? body : body?.children[nth];
  if (!block) return null;
  const { top, height } = block.getBoundingClientRect();
  return top + part * height;
}

/** How far the page has to go until it shows that place in its middle; no way where it shows it, or has no such place. */
function away(view: EditorView, page: Document): number {
  const { scrollY, innerHeight } = page.defaultView!;
  // The fields above the text are at the top of the page.
  const at = view.hasFocus ? typedAt(view, page) : -scrollY;
  if (at === null || (at >= 0 && at < innerHeight - LINE)) return 0;
  return at - innerHeight / 2;
}

/**
 * Lets the text and the page in the preview frame follow each other. The frame's page can't tell of its scrolling, so
 * it is asked for its place while the pointer is over it. Gives what ends it, and what is called once the page shows what
 * was typed.
 */
export function follow(
  view: EditorView,
  scroller: HTMLElement,
  frame: () => HTMLIFrameElement | null,
): { end: () => void; typed: () => void } {
  let pageLeads = false;
  let seen = -1;
  let asking = 0;
  const page = () => frame()?.contentDocument;

  function toPage() {
    const document = page();
    if (pageLeads || !document?.defaultView) return;
    const at = across(
      scroller.scrollTop,
      sourceTops(view, scroller),
      pageTops(document),
    );
    document.defaultView.scrollTo(0, at);
    seen = document.defaultView.scrollY;
  }
  /** Brings the place that one types at into sight, where the page does not show it. */
  function typed() {
    const document = page();
    const shown = document?.defaultView;
    if (
      !document ||
      !shown ||
      !scroller.contains(window.document.activeElement)
    )
      return;
    if (away(view, document)) toPage();
    const far = away(view, document);
    if (!far) return;
    shown.scrollBy(0, far);
    seen = shown.scrollY;
  }
  function ask() {
    const document = page();
    if (!pageLeads || !document?.defaultView) return;
    const now = document.defaultView.scrollY;
    if (seen >= 0 && now !== seen)
      scroller.scrollTop = across(
        now,
        pageTops(document),
        sourceTops(view, scroller),
      );
    seen = now;
    asking = requestAnimationFrame(ask);
  }
  function over(event: MouseEvent) {
    const leads = event.target === frame();
    if (leads === pageLeads) return;
    pageLeads = leads;
    seen = -1;
    cancelAnimationFrame(asking);
    if (leads) ask();
  }
  // A page that is put in anew, or becomes narrower, goes where the text is.
  const width = new ResizeObserver(toPage);
  function loaded(event: Event) {
    const { target } = event;
    if (target !== frame()) return;
    pageLeads = false;
    width.disconnect();
    width.observe(target as HTMLIFrameElement);
    toPage();
  }
  document.addEventListener("load", loaded, true);
  scroller.addEventListener("scroll", toPage, { passive: true });
  document.addEventListener("mouseover", over);
  const end = () => {
    width.disconnect();
    document.removeEventListener("load", loaded, true);
    scroller.removeEventListener("scroll", toPage);
    document.removeEventListener("mouseover", over);
    cancelAnimationFrame(asking);
  };
  return { end, typed };
}
