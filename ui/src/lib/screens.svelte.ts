// The screens but the desk: what they are made of is loaded once that is shown and a hand is there, or once one goes to one of
// them. A window that nobody is at keeps less in memory.
type All = typeof import("../frame/screens");

class Screens {
  there = $state.raw<All | null>(null);
  #asked: Promise<void> | null = null;
  #desk = false;

  /** The desk is shown. */
  behind() {
    this.#desk = true;
  }

  /** A hand is there, and goes to one of them next; before the desk is shown nothing is put in its way. */
  near() {
    if (!this.#desk) return;
    // Once: where it fails, it is tried again by whoever goes there.
    this.#desk = false;
    void this.load().catch(() => {});
  }

  /** Has them there; where that failed, it is tried again the next time. */
  load(): Promise<void> {
    this.#asked ??= import("../frame/screens").then(
      (all) => {
        this.there = all;
        performance.mark("screens");
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
