// What is being typed into one article: loaded, saved while one types, printed for the preview, made a revision when
// it is left.
import { app, sentence } from "../lib/app.svelte";
import * as ipc from "../lib/ipc";
import { kept, t } from "../lib/words";
import { keepPlace, placeIn } from "./places";

/** Longest wait between a key and its save, in milliseconds. */
const SAVE_AFTER = 200;

/** What came from elsewhere while one was typing, and what it makes with what one typed. */
export type Incoming = { by: string; at: string; merged: ipc.Merged };

export class Draft {
  view = $state<ipc.ArticleView | null>(null);
  content = $state<ipc.Content | null>(null);
  page = $state<ipc.Printed | null>(null);
  /** What became of the last save, in a word; true at every moment. */
  word = $state("");
  state = $state<"" | "saved" | "unsaved">("");
  /** What others changed, to be taken in beside what is being typed and never under the cursor. */
  incoming = $state.raw<Incoming | null>(null);
  /** The text that has the focus; empty for none. */
  typing = "";
  /** Where one is in the article. */
  cursor: ipc.Cursor | null = null;
  /** The revision that the content began with, and the hash of what is kept of it; none where nothing is. */
  #base = "";
  #kept: string | null = null;
  /** What one had typed when it was last held against what came from elsewhere. */
  #met = "";
  #dirty = false;
  #moved = false;
  #saving: Promise<void> | null = null;
  /** What is on its way to be saved. */
  #sending: ipc.Content | null = null;
  /** The desk was locked: what there was to save, the desk saves. */
  #over = false;
  #timer = 0;
  #loads = 0;
  /** What was said of it in the status line, and holds until it is mended. */
  #trouble: typeof app.told | null = null;
  #printing = false;
  #printAgain = false;
  #painting = 0;

  constructor(readonly id: string) {}

  get editable(): boolean {
    return this.view?.may.includes("edit") ?? false;
  }

  get busy(): boolean {
    return this.#dirty || this.#saving !== null;
  }

  /** Takes in the article as it stands; what is being typed meanwhile stays. */
  async load() {
    const mine = ++this.#loads;
    try {
      const view = await ipc.articleShow({ article: this.id });
      if (mine !== this.#loads) return;
      this.view = view;
      if (!this.busy && !this.#touches(view)) this.#take(view);
      await this.#meet();
    } catch (error) {
      app.fail(error);
    }
  }

  /** Whether what another program changed is in the text that one is in. */
  #touches(view: ipc.ArticleView): boolean {
    if (!app.fromElsewhere || !this.typing || !this.content) return false;
    const field = this.typing as keyof ipc.Content;
    return this.content[field] !== view.content[field];
  }

  #take(view: ipc.ArticleView) {
    if (!this.content) this.cursor = view.draft_cursor ?? placeIn(this.id);
    this.#base = view.draft_base ?? view.revision;
    this.#kept = view.draft_hash;
    this.content = structuredClone(view.content);
    this.#takeUp();
    if (view.draft_saved) this.#said(view.draft_saved);
    else if (!this.word) this.#said(view.updated);
    void this.print();
  }

