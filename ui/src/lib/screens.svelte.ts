// The screens but the desk: what they are made of is loaded once that is shown, or once one goes to one of them.
type All = typeof import("../frame/screens");

class Screens {
  there = $state.raw<All | null>(null);
  #asked: Promise<void> | null = null;

  /** Has them there; where that failed, it is tried again the next time. */
  load(): Promise<void> {
    this.#asked ??= import("../frame/screens").then(
      (all) => {
        this.there = all;
      },
      (error) => {
        this.#asked = null;
        throw error;
      },
    );
    return this.#asked;
  }
}

export const screens = new Screens();
