// Which rows of a list are selected: some of them, or all but a few.
import { SvelteSet } from "svelte/reactivity";

export class Picks {
  /** Those that are selected; where `everything` is, those that are not. */
  readonly #ids = new SvelteSet<string>();
  readonly #total: () => number;
  readonly #between: (from: number, to: number) => Promise<string[]>;
  #asked = 0;
  everything = $state(false);

  /** `total` says how many rows there are, `between` which ones are between two places. */
  constructor(
    total: () => number,
    between: (from: number, to: number) => Promise<string[]>,
  ) {
    this.#total = total;
    this.#between = between;
  }

  get size(): number {
    return this.everything ? this.#total() - this.#ids.size : this.#ids.size;
  }

  get ids(): string[] {
    return [...this.#ids];
  }

  has(id: string): boolean {
    return this.everything !== this.#ids.has(id);
  }

  toggle(id: string) {
    this.#asked++;
    if (!this.#ids.delete(id)) this.#ids.add(id);
  }

  /** All between two places, and nothing else. */
  async range(from: number, to: number) {
    const mine = ++this.#asked;
    const ids = await this.#between(Math.min(from, to), Math.max(from, to));
    if (mine === this.#asked) this.only(ids);
  }

  only(ids: string[]) {
    this.#asked++;
    this.everything = false;
    this.#ids.clear();
    for (const id of ids) this.#ids.add(id);
  }

  all() {
    this.only([]);
    this.everything = true;
  }

  clear() {
    this.only([]);
  }
}
