// What lies between two texts.

/** The one stretch that makes `text` of `old`: from where to where, and what is there instead. It parts no character. */
export function between(
  old: string,
  text: string,
): { from: number; to: number; with: string } {
  const most = Math.min(old.length, text.length);
  const high = (at: number) => (old.charCodeAt(at) & 0xfc00) === 0xd800;
  let from = 0;
  while (from < most && old.charCodeAt(from) === text.charCodeAt(from))
    from += 1;
  if (from && high(from - 1)) from -= 1;
  let end = 0;
  while (
    end < most - from &&
    old.charCodeAt(old.length - 1 - end) ===
      text.charCodeAt(text.length - 1 - end)
  )
    end += 1;
  if (end && high(old.length - end - 1)) end -= 1;
  return {
    from,
    to: old.length - end,
    with: text.slice(from, text.length - end),
  };
}
