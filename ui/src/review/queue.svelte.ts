// The queue of review as it is looked at: what is here of it, whether only what waits for oneself, and where it goes on.
import { app } from "../lib/app.svelte";
import { onForget } from "../lib/forget";
import {
  reviewClaim,
  reviewQueue,
  reviewRelease,
  type QueueRow,
} from "../lib/ipc";

/** Rows in a page, and most of them that are asked for anew at once. */
const PAGE = 100;
const MOST = 1000;

class Queue {
  rows = $state.raw<QueueRow[]>([]);
  mine = $state(false);
  /** To whom the chosen review is handed over is being asked. */
  handing = $state(false);
  #next: string | null = null;
  #busy = false;

  /** What is chosen, where it is in the queue. */
  get chosen(): QueueRow | undefined {
    return this.rows.find((row) => row.id === app.article);
  }

  /** The same stretch as it is now. */
  async again() {
    const { mine } = this;
    const limit = Math.min(MOST, Math.max(PAGE, this.rows.length));
    const page = await reviewQueue({ mine, limit });
    if (mine !== this.mine || app.away) return;
    this.rows = page.items;
    this.#next = page.next;
  }

  /** The page after what is here. */
  async more() {
    const { mine } = this;
    const after = this.#next;
    if (!after || this.#busy) return;
    this.#busy = true;
    try {
      const page = await reviewQueue({ mine, limit: PAGE, after });
      if (after !== this.#next || app.away) return;
      this.rows = [...this.rows, ...page.items];
      this.#next = page.next;
    } catch (error) {
      app.fail(error);
    } finally {
      this.#busy = false;
    }
  }

  /** Nothing of it is in the page any more. */
  forget() {
    this.rows = [];
    this.#next = null;
    this.handing = false;
  }

  /** Takes the chosen review upon oneself, or lets go of it. */
  claim() {
    const row = this.chosen;
    if (!row) return;
    const article = row.id;
    void app.act(
      row.claimed_by ? reviewRelease({ article }) : reviewClaim({ article }),
    );
  }
}

export const queue = new Queue();
onForget(() => queue.forget());
