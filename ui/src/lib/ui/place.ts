// Where something that floats stands: below what it belongs to, or above where there is no room. It is fixed, so that no
// box that scrolls cuts it off.

/** As a style, for what is about so high and, where that is given, so wide. */
export function beside(owner: Element, high: number, wide?: number): string {
  const box = owner.getBoundingClientRect();
  const up = box.bottom + high > innerHeight && box.top > innerHeight / 2;
  const left = wide
    ? Math.max(0, Math.min(box.left, innerWidth - wide))
    : box.left;
  const at = up ? `bottom: ${innerHeight - box.top}px` : `top: ${box.bottom}px`;
  return `position: fixed; left: ${left}px; ${at}; width: ${wide ? "max-content" : `${box.width}px`}`;
}
