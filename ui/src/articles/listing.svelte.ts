// The list of articles as it is looked at: its filter and order, which stay while one is elsewhere, and the stretch of
// it about what is in sight. However long the list is, no more than a stretch is here.
import { app } from "../lib/app.svelte";
import { onForget, onOther } from "../lib/forget";
import {
  articleBetween,
  articleSpan,
  type List,
  type Order,
  type Row,
  type Status,
} from "../lib/ipc";
import { Picks } from "./picks.svelte";

/** Rows in a stretch, and how near its edge one comes before the next is asked for. */
const STRETCH = 300;
const EDGE = 60;

type Want = { from: number; around?: string; anew?: boolean };

class Listing {
  text = $state("");
  status = $state<Status | "" | "bin">("");
  section = $state("");
  by = $state("");
  tag = $state("");
  byline = $state("");
  language = $state("");
  sort = $state<Order>("changed");
  rows = $state.raw<Row[]>([]);
  /** The place of the first of `rows` in the whole list, and how long that is. */
  first = $state(0);
  total = $state(0);
  /** Rises when another list is shown, rather than this one anew. */
  turn = $state(0);
  readonly picks = new Picks(
    () => this.total,
    (from, to) => this.#between(from, to),
  );
  #want: Want | null = null;
  #busy = false;

  get list(): List {
    return {
      ...(this.status === "bin" ? { bin: true } : {}),
      status: this.status === "bin" ? null : this.status || null,
      section: this.section || null,
      text: this.text,
      ...(this.by ? { by: this.by } : {}),
      ...(this.tag ? { tag: this.tag } : {}),
      ...(this.byline ? { byline: this.byline } : {}),
      ...(this.language ? { language: this.language } : {}),
      sort: this.sort,
      limit: null,
      after: null,
    };
  }

  /** Nothing of it is in the page any more. */
  forget() {
    this.text = this.section = this.by = "";
    this.tag = this.byline = this.language = "";
    this.rows = [];
    this.first = this.total = 0;
  }

  /** Someone else sits down: every article is listed, and none is selected. */
  other() {
    this.showAll();
    this.picks.clear();
  }

  get filtered(): boolean {
    return this.status !== "" || this.narrowed;
  }

  /** Whether it is narrowed down by more than a status. */
  get narrowed(): boolean {
    return !!(
      this.text ||
      this.section ||
      this.by ||
      this.tag ||
      this.byline ||
      this.language
    );
  }

  /** Shows every article again; the order stays. */
  showAll() {
    this.text = this.section = this.by = "";
    this.tag = this.byline = this.language = "";
    this.status = "";
  }

  /** Another list, from its top; or about one article, where that is in it. */
  begin(around: string | null) {
    this.picks.clear();
    this.#ask({ from: 0, around: around ?? undefined, anew: true });
  }

  /** The same stretch as it is now. */
  again() {
    this.#ask({ from: this.first });
  }

  /** Where an article is that is not in the stretch. */
  seek(id: string) {
    if (!this.rows.some((row) => row.id === id))
      this.#ask({ from: this.first, around: id });
  }

  /** The rows from one place to another are in sight. */
  see(from: number, to: number) {
    const end = this.first + this.rows.length;
    const near =
      (this.first > 0 && from - EDGE < this.first) ||
      (end < this.total && to + EDGE > end);
    if (near)
      this.#ask({
        from: Math.max(0, Math.round((from + to - STRETCH) / 2)),
      });
  }

  async #between(from: number, to: number): Promise<string[]> {
    const end = this.first + this.rows.length;
    if (from >= this.first && to < end)
      return this.rows
        .slice(from - this.first, to - this.first + 1)
        .map((row) => row.id);
    try {
      return await articleBetween({ list: this.list, from, to });
    } catch (error) {
      app.fail(error);
      return [];
    }
  }

  /** One question at a time: what is asked meanwhile is the next one. */
  async #ask(want: Want) {
    this.#want = this.#want?.anew && !want.anew ? this.#want : want;
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#want) {
        const { from, around, anew }: Want = this.#want;
        this.#want = null;
        const seen = await articleSpan({
          list: this.list,
          from,
          limit: STRETCH,
          ...(around ? { around } : {}),
        });
        if (app.away) return;
        if ((this.#want as Want | null)?.anew) continue;
        // It became shorter than where one was.
        if (!seen.items.length && seen.total) {
          this.#want = { from: Math.max(0, seen.total - STRETCH), anew };
          continue;
        }
        this.rows = seen.items;
        this.first = seen.from;
        this.total = seen.total;
        if (anew) this.turn += 1;
      }
    } catch (error) {
      app.fail(error);
    } finally {
      this.#busy = false;
    }
  }
}

export const listing = new Listing();
onForget(() => listing.forget());
onOther(() => listing.other());
