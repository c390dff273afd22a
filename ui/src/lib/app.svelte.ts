// What every screen shares: the library, where one is, what was last done, how the window stands.
import {
  actAs,
  callOff,
  cancelJob,
  deskShow,
  door,
  keyForget,
  keyList,
  keyOpen,
  libraryShow,
  lockDesk,
  onChanged,
  onInbox,
  onProgress,
  setView,
  stir,
  takeUp,
  undo,
  type Act,
  type Check,
  type CommentState,
  type DeskView,
  type Error,
  type LibraryView,
  type Quoted,
  type Typed,
} from "./ipc";
import { code, sentence } from "./errors";
import { goBack, placeOf, type Place } from "./focus";
import { forget, other } from "./forget";
import { handOver, takeBack } from "./halves.svelte";
import type { Progress } from "./ipc";
import { screens } from "./screens.svelte";
import type { Told } from "./told";
import { t } from "./words";

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

export { code, sentence };

const ZOOM_STEP = 0.1;

export type Theme = "system" | "light" | "dark";
export type Density = "roomy" | "compact";

/** The library as the page takes it: where it is only read, whoever sits here has no role to do anything by. */
function readable(library: LibraryView): LibraryView {
  if (!library.shared || !library.me) return library;
  return { ...library, me: { ...library.me, roles: [] } };
}

/** Why one can't do here what `role` says takes somebody else. */
export function whyNot(role: string): string {
  return t(app.library?.shared ? "only-read" : role);
}

/** What stands at the door of a locked desk: no article, only who is known here. */
export type Door = Awaited<ReturnType<typeof door>>;

/** Where one was when the desk was locked, and what one had half written. */
type Kept = {
  screen: Screen;
  article: string | null;
  part: string;
  halves: [string, string][];
  /** What had the focus. */
  place?: Place | null;
};

/** How often the desk is told that a hand is on it, in milliseconds. */
const STIR_EVERY = 20_000;

const kept = (name: string) => localStorage.getItem(`copydesk.${name}`) ?? "";
const keep = (name: string, value: string) =>
  localStorage.setItem(`copydesk.${name}`, value);

class App {
  library = $state<LibraryView | null>(null);
  screen = $state<Screen>("desk");
  #article = $state<string | null>(null);
  /** Rises whenever something in the library changed. */
  revision = $state(0);
  #said = $state<Told>({ words: "", undo: false, bad: false });
  job = $state<Progress | null>(null);
  theme = $state<Theme>((kept("theme") as Theme) || "system");
  density = $state<Density>((kept("density") as Density) || "roomy");
  /** Whether misspelt words are marked while one writes. */
  spelling = $state(kept("spelling") !== "off");
  /** Whether a typewriter's keys make quotation marks, apostrophes, dashes. */
  typographic = $state(kept("typography") !== "off");
  /** How large the page is shown. */
  zoom = Number(kept("zoom")) || 1;
  listFolded = $state(kept("list") === "folded");
  drawer = $state(false);
  narrow = $state(false);
  /** Whether the screen's list stays beside the work even where there is little room. */
  steady = $state(false);
  /** Whether the way here named the article. */
  sent = false;
  systemDark = $state(false);
  /** Nothing but the text. */
  alone = $state(false);
  /** A new article's headline is being asked for. */
  making = $state(false);
  /** The box over all words is open. */
  searching = $state(false);
  /** The passage of an article that one was sent to, until one is there. */
  sought = $state.raw<
    ({ article: string | null; check?: Check; note?: string } & Quoted) | null
  >(null);
  /** What came in by the inbox since one looked: new comments, and files that were set aside. */
  came = $state({ added: 0, aside: 0 });
  /** The comment that one was sent to. */
  comment = $state.raw<{ id: string; state: CommentState } | null>(null);
  /** The part of the library that one sees. */
  part = $state("people");
  /** The article whose activity is shown; none for the library's. */
  activityOf = $state<{ id: string; title: string } | null>(null);
  /** Settles what is being typed before one goes elsewhere. */
  leaving: (() => Promise<void>) | null = null;
  /** Gives what is being typed and not saved yet, where there is any. */
  typing: (() => Typed | null) | null = null;
  /** What was typed before the desk was locked and could not be saved since, by its article. */
  unsaved = new Map<string, Typed>();
  /** The article that was just begun: one goes on in its text. */
  begun: string | null = null;
  /** The headings of the text that is open, each with the way to it. */
  outline: (() => { words: string; take: () => void }[]) | null = null;
  /** The way between editing and suggesting, in the text that is open. */
  suggesting: {
    on: () => boolean;
    turn: () => void;
    save: () => Promise<unknown>;
  } | null = null;
  /** Takes back what was done on the screen and is no act yet, where no more than `acts` acts were by then; whether it did. */
  takesBack: ((acts: number) => boolean) | null = null;
  /** How many acts were done here that can be taken back. */
  acts = 0;
  /** Whether what the window shows anew was changed by another program. */
  fromElsewhere = false;
  /** What stands at the door, while the desk is locked. */
  door = $state.raw<Door | null>(null);
  /** The desk is locked, and what stands at its door is being asked for. */
  shut = $state(false);
  /** The list of who could sit down is open. */
  choosing = $state(false);
  /** What waits for a passphrase: whose, and what is done with it. */
  asked = $state.raw<{
    name: string;
    sits: boolean;
    then: (passphrase: string) => Promise<void>;
    /** Calls it off, where it has begun. */
    off?: () => void;
  } | null>(null);
  /** How many verdicts were signed since one sat down. */
  signed = $state(0);
  /** What the desk shows first: asked for together with the library, with which it is shown. */
  #first: Promise<DeskView> | null = null;
  #stirred = 0;
  #since = 0;
  /** How often one went somewhere, and how often the page forgot the library. */
  #goes = 0;
  #forgets = 0;