  /** Goes on with what was typed before the desk was locked and could not be saved since. */
  #takeUp() {
    const left = app.unsaved.get(this.id);
    if (!left) return;
    app.unsaved.delete(this.id);
    this.#base = left.base;
    this.content = structuredClone(left.content);
    this.changed();
  }

  /** Holds what one has against what someone else saved since it was begun. */
  async #meet() {
    const view = this.view;
    if (!view || !this.content || view.revision === this.#base) {
      this.incoming = null;
      return;
    }
    const mine = this.#snapshot();
    const merged = await ipc.draftMerge({
      article: this.id,
      base: this.#base,
      mine,
    });
    if (view !== this.view) return;
    this.#met = JSON.stringify(mine);
    const came =
      merged.parts.some(
        (part) => part.kind !== "mine" && part.kind !== "same",
      ) || JSON.stringify(merged.content) !== this.#met;
    this.incoming = came
      ? { by: view.head_by, at: view.head_at, merged }
      : null;
  }

  /**
   * Goes on from what the two are together. What was typed since they were brought together is brought in first; where
   * the two touch only now, the choice is asked for again.
   */
  async accept(content: ipc.Content) {
    while (this.incoming && JSON.stringify(this.#snapshot()) !== this.#met) {
      await this.#meet();
      if (!this.incoming?.merged.clean) return;
      content = this.incoming.merged.content;
    }
    if (!this.view || !this.content) return;
    this.#base = this.view.revision;
    this.content = structuredClone(content);
    this.incoming = null;
    this.changed();
    await this.save();
  }

  #said(at: string) {
    this.word = t("saved-at", { clock: kept(at) });
    this.state = "saved";
  }

  #snapshot(): ipc.Content {
    return $state.snapshot(this.content) as ipc.Content;
  }

  async print() {
    if (!this.content) return;
    if (this.#printing) {
      this.#printAgain = true;
      return;
    }
    this.#printing = true;
    do {
      this.#printAgain = false;
      try {
        this.page = await ipc.preview({
          article: this.id,
          content: this.#snapshot(),
        });
      } catch {
        // The save says what is wrong with the text; the preview keeps the last page.
      }
    } while (this.#printAgain);
    this.#printing = false;
  }

  changed() {
    if (!this.editable) return;
    this.#dirty = true;
    this.word = t("saving");
    this.state = "";
    // A throttle and no pause: steady typing is saved too.
    if (!this.#timer)
      this.#timer = window.setTimeout(() => void this.save(), SAVE_AFTER);
    // The character comes first: the page is asked for once the frame that shows it is painted.
    if (this.#painting) return;
    this.#painting = requestAnimationFrame(() => {
      this.#painting = window.setTimeout(() => {
        this.#painting = 0;
        void this.print();
      });
    });
  }

  /** The cursor went elsewhere: kept beside what was typed, where anything was. */
  moved(cursor: ipc.Cursor) {
    this.cursor = cursor;
    if (this.#kept === null || this.#timer) return;
    this.#moved = true;
    this.#timer = window.setTimeout(() => void this.save(), SAVE_AFTER);
  }

  async save(): Promise<void> {
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    while (this.#saving) await this.#saving;
    if (this.#over) return;
    if (!this.content || !(this.#dirty || this.#moved)) return;
    this.#dirty = this.#moved = false;
    this.#saving = this.#send().catch((error) => {
      this.#dirty = true;
      this.word = t("not-saved", { why: sentence(error) });
      this.state = "unsaved";
    });
    await this.#saving;
    this.#saving = null;
    if (this.#over) return;
    // What could not be saved is tried again: a disk may have room a moment later.
    if (this.state === "unsaved" && !this.#timer)
      this.#timer = window.setTimeout(() => void this.save(), SAVE_AFTER * 10);
  }

  async #send() {
    const content = this.#snapshot();
    this.#sending = content;
    const ask = () =>
      ipc.draftSave({
        article: this.id,
        base: this.#base,
        content,
        was: this.#kept ?? undefined,
        cursor: this.cursor ?? undefined,
      });
    const done = await ask().catch(async (error) => {
      if ((error as ipc.Error).code !== "typed-elsewhere") throw error;
      // What one typed in another window becomes a revision, to be brought together with what is typed here.
      this.view = await ipc.draftLeave({ article: this.id });
      this.#kept = null;
      return ask();
    });
    this.#kept = done.hash;
    this.#sending = null;
    if (!this.#dirty) this.#said(done.saved);
    void this.#meet().catch((error) => app.fail(error));
  }

  /** Makes what was typed a revision, where it differs. */
  async leave() {
    await this.save();
    if (!this.editable || this.#dirty) return;
    const sent = JSON.stringify(this.#snapshot());
    try {
      const view = await ipc.draftLeave({ article: this.id });
      const made = view.revision !== this.view?.revision;
      this.#mended();
      this.view = view;
      this.#kept = view.draft_hash;
      if (!this.busy) this.#take(view);
      else if (JSON.stringify(view.content) === sent)
        this.#base = view.revision;
      if (made) {
        const { title } = view.content;
        app.told = {
          words: title.trim()
            ? t("revision-saved", { title })
            : t("revision-saved-nameless"),
          undo: true,
          bad: false,
        };
        await app.refresh();
      }
    } catch (error) {
      app.fail(error, this.content?.title);
      this.#trouble = app.told.bad ? app.told : null;
    }
  }

  /** What was wrong with it is not any more: nothing is said of that. */
  #mended() {
    if (this.#trouble && app.told === this.#trouble) app.say("");
    this.#trouble = null;
  }

  /** What is not saved yet, for the desk to save behind its lock; nothing is saved from here any more. */
  handOver(): ipc.Typed | null {
    const left = this.#dirty || this.#moved || this.#sending !== null;
    window.clearTimeout(this.#timer);
    this.#over = true;
    this.#dirty = this.#moved = false;
    if (!left || !this.content || !this.editable) return null;
    return {
      article: this.id,
      base: this.#base,
      content: this.#snapshot(),
      was: this.#kept ?? undefined,
      cursor: this.cursor ?? undefined,
      sending: this.#sending ?? undefined,
    };
  }

  /** The window goes away: what was typed is saved; leaving makes the revision next time. */
  close() {
    this.#loads += 1;
    if (this.#dirty || this.#moved) void this.save();
    window.clearTimeout(this.#timer);
    if (this.cursor) keepPlace(this.id, this.cursor);
  }
}
