// Where something that floats stands: below what it belongs to, or above where there is more room. It is fixed, so that no
// box that scrolls cuts it off.

/** As a style, for what is about so high and, where that is given, so wide; `end` lets it end where its owner does. */
export function beside(
  owner: Element,
  high: number,
  wide?: number,
  end = false,
): string {
  const box = owner.getBoundingClientRect();
  const below = innerHeight - box.bottom;
  const up = high > below && box.top > below;
  const begins = end && wide ? box.right - wide : box.left;
  const left = wide
    ? Math.max(0, Math.min(begins, innerWidth - wide))
    : box.left;
  // Where there is room on neither side it stands as low as it can.
  const top = Math.max(0, Math.min(box.bottom, innerHeight - high));
  const at = up ? `bottom: ${innerHeight - box.top}px` : `top: ${top}px`;
  return `position: fixed; left: ${left}px; ${at}; width: ${wide ? "max-content" : `${box.width}px`}`;
}
