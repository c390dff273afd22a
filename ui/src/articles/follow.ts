// Text and preview move together: the block at the top of the one is at the top of the other.
import { syntaxTree } from "@codemirror/language";
import type { EditorView } from "@codemirror/view";

/** Tops of the blocks of a text, in pixels of what scrolls, from its beginning. */
type Tops = number[];

function sourceTops(view: EditorView, scroller: HTMLElement): Tops {
  const above =
    view.contentDOM.getBoundingClientRect().top -
    scroller.getBoundingClientRect().top +
    scroller.scrollTop;
  const tops: Tops = [];
  const cursor = syntaxTree(view.state).cursor();
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

/**
 * Lets the text and the page in the preview frame follow each other. The frame's page can't tell of its scrolling, so
 * it is asked for its place while the pointer is over it. Returns what ends it.
 */
export function follow(
  view: EditorView,
  scroller: HTMLElement,
  frame: () => HTMLIFrameElement | null,
): () => void {
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
  return () => {
    width.disconnect();
    document.removeEventListener("load", loaded, true);
    scroller.removeEventListener("scroll", toPage);
    document.removeEventListener("mouseover", over);
    cancelAnimationFrame(asking);
  };
}
