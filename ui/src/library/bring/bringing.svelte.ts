// What is being brought into the library: which file or folder, what a first look at it found, and what became of it. It goes
// on while one is elsewhere in the window.
import { app, code, sentence } from "../../lib/app.svelte";
import { onForget } from "../../lib/forget";
import * as ipc from "../../lib/ipc";
import { t } from "../../lib/words";

type Names = Record<string, string>;

/** What went wrong: how far it had come, what happened, and the code by which it is known. */
export type Trouble = { at: "look" | "take"; words: string; code: string };

const counted = (all: ipc.Counted[] = []) =>
  all.reduce((sum, one) => sum + one.count, 0);

class Bringing {
  /** What was chosen; empty where nothing is. */
  path = $state("");
  /** Where its pictures are, if they are not in it. */
  media = $state("");
  /** What a first look found. */
  look = $state.raw<ipc.ImportReport | null>(null);
  /** A single page, which a small question is enough for. */
  page = $state.raw<{ path: string; report: ipc.ImportReport } | null>(null);
  authors = $state<Names>({});
  sections = $state<Names>({});
  /** Whatever was published comes in as a draft. */
  drafts = $state(false);
  busy = $state<"" | "looking" | "taking" | "undoing">("");
  /** What came in, of the last import. */
  done = $state.raw<ipc.ImportReport | null>(null);
  /** What is said of one that was stopped. */
  stopped = $state("");
  trouble = $state.raw<Trouble | null>(null);
  /** Whether undo would take back what came in: it is the last thing that who brought it did. */
  last = $state(false);
  /** One was sent here to choose something. */
  arrived = false;
  #alone = false;
  #names = "";
  #who = "";
  /** Their newest entry of the journal when it ended. */
  #mark = -1;
  /** The step that it came in by, also where it was stopped and went on; none that the desk named, where it was stopped. */
  #step: string | undefined;

  get name(): string {
    return this.path.split(/[/\\]/).pop() ?? "";
  }

  /** How many articles it holds. */
  get articles(): number {
    const { look } = this;
    if (!look) return 0;
    return look.look ? counted(look.look.stood) : look.articles.length;
  }

  /** How many comments. */
  get comments(): number {
    const { look } = this;
    if (!look) return 0;
    return (
      look.added.comments + look.comments_updated + look.comments_unchanged
    );
  }

  get published(): number {
    const stood = this.look?.look?.stood ?? [];
    return stood.find((one) => one.name === "published")?.count ?? 0;
  }

  get publishes(): boolean {
    return app.library?.me?.roles.includes("publisher") ?? false;
  }

  /** Names were changed since one looked, and what is here already was held against those of before. */
  get outdated(): boolean {
    const { look } = this;
    return (
      look !== null &&
      look.unchanged + look.updated > 0 &&
      this.#names !== this.#asked()
    );
  }

  #asked = () => JSON.stringify([this.authors, this.sections, this.drafts]);

