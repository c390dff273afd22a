// What is being typed into one article: loaded, saved while one types, printed for the preview, made a revision when
// it is left.
import { app, sentence } from "../lib/app.svelte";
import * as ipc from "../lib/ipc";
import { t } from "../lib/words";

/** Longest wait between a key and its save, in milliseconds. */
const SAVE_AFTER = 200;

const clock = (at: string) => new Date(at).toLocaleTimeString("en-GB");

export class Draft {
  view = $state<ipc.ArticleView | null>(null);
  content = $state<ipc.Content | null>(null);
  page = $state<ipc.Printed | null>(null);
  /** What became of the last save, in a word; true at every moment. */
  word = $state("");
  state = $state<"" | "saved" | "unsaved">("");
  #base = "";
  #dirty = false;
  #saving: Promise<void> | null = null;
  #timer = 0;
  #loads = 0;
  #printing = false;
  #printAgain = false;

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
      if (this.busy) return;
      this.#base = view.draft_base ?? view.revision;
      this.content = structuredClone(view.content);
      if (view.draft_saved) this.#said(view.draft_saved);
      else if (!this.word) this.#said(view.updated);
      void this.print();
    } catch (error) {
      app.fail(error);
    }
  }

  #said(at: string) {
    this.word = t("saved-at", { clock: clock(at) });
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
    void this.print();
  }

  async save(): Promise<void> {
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    while (this.#saving) await this.#saving;
    if (!this.#dirty || !this.content) return;
    this.#dirty = false;
    const saving = ipc
      .draftSave({
        article: this.id,
        base: this.#base,
        content: this.#snapshot(),
      })
      .then(
        (done) => {
          if (!this.#dirty) this.#said(done.saved);
        },
        (error) => {
          this.#dirty = true;
          this.word = t("not-saved", { why: sentence(error) });
          this.state = "unsaved";
        },
      );
    this.#saving = saving;
    await saving;
    this.#saving = null;
    // What could not be saved is tried again: a disk may have room a moment later.
    if (this.state === "unsaved" && !this.#timer)
      this.#timer = window.setTimeout(() => void this.save(), SAVE_AFTER * 10);
  }

  /** Makes what was typed a revision, where it differs. */
  async leave() {
    await this.save();
    if (!this.editable || this.#dirty) return;
    try {
      const view = await ipc.draftLeave({ article: this.id });
      const made = view.revision !== this.view?.revision;
      this.view = view;
      this.#base = view.revision;
      if (made) {
        app.told = {
          words: t("revision-saved", { title: view.content.title }),
          undo: true,
          bad: false,
        };
        await app.refresh();
      }
    } catch (error) {
      app.fail(error);
    }
  }

  /** Puts what one typed over what someone else saved meanwhile; theirs stays in the history. */
  async keepMine() {
    this.#base = this.view?.revision ?? this.#base;
    this.#dirty = true;
    await this.leave();
    await this.load();
  }

  async discardMine() {
    try {
      await ipc.draftDiscard({ article: this.id });
      this.#dirty = false;
      await this.load();
    } catch (error) {
      app.fail(error);
    }
  }

  /** The window goes away: what was typed is saved; leaving makes the revision next time. */
  close() {
    this.#loads += 1;
    if (this.#dirty) void this.save();
    window.clearTimeout(this.#timer);
  }
}
