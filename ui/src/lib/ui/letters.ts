// Letters that are typed on a list: those that follow each other at once are the beginning of one name.

/** How long one rests, in milliseconds, before a letter begins another. */
const REST = 1000;

export class Letters {
  #words = "";
  #last = 0;

  /** One more letter. */
  type({ key, timeStamp }: KeyboardEvent) {
    if (timeStamp - this.#last > REST) this.#words = "";
    this.#last = timeStamp;
    this.#words += key.toLowerCase();
  }

  /** The place of the name that begins so, and `at` where there is none; one letter leads from name to name. */
  lead(names: string[], at: number): number {
    const words = this.#words;
    if (!words) return at;
    const find = (start: string, from: number) =>
      [...names.keys()]
        .map((one) => (from + one) % names.length)
        .find((one) => names[one].toLowerCase().startsWith(start));
    const [letter] = words;
    const again = words === letter.repeat(words.length);
    const found = words.length > 1 ? find(words, at) : undefined;
    return found ?? (again ? find(letter, at + 1) : undefined) ?? at;
  }
}