  #ask(dry_run: boolean) {
    const { path, media, authors, sections } = this;
    return {
      path,
      dry_run,
      as_drafts: this.publishes && this.drafts,
      ...(media ? { media } : {}),
      authors: $state.snapshot(authors),
      sections: $state.snapshot(sections),
    };
  }

  /** Goes to where it is chosen. */
  go() {
    this.arrived = true;
    app.part = "bring";
    void app.go("library");
  }

  async choose(what: "import" | "import-folder") {
    const path = await ipc.pickPath({ what }).catch((error) => {
      app.fail(error);
      return null;
    });
    if (!path || this.busy) return;
    if (path !== this.path) this.#clear();
    this.path = path;
    this.#alone = what === "import";
    await this.see();
  }

  async chooseMedia(what: "media" | "media-folder") {
    const path = await ipc.pickPath({ what }).catch((error) => {
      app.fail(error);
      return null;
    });
    if (!path || this.busy) return;
    this.media = path;
    await this.see();
  }

  /** Looks at what was chosen; nothing comes in by it. */
  async see() {
    if (this.busy || !this.path) return;
    const { path } = this;
    this.busy = "looking";
    this.done = null;
    this.stopped = "";
    this.trouble = null;
    this.#who = app.library?.me?.id ?? "";
    this.#names = this.#asked();
    try {
      const look = await ipc.importFile(this.#ask(true));
      // What comes once the desk is locked, or something else was chosen, is not shown any more.
      if (app.away || path !== this.path) return;
      if (!look.look && this.#alone) {
        this.page = { path, report: look };
        this.#clear();
      } else this.look = look;
    } catch (error) {
      if (path === this.path) this.#fail("look", error);
    } finally {
      this.busy = "";
    }
  }

  /** Takes it in. A signature that is sealed is opened first. */
  take() {
    return app.opened(async () => {
      if (this.busy || !this.look) return;
      this.busy = "taking";
      this.done = null;
      this.stopped = "";
      this.trouble = null;
      this.#who = app.library?.me?.id ?? "";
      app.say("");
      const before = await this.#newest();
      try {
        const done = await ipc.importFile(this.#ask(false));
        await this.#end(before, done.step);
        if (!app.away) this.done = done;
        app.told = {
          words: t("bring-told", {
            n: done.added.articles,
            updated: done.updated,
          }),
          undo: this.last,
          bad: false,
        };
      } catch (error) {
        await this.#end(before, undefined);
        if (code(error) === "sealed") throw error;
        this.#fail("take", error);
      } finally {
        this.busy = "";
      }
    });
  }

  /** What came in by then is there: by the step that the desk tells, or in one that was stopped. */
  async #end(before: number, step: string | null | undefined) {
    await app.refresh();
    const newest = await this.#newest();
    const goesOn = this.last && before === this.#mark;
    if (newest === before || step === null) this.last = goesOn;
    else {
      this.#step = step;
      this.#mark = newest;
      this.last = true;
    }
  }

  #fail(at: Trouble["at"], error: unknown) {
    if (code(error) === "cancelled") {
      if (at === "look") this.#clear();
      else this.stopped = sentence(error);
      // Who is elsewhere is told there.
      if (app.screen !== "library" || app.part !== "bring") app.fail(error);
    } else if (!app.away)
      this.trouble = {
        at,
        words: sentence(error),
        code: code(error) ?? "unknown",
      };
  }

  /** The newest entry of the journal by who sits here. */
  async #latest(): Promise<ipc.Activity | null> {
    const page = await ipc
      .activityList({ sought: { by: "me" }, limit: 1 })
      .catch(() => null);
    return page?.items[0] ?? null;
  }

  async #newest(): Promise<number> {
    return (await this.#latest())?.seq ?? 0;
  }

  /** Asks anew whether it is the last act. Where it was taken back, wherever that was done, it is looked at anew. */
  async check() {
    if (this.#mark < 0 || this.busy) return;
    const mine = this.#who === app.library?.me?.id;
    const latest = mine ? await this.#latest() : null;
    if (this.busy) return;
    const undone = latest?.undoes && latest.undoes === this.#step;
    this.last = this.last && latest?.seq === this.#mark;
    if (undone && this.done) await this.see();
  }

  /** Another sits here now: what they may is another matter. */
  async follow() {
    const idle = !this.busy && !this.done && !this.stopped && this.look;
    if (idle && this.#who !== app.library?.me?.id) await this.see();
  }

  async undo() {
    if (this.busy) return;
    this.busy = "undoing";
    const step = this.#step;
    const done = await app.takeBack(ipc.undo(step ? { step } : {}));
    this.busy = "";
    if (!done) return;
    this.last = false;
    await this.see();
  }

  /** Begins anew. */
  leave() {
    if (!this.busy) this.#clear();
  }

  #clear() {
    this.path = this.media = this.stopped = "";
    this.look = this.done = this.trouble = null;
    this.authors = {};
    this.sections = {};
    this.drafts = this.last = false;
    this.#mark = -1;
    this.#step = undefined;
  }

  forget() {
    this.#clear();
    this.page = null;
    this.arrived = false;
  }
}

export const bringing = new Bringing();
onForget(() => bringing.forget());