  /** The article that is open. */
  get article(): string | null {
    return this.#article;
  }
  /** What went wrong with the one before it is no matter of this one. */
  set article(id: string | null) {
    if (id !== this.#article) this.#past();
    this.#article = id;
  }

  /** Whether the window is dark, by its own setting or the system's. */
  get dark(): boolean {
    return this.theme === "system" ? this.systemDark : this.theme === "dark";
  }

  /** Whether the desk is locked: nothing of the library belongs in the page. */
  get away(): boolean {
    return this.shut || this.door !== null;
  }

  /** Whether who sits here may begin an article; in a library that is open to read only, nobody may. */
  get writes(): boolean {
    if (this.library?.shared) return false;
    const roles = this.library?.me?.roles ?? [];
    return roles.includes("writer") || roles.includes("reviewer");
  }

  get listShown(): boolean {
    if (this.alone) return false;
    return this.narrow ? this.drawer || this.steady : !this.listFolded;
  }

  async start() {
    const narrow = matchMedia("(max-width: 1000px)");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const look = () => {
      this.narrow = narrow.matches;
      this.systemDark = dark.matches;
    };
    look();
    narrow.addEventListener("change", look);
    dark.addEventListener("change", look);
    if (this.zoom !== 1) await this.#view(this.zoom);
    this.#first = deskShow({});
    // Where the desk is locked or the library can't be read, that is told of the library.
    this.#first.catch(() => {});
    await this.refresh();
    await Promise.all([this.#greet(), this.#listen()]);
  }

  async #listen() {
    await onChanged(() => void this.refresh(true));
    await onInbox(({ added, aside }) => {
      if (this.away) return;
      this.came = {
        added: this.came.added + added,
        aside: this.came.aside + aside,
      };
    });
    await onProgress((progress) => {
      if (this.#since === 0) this.#since = Date.now();
      const over = progress.done >= progress.total;
      if (over) this.#since = 0;
      this.job = over || Date.now() - this.#since < 300 ? null : progress;
    });
  }

  /** What waits for who sits here. */
  desk(): Promise<DeskView> {
    const first = this.#first;
    this.#first = null;
    return first ?? deskShow({});
  }

  async refresh(elsewhere = false) {
    this.fromElsewhere = elsewhere;
    try {
      const library = await libraryShow({});
      // What comes once the desk is locked is not shown any more.
      if (this.away) return;
      this.library = readable(library);
      this.revision += 1;
    } catch (error) {
      this.#first = null;
      if (code(error) !== "locked") this.fail(error);
      else if (!this.shut) this.door = await door({});
    }
  }

  /** Tells who sits down what happened to their signature meanwhile. */
  async #greet() {
    if (this.door) return;
    const keys = await keyList({}).catch(() => []);
    const mine = keys.find((key) => key.person === this.library?.me?.id);
    if (mine?.renewed) this.say(t("key-renewed"));
  }

  /** A hand is on the desk. */
  stir() {
    if (Date.now() - this.#stirred < STIR_EVERY) return;
    this.#stirred = Date.now();
    void stir({}).catch(() => {});
  }

  async go(screen: Screen, article: string | null = null) {
    // A field that goes away with its screen would not tell what was typed into it.
    const field = document.activeElement;
    if (screen !== this.screen && field?.matches("input, textarea"))
      (field as HTMLElement).blur();
    // What went wrong elsewhere is not what is wrong here.
    this.#past();
    const goes = (this.#goes += 1);
    await this.leaving?.();
    // What one leaves and could not be settled is told of, by its name.
    const left = this.told.bad ? this.told : null;
    try {
      if (screen !== "desk") await screens.load();
    } catch (error) {
      return this.fail(error);
    }
    // One went elsewhere meanwhile, or locked the desk.
    if (goes !== this.#goes || this.away) return;
    if (screen !== this.screen) this.alone = false;
    this.screen = screen;
    if (screen === "comments") this.came = { added: 0, aside: 0 };
    this.sent = article !== null;
    if (article) this.article = article;
    if (left) this.told = left;
    this.drawer = this.narrow && screen === "articles" && !this.article;
  }

  foldList() {
    if (this.narrow) this.drawer = this.steady || !this.drawer;
    else {
      this.listFolded = !this.listFolded;
      keep("list", this.listFolded ? "folded" : "");
    }
  }

  setTheme(theme: Theme) {
    this.theme = theme;
    keep("theme", theme);
  }

  setDensity(density: Density) {
    this.density = density;
    keep("density", density);
  }

  setSpelling(on: boolean) {
    this.spelling = on;
    keep("spelling", on ? "" : "off");
  }

  /** Shows everything larger or smaller by so many steps; by none, as it was. */
  async setZoom(steps: number) {
    const next = steps ? this.zoom + steps * ZOOM_STEP : 1;
    this.zoom = Math.round(Math.min(2.5, Math.max(0.6, next)) * 10) / 10;
    keep("zoom", String(this.zoom));
    await this.#view(this.zoom);
    this.say(t("shown-at", { percent: Math.round(this.zoom * 100) }));
  }

  /** Lets the window fill the screen, or no longer. */
  async fill() {
    await this.#view(null, true);
  }

  async #view(zoom: number | null, turn = false) {
    try {
      await setView({ zoom, turn });
    } catch (error) {
      this.fail(error);
    }
  }

  setTypographic(on: boolean) {
    this.typographic = on;
    keep("typography", on ? "" : "off");
  }

  /** Lets someone sit down; asks for the passphrase of who has one. */
  async switchTo(person: string) {
    await this.leaving?.();
    try {
      await this.sit(person);
    } catch (error) {
      const key = this.door
        ? this.door.keys.find((one) => one.person === person)
        : this.library?.people.find((one) => one.id === person);
      if (code(error) !== "sealed") this.fail(error);
      else this.#askToSit(person, key?.name ?? "");
    }
  }

  #askToSit(person: string, name: string) {
    const attempt = crypto.randomUUID();
    this.asked = {
      name,
      sits: true,
      then: (passphrase) =>
        this.sit(person, passphrase, attempt).catch((error) => {
          if (code(error) !== "cancelled") throw error;
        }),
      off: () => void callOff({ attempt }).catch(() => {}),
    };
  }

  /** Puts away the question for a passphrase; what it was for is not done, however far it has come. */
  callOff() {
    const { asked } = this;
    this.asked = null;
    asked?.off?.();
  }

  /** Sits down, which also opens a locked desk. */
  async sit(person: string, passphrase?: string, attempt?: string) {
    // Before anything is opened or taken up, which is there to be taken once.
    await screens.load();
    const forgets = this.#forgets;
    const before = this.door ? this.door.person : this.library?.me?.id;
    const library = await actAs({ person, passphrase, attempt });
    const found = await takeUp({}).catch(() => null);
    // The desk was locked meanwhile: nothing of this belongs in the page.
    if (forgets !== this.#forgets) return;
    if (before !== library.me?.id) {
      other();
      this.acts = 0;
    }
    const kept = found?.kept as Kept | null | undefined;
    if (kept) {
      takeBack(kept.halves);
      this.screen = kept.screen;
      this.article = kept.article;
      this.part = kept.part;
    }
    for (const typed of found?.typed ?? [])
      this.unsaved.set(typed.article, typed);
    this.library = readable(library);
    this.door = null;
    this.signed = 0;
    this.told = { words: "", undo: false, bad: false };
    this.revision += 1;
    if (kept?.place) goBack(kept.place);
    await this.#greet();
  }

  /** Locks the desk, at once: the page forgets the library. What is half written is there after unlocking. */
  async lock() {
    const me = this.library?.me;
    if (this.away || !me) return;
    const place = placeOf();
    // A field that tells what was typed into it when it is left tells it now, before the lock.
    (document.activeElement as HTMLElement | null)?.blur?.();
    this.callOff();
    void this.suggesting?.save();
    const typed = this.typing?.() ?? null;
    const kept: Kept = {
      screen: this.screen,
      article: this.article,
      part: this.part,
      halves: handOver(),
      place,
    };
    const locked = lockDesk({
      person: me.id,
      kept,
      typed: typed ? [typed] : [],
    });
    this.shut = true;
    this.#forget();
    try {
      this.door = await locked;
    } catch (error) {
      takeBack(kept.halves);
      this.article = kept.article;
      this.shut = false;
      await this.refresh();
      this.fail(error);
    }
    this.shut = false;
  }

  #forget() {
    this.#goes += 1;
    this.#forgets += 1;
    this.told = { words: "", undo: false, bad: false };
    this.making = this.searching = this.choosing = this.alone = false;
    this.library = this.article = this.outline = this.begun = null;
    this.suggesting = null;
    this.sought = this.comment = this.activityOf = this.job = null;
    this.came = { added: 0, aside: 0 };
    this.unsaved.clear();
    this.#first = null;
    forget();
  }

  /** Awaits an act and tells of it; false where it failed, which the status line says unless `fail` does. */
  async act(
    promise: Promise<Act>,
    fail: (error: unknown) => void = (error) => this.#refuse(error),
  ): Promise<boolean> {
    try {
      await this.#told(promise);
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  }

  /** An act that signs: where the signature is sealed, the passphrase is asked for first. */
  async sign(act: () => Promise<Act>, done?: () => void) {
    await this.opened(async () => {
      await this.#told(act());
      this.signed += 1;
      done?.();
    });
  }

  /** Does what may sign: where the signature turns out to be sealed, the passphrase is asked for, and it is done then. */
  async opened(act: () => Promise<void>) {
    try {
      await act();
    } catch (error) {
      if (code(error) !== "sealed") this.#refuse(error);
      else this.#askToSign(act);
    }
  }

  #askToSign(signed: () => Promise<void>) {
    const asked = {
      name: this.library?.me?.name ?? "",
      sits: false,
      then: async (passphrase: string) => {
        await keyOpen({ passphrase });
        if (this.asked !== asked) {
          // It was called off while the key was being opened: nothing is signed, and the key is as it was.
          await keyForget({});
          return;
        }
        this.asked = null;
        await signed().catch((error) => this.fail(error));
      },
    };
    this.asked = asked;
  }

  get told(): Told {
    return this.#said;
  }

  /** Whatever the desk can take back is an act. */
  set told(told: Told) {
    this.#said = told;
    if (told.undo && !told.here) this.acts += 1;
  }

  async #told(promise: Promise<Act>) {
    const { words, undo } = await promise;
    this.told = { words, undo, bad: false };
    await this.refresh();
  }

  async undo() {
    await this.leaving?.();
    if (!this.takesBack?.(this.acts)) await this.takeBack(undo({}));
  }

  /** An act that takes back the last one; whether it did. */
  async takeBack(act: Promise<Act>): Promise<boolean> {
    const { acts } = this;
    const done = await this.act(act);
    if (done) this.acts = Math.max(0, acts - 1);
    return done;
  }

  say(words: string) {
    this.told = { words, undo: false, bad: false };
  }

  /** Says what can't be done, until something is. */
  cannot(words: string) {
    this.told = { words, undo: false, bad: false, passes: true };
  }

  /** Something else is done: what could not be done before is no matter any more. */
  pass() {
    if (this.told.passes) this.say("");
  }

  /** One is elsewhere: what went wrong before is no matter there. */
  #past() {
    if (this.told.bad || this.told.passes) this.say("");
  }

  /** Tells why an act was not done: what a rule refused holds until something is done. */
  #refuse(error: unknown) {
    this.fail(error);
    if (this.told.bad && (error as Partial<Error>)?.kind === "refused")
      this.told.passes = true;
  }

  /** Tells what went wrong, with what `name` names. */
  fail(error: unknown, name = "") {
    // What the lock cut short is no trouble of who unlocks.
    if (code(error) === "locked" && this.away) return;
    // Nothing is wrong where someone called it off.
    const bad = code(error) !== "cancelled";
    const why = sentence(error);
    const words = name ? t("wrong-with", { name, why }) : why;
    this.told = { words, undo: false, bad };
  }

  cancel() {
    void cancelJob({});
  }
}

export const app = new App();
