// Whether someone looks at what came into the window: it has been there for a while, and since it came there was a hand on
// the desk while the window had the focus. An empty chair reads nothing.

/** What a hand does that is there. */
const HANDS = ["keydown", "wheel", "pointerdown", "pointermove"] as const;

/** Calls `done` once, after `long` milliseconds at the soonest; gives what calls that off. */
export function lookedAt(long: number, done: () => void): () => void {
  const came = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const off = () => {
    clearTimeout(timer);
    for (const name of HANDS) removeEventListener(name, hand, true);
  };
  let last: string | undefined;
  const rests = ({ screenX, screenY }: PointerEvent) => {
    const [before, now] = [last, `${screenX} ${screenY}`];
    last = now;
    return before === undefined || before === now;
  };
  const there = () => {
    timer = undefined;
    // Whoever has gone to another window meanwhile is waited for.
    if (!document.hasFocus()) return;
    off();
    done();
  };
  function hand(event: Event) {
    if (!event.isTrusted || !document.hasFocus()) return;
    // What moves beneath a pointer that rests is no hand.
    if (event.type === "pointermove" && rests(event as PointerEvent)) return;
    const left = long - (performance.now() - came);
    if (left <= 0) there();
    else timer ??= setTimeout(there, left);
  }
  for (const name of HANDS)
    addEventListener(name, hand, { capture: true, passive: true });
  return off;
}
