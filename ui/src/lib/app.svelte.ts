// What every screen shares: the library, where one is, what was last done.
import {
  actAs,
  cancelJob,
  libraryShow,
  onChanged,
  onProgress,
  undo,
  type Act,
  type Error,
  type LibraryView,
} from "./ipc";
import type { Progress } from "./ipc";

export type Screen =
  "desk" | "articles" | "review" | "comments" | "bundles" | "library";
export const SCREENS: Screen[] = [
  "desk",
  "articles",
  "review",
  "comments",
  "bundles",
  "library",
];

function sentence(error: unknown): string {
  const told = error as Partial<Error>;
  if (!told?.message) return String(error);
  return told.hint ? `${told.message} ${told.hint}` : told.message;
}

class App {
  library = $state<LibraryView | null>(null);
  screen = $state<Screen>("desk");
  article = $state<string | null>(null);
  /** Rises whenever something in the library changed. */
  revision = $state(0);
  told = $state({ words: "", undo: false, bad: false });
  job = $state<Progress | null>(null);
  /** Settles what is being typed before one goes elsewhere. */
  leaving: (() => Promise<void>) | null = null;
  #since = 0;

  async start() {
    await this.refresh();
    await onChanged(() => void this.refresh());
    await onProgress((progress) => {
      if (this.#since === 0) this.#since = Date.now();
      const over = progress.done >= progress.total;
      if (over) this.#since = 0;
      this.job = over || Date.now() - this.#since < 300 ? null : progress;
    });
  }

  async refresh() {
    try {
      this.library = await libraryShow({});
      this.revision += 1;
    } catch (error) {
      this.fail(error);
    }
  }

  async go(screen: Screen, article: string | null = null) {
    await this.leaving?.();
    this.screen = screen;
    if (article) this.article = article;
  }

  async switchTo(person: string) {
    await this.leaving?.();
    try {
      this.library = await actAs({ person });
      this.revision += 1;
    } catch (error) {
      this.fail(error);
    }
  }

  /** Awaits an act and tells of it; false where it failed. */
  async act(promise: Promise<Act>): Promise<boolean> {
    try {
      const { words, undo } = await promise;
      this.told = { words, undo, bad: false };
      await this.refresh();
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  async undo() {
    await this.leaving?.();
    await this.act(undo({}));
  }

  say(words: string) {
    this.told = { words, undo: false, bad: false };
  }

  fail(error: unknown) {
    this.told = { words: sentence(error), undo: false, bad: true };
  }

  cancel() {
    void cancelJob({});
  }
}

export const app = new App();
export { sentence };
