// What is looked for and what was found. It outlives the box, so that who comes back finds it as it was left.
import * as ipc from "../lib/ipc";
import { app, sentence } from "../lib/app.svelte";
import { onForget, onOther } from "../lib/forget";

const PAGE = 30;

class Search {
  query = $state("");
  hits = $state.raw<ipc.Hit[]>([]);
  hints = $state.raw<ipc.Hint[]>([]);
  chosen = $state<string | null>(null);
  /** The question that was answered, and what of it the hits were asked with. */
  answered = $state("");
  #with = "";
  /** Why a question can't be asked, in a sentence. */
  why = $state("");
  next = $state<string | null>(null);
  /** How much there is in all, and whether that is only as far as was counted. */
  found = $state(0);
  uncounted = $state(false);
  /** Whether there is so much that the newest comes first. */
  newest = $state(false);
  #asking = false;
  #again = false;
  #fetching = false;

  /** Asks what stands in the box now. While one question is under way only the latest waits: typing never does. */
  async ask() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    do {
      this.#again = false;
      await this.#answer(this.query);
    } while (this.#again);
    this.#asking = false;
  }

  async #answer(query: string) {
    const hints = ipc.searchHints({ query }).catch(() => []);
    try {
      const page = await this.#page(query);
      if (app.away) return;
      const same = query === this.answered;
      this.hits = page.items;
      this.next = page.next;
      this.found = page.found ?? 0;
      this.uncounted = page.more;
      this.newest = page.newest;
      this.answered = query;
      this.why = "";
      if (!same || !page.items.some((hit) => hit.id === this.chosen))
        this.chosen = page.items[0]?.id ?? null;
    } catch (error) {
      if ((error as ipc.Error).kind !== "usage") app.fail(error);
      this.why = sentence(error);
    }
    const offered = await hints;
    if (!app.away) this.hints = offered;
  }

  async #page(query: string): Promise<ipc.Hits> {
    this.#with = query;
    try {
      return await ipc.search({ query, limit: PAGE });
    } catch (error) {
      // A field at the end whose value is still to come narrows nothing down yet.
      const { code } = error as ipc.Error;
      const before = query.replace(/\S+$/, "");
      if (code !== "no-value" || before === query) throw error;
      return this.#page(before);
    }
  }

  async more() {
    if (!this.next || this.#fetching || this.#asking) return;
    this.#fetching = true;
    const query = this.#with;
    try {
      const page = await ipc.search({ query, limit: PAGE, after: this.next });
      if (query !== this.#with || app.away) return;
      const known = new Set(this.hits.map((hit) => hit.id));
      this.hits = [
        ...this.hits,
        ...page.items.filter((hit) => !known.has(hit.id)),
      ];
      this.next = page.next;
    } catch (error) {
      app.fail(error);
    } finally {
      this.#fetching = false;
    }
  }

  /** Nothing of it is in the page any more. */
  forget() {
    this.query = this.answered = this.#with = this.why = "";
    this.hits = [];
    this.hints = [];
    this.chosen = this.next = null;
    this.found = 0;
  }

  /** Goes along what was found. */
  step(by: number) {
    const at = this.hits.findIndex((hit) => hit.id === this.chosen) + by;
    const hit =
      this.hits[Math.max(0, Math.min(this.hits.length - 1, at))] ?? null;
    this.chosen = hit?.id ?? null;
  }
}

export const search = new Search();
onForget(() => search.forget());
onOther(() => search.forget());

/** Opens something that was found where one works on it. */
export async function open(hit: ipc.Hit) {
  if (hit.kind === "person") {
    app.part = "people";
    return app.go("library");
  }
  if (hit.kind === "comment") {
    app.comment = { id: hit.id, state: hit.state ?? "pending" };
    return app.go("comments");
  }
  await app.go("articles", hit.article);
  app.sought = hit.passage && { article: hit.article, ...hit.passage };
}
