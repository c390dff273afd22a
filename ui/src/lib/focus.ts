// The place that one works at is not lost by an act: what can't be pressed while something is done has the focus again
// afterwards, and where it is gone with what was done, another place takes it.

/**
 * Keeps the focus, from here on: `instead` says who takes it where its place is gone. Gives what looks after it at once, for
 * when much was drawn anew.
 */
export function keepFocus(instead: () => HTMLElement | null | undefined) {
  /** Where one was by one's own hand. */
  let own: Element | null = null;
  /** Where the focus was put meanwhile. */
  let lent: Element | null = null;
  const waits = () => own?.isConnected && own.matches(":disabled");
  function look() {
    if (document.activeElement !== document.body) return;
    lent = instead() ?? null;
    (lent as HTMLElement | null)?.focus();
  }
  document.addEventListener("focusin", ({ target }) => {
    if (target !== lent) [own, lent] = [target as Element, null];
  });
  // Who goes on there by a key or a click is there by their own hand.
  for (const hand of ["keydown", "pointerdown"])
    document.addEventListener(hand, () => {
      if (lent && document.activeElement === lent) [own, lent] = [lent, null];
    });
  document.addEventListener("focusout", ({ target }) => {
    // One left it; it was not taken from one.
    const gone = !(target as Element).isConnected;
    if (target === own && !gone && !waits()) own = null;
  });
  new MutationObserver((changes) => {
    const now = document.activeElement;
    if (!own || (now !== document.body && now !== lent)) return;
    // Who drew it anew may know a better place.
    if (!own.isConnected) requestAnimationFrame(look);
    else if (changes.some((one) => one.target === own) && !waits()) {
      const back = own as HTMLElement;
      lent = null;
      back.focus({ preventScroll: true });
    }
  }).observe(document.body, {
    subtree: true,
    childList: true,
    attributeFilter: ["disabled"],
  });
  return look;
}

/** What the mouse pressed last. */
let pressed: EventTarget | null = null;
document.addEventListener(
  "pointerdown",
  ({ target }) => {
    pressed = target;
  },
  true,
);

/**
 * Whether a key may lead along a list from nowhere: nothing has the focus, nothing floats above the screen, and nothing of the
 * screen was clicked that the arrows may be meant to scroll.
 */
export function fromNowhere({ target }: KeyboardEvent): boolean {
  const nowhere =
    target instanceof HTMLElement && /^(BODY|MAIN)$/.test(target.tagName);
  if (!nowhere || document.querySelector("dialog[open]")) return false;
  const clicked = pressed instanceof Element && pressed.isConnected;
  return !(clicked && (pressed as Element).closest("main"));
}

/** What is pressed or chosen and takes no text. */
const PRESSED = ["checkbox", "radio", "button", "submit", "range", "color"];

/** Whether text is typed into what a key is for. */
export function types(target: EventTarget | null): boolean {
  const field =
    target instanceof HTMLElement &&
    target.closest("input,textarea,[contenteditable=true]");
  if (!field) return false;
  return !(field instanceof HTMLInputElement && PRESSED.includes(field.type));
}

/** Most steps in a text that are passed over for one in a field. */
const STEPS = 1000;

/**
 * Takes back what was typed into a field last, or does it again. The web view knows what was typed into the page one after the
 * other, wherever that was. A text keeps its own steps and is asked for none of them: those of the page are passed over. What is
 * done in another field is put right at once.
 */
export function takeBack(field: HTMLInputElement, again: boolean) {
  const [does, mends] = again ? ["redo", "undo"] : ["undo", "redo"];
  const { value } = field;
  let heard = false;
  const pass = (event: InputEvent) => {
    const passes = (event.target as HTMLElement).isContentEditable;
    heard = !passes;
    if (!passes) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("beforeinput", pass, true);
  let done = true;
  // What is heard of by nobody was a step of a text that is gone.
  for (let left = STEPS; done && !heard && left > 0; left--) {
    done = document.execCommand(does);
    if (field.value !== value) break;
  }
  document.removeEventListener("beforeinput", pass, true);
  if (heard && field.value === value) document.execCommand(mends);
}

/** A place of the window by its mark, and the nth of those; in a field, which part of it is selected. */
export type Place = {
  at: string;
  nth: number;
  from: number | null;
  to: number | null;
};

/** How long a place may take to be drawn again, in milliseconds. */
const DRAWN = 3000;

/** What has the focus; none where that has no mark. */
export function placeOf(): Place | null {
  const here = document.activeElement as HTMLInputElement | null;
  const mark = here?.closest<HTMLElement>("[data-test]")?.dataset.test;
  if (!here || !mark) return null;
  // The text of an editor stands within its mark.
  const at = `[data-test="${mark}"]${here.dataset.test ? "" : " [contenteditable=true]"}`;
  const nth = [...document.querySelectorAll(at)].indexOf(here);
  const [from, to] = here.matches("textarea, input:not([type=checkbox])")
    ? [here.selectionStart, here.selectionEnd]
    : [null, null];
  return nth < 0 ? null : { at, nth, from, to };
}

/** Gives a place the focus again as soon as it is drawn, unless one is elsewhere by one's own hand by then. */
export function goBack({ at, nth, from, to }: Place) {
  const until = performance.now() + DRAWN;
  let over = false;
  const hand = () => (over = true);
  const hands = ["keydown", "pointerdown"];
  for (const one of hands) document.addEventListener(one, hand, true);
  const look = () => {
    const place = document.querySelectorAll<HTMLInputElement>(at)[nth];
    if (place && !over) {
      place.focus();
      if (from !== null && to !== null) place.setSelectionRange(from, to);
    }
    if (!place && !over && performance.now() < until)
      return void requestAnimationFrame(look);
    for (const one of hands) document.removeEventListener(one, hand, true);
  };
  look();
}
