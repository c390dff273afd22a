// How long a text is.

/** What is counted one character a word: scripts that put no spaces between words. */
const ALONE =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}";
const WORD = new RegExp(
  `[${ALONE}]|(?:(?![${ALONE}])[\\p{L}\\p{N}])(?:(?![${ALONE}])[\\p{L}\\p{N}\\p{M}\u2019'\u200c-])*`,
  "gu",
);
/** Words and characters of such scripts that are read in a minute. */
const WORDS_A_MINUTE = 230;
const SIGNS_A_MINUTE = 480;

export type Length = { words: number; characters: number; minutes: number };

/** Marks, addresses of links and the signs of lists and headings are not counted; spaces are. */
export function length(markdown: string): Length {
  const text = markdown
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, "$1")
    .replace(/^[ \t]*(#{1,6} |>+ ?|[-*+] |\d+[.)] )+/gm, "")
    .replace(/[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}/g, "")
    .replace(/\n+/g, " ")
    .trim();
  let [words, signs, characters] = [0, 0, 0];
  const sign = new RegExp(`^[${ALONE}]`, "u");
  for (const [word] of text.matchAll(WORD)) {
    words += 1;
    if (sign.test(word)) signs += 1;
  }
  for (let at = 0; at < text.length; at++)
    if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) characters += 1;
  const minutes = (words - signs) / WORDS_A_MINUTE + signs / SIGNS_A_MINUTE;
  return {
    words,
    characters,
    minutes: words ? Math.max(1, Math.round(minutes)) : 0,
  };
}
