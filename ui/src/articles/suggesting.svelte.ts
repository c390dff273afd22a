// What one writes as suggestions on an article: kept while one types, sent as one suggestion for each change, and there
// again when one comes back.
import { app, sentence } from "../lib/app.svelte";
import * as ipc from "../lib/ipc";
import { kept, t } from "../lib/words";

/** Longest wait between a key and its save, in milliseconds. */
const SAVE_AFTER = 200;

export class Suggesting {
  /** What one began with, and what was kept of it; none while one edits. */
  begun = $state.raw<ipc.SuggestingView | null>(null);
  /** How many changes are shown. */
  count = $state(0);
  /** How many suggestions what was last saved makes: one may hold two changes that share their words. */
  #makes = $state(0);
  /** What became of the last save, in a word. */
  word = $state("");
  state = $state<"" | "saved" | "unsaved">("");
  #body = "";
  #kept: string | null = null;
  #dirty = false;
  #saving: Promise<void> | null = null;
  #timer = 0;

  constructor(readonly id: string) {}

  /** How many suggestions it makes, sent as it is. */
  get makes(): number {
    return this.count && (this.#makes || this.count);
  }

  get on(): boolean {
    return this.begun !== null;
  }

  /** Begins with the text as it is, or goes on with what was kept. */
  async begin() {
    try {
      const seen = await ipc.suggestingShow({ article: this.id });
      this.#body = seen.body;
      this.#kept = seen.hash;
      this.#makes = seen.count;
      this.#dirty = false;
      this.word = "";
      this.state = "";
      if (seen.saved) this.#said(seen.saved);
      this.begun = seen;
    } catch (error) {
      app.fail(error);
    }
  }

  /** Something was typed. */
  changed(body: string) {
    this.#body = body;
    this.#dirty = true;
    this.word = t("saving");
    this.state = "";
    if (!this.#timer)
      this.#timer = window.setTimeout(() => void this.save(), SAVE_AFTER);
  }

  #said(at: string) {
    this.word = t("kept-at", { clock: kept(at) });
    this.state = "saved";
  }

  async save(): Promise<void> {
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    while (this.#saving) await this.#saving;
    if (!this.begun || !this.#dirty) return;
    this.#dirty = false;
    const ask = {
      article: this.id,
      base: this.begun.base,
      body: this.#body,
      was: this.#kept ?? undefined,
    };
    this.#saving = ipc.suggestingSave(ask).then(
      ({ hash, saved, count }) => {
        this.#kept = hash;
        this.#makes = count;
        if (!this.#dirty) this.#said(saved);
      },
      (error) => {
        this.#dirty = true;
        this.word = t("not-saved", { why: sentence(error) });
        this.state = "unsaved";
      },
    );
    await this.#saving;
    this.#saving = null;
    // What could not be saved is tried again: a disk may have room a moment later.
    if (this.state === "unsaved" && !this.#timer)
      this.#timer = window.setTimeout(() => void this.save(), SAVE_AFTER * 10);
  }

  /** Makes a suggestion of each change; false where that is refused, and then all stays as it is. */
  async send(): Promise<boolean> {
    if (!this.begun || !this.count) return false;
    await this.save();
    const { base } = this.begun;
    const ask = { article: this.id, base, body: this.#body };
    try {
      const { words, undo } = await ipc.reviewSuggestAll(ask);
      await this.begin();
      await app.refresh();
      app.told = { words, undo, bad: false };
      return true;
    } catch (error) {
      app.fail(error);
      return false;
    }
  }

  /** Throws away what was not sent. */
  async discard() {
    this.#dirty = false;
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    while (this.#saving) await this.#saving;
    try {
      await ipc.suggestingDiscard({ article: this.id });
      await this.begin();
    } catch (error) {
      app.fail(error);
    }
  }

  /** Goes back to editing; what was not sent is kept. */
  async end() {
    await this.save();
    if (this.state !== "unsaved") this.drop();
  }

  /** Is done with what was begun. */
  drop() {
    this.begun = null;
    this.count = 0;
  }

  /** The window goes away. */
  close() {
    if (this.#dirty) void this.save();
    window.clearTimeout(this.#timer);
  }
}
