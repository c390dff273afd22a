// The queue of review as it is looked at: what is here of it, whether only what waits for oneself, and where it goes on;
// and what is published and to be looked at again.
import { tick } from "svelte";
import { app } from "../lib/app.svelte";
import { onForget, onOther } from "../lib/forget";
import {
  articleRecheck,
  reviewAgain,
  reviewClaim,
  reviewQueue,
  reviewRelease,
  type AgainRow,
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
  /** What is to be looked at again. */
  again = $state.raw<AgainRow[]>([]);
  #nextDay = $state<{ id: string; day: string | null } | null>(null);
  #next: string | null = null;
  #nextAgain: string | null = null;
  #busy = false;

  /** What is chosen, where it is in the queue. */
  get chosen(): QueueRow | undefined {
    return this.rows.find((row) => row.id === app.article);
  }

  /** The same of what is to be looked at again. */
  get chosenAgain(): AgainRow | undefined {
    return this.again.find((row) => row.id === app.article);
  }

  /** When the chosen one is to be looked at next: as it is proposed until one says otherwise. */
  get next(): string | null {
    const row = this.chosenAgain;
    if (!row) return null;
    return this.#nextDay?.id === row.id ? this.#nextDay.day : row.next;
  }
  set next(day: string | null) {
    if (app.article) this.#nextDay = { id: app.article, day };
  }

  /** The same stretch as it is now. */
  async refresh() {
    const { mine } = this;
    const enough = (rows: number) => Math.min(MOST, Math.max(PAGE, rows));
    const [page, again] = await Promise.all([
      reviewQueue({ mine, limit: enough(this.rows.length) }),
      reviewAgain({ mine, limit: enough(this.again.length) }),
    ]);
    if (mine !== this.mine || app.away) return;
    this.rows = page.items;
    this.#next = page.next;
    this.again = again.items;
    this.#nextAgain = again.next;
  }

  /**
   * The queue as it is now; the first of it is chosen where what is chosen is not in it and does not stay. Gives whether what is
   * chosen then is to be shown: where nothing waits, what is open elsewhere is not.
   */
  async come(stays: boolean): Promise<boolean> {
    const { article } = app;
    await this.refresh();
    await this.seek();
    if (this.chosen || this.chosenAgain) return true;
    const moved = article !== app.article || app.screen !== "review";
    if (moved || (stays && article)) return stays;
    const first = this.rows[0] ?? this.again[0];
    if (first) app.article = first.id;
    return Boolean(first);
  }

  /** Goes on along the queue until the chosen one is there, where it waits in it. */
  async seek() {
    const article = app.article;
    let before = -1;
    while (
      article === app.article &&
      !this.chosen &&
      !this.chosenAgain &&
      before < this.rows.length &&
      this.rows.length < MOST
    ) {
      before = this.rows.length;
      await this.more();
    }
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

  /** The page after what is here of what is to be looked at again. */
  async moreAgain() {
    const { mine } = this;
    const after = this.#nextAgain;
    if (!after || this.#busy) return;
    this.#busy = true;
    try {
      const page = await reviewAgain({ mine, limit: PAGE, after });
      if (after !== this.#nextAgain) return;
      this.again = [...this.again, ...page.items];
      this.#nextAgain = page.next;
    } catch (error) {
      app.fail(error);
    } finally {
      this.#busy = false;
    }
  }

  /** The chosen one is looked at again on another day, or on none; the one after it is chosen. */
  async looked(on: string | null, looked: boolean) {
    const at = this.again.findIndex((row) => row.id === app.article);
    const row = this.again[at];
    if (!row) return;
    const after = this.again[at + 1] ?? this.again[at - 1];
    if (!(await app.act(articleRecheck({ article: row.id, on, looked }))))
      return;
    if (after && app.article === row.id) app.article = after.id;
    await tick();
    const list = after ? "again-rows" : "review-rows";
    document.querySelector<HTMLElement>(`[data-test=${list}]`)?.focus();
  }

  /** Nothing of it is in the page any more. */
  forget() {
    this.rows = [];
    this.again = [];
    this.#next = this.#nextAgain = null;
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
onOther(() => {
  queue.mine = queue.handing = false;
});
