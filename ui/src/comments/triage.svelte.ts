// The queue of comments as it is worked through: the filter, which stays while one is elsewhere; the rows so far; the
// comment in front of one; and the next ones, which are here before their turn. What is decided leaves the list at once,
// and the desk is told in the order of the keys.
import { app, code } from "../lib/app.svelte";
import { onForget, onOther } from "../lib/forget";
import * as ipc from "../lib/ipc";
import { Picks } from "../articles/picks.svelte";

type State = ipc.CommentState | "waiting" | "";

/** Rows in a page; in the first one by words, which have to be looked for; and how many comments are fetched before their turn. */
const PAGE = 200;
const FIRST = 50;
const AHEAD = 8;
/** How long a comment is looked at before it counts as in front of one, and how often that is said again. */
const SETTLED = 250;
const RENEWED = 30_000;
/** How long nothing is decided before everything is asked for anew. */
const QUIET = 400;

class Triage {
  state = $state<State>("waiting");
  words = $state("");
  found = $state("");
  unplaced = $state(false);
  newest = $state(false);
  article = $state.raw<{ id: string; title: string } | null>(null);
  commenter = $state.raw<{ id: string; name: string } | null>(null);
  like = $state.raw<{ id: string; name: string } | null>(null);
  rows = $state.raw<ipc.CommentRow[]>([]);
  next = $state<string | null>(null);
  chosen = $state<string | null>(null);
  view = $state.raw<ipc.CommentView | null>(null);
  /** The comment that the window has shown: a key counts for no other. */
  painted = $state<string | null>(null);
  /** It and its neighbours in the list, which stand in the document unseen: to go to one is to show it. */
  near = $state.raw<ipc.CommentView[]>([]);
  tally = $state.raw<ipc.Tally | null>(null);
  last = $state.raw<ipc.Decision[]>([]);
  /** Whether the list that is asked for has come. */
  listed = $state(false);
  /** Rises when another list is shown, rather than this one anew. */
  turn = $state(0);
  readonly picks = new Picks(
    () => this.total ?? this.rows.length,
    async (from, to) => this.rows.slice(from, to + 1).map((row) => row.id),
  );
  readonly #ahead = new Map<string, ipc.CommentView>();
  /** Those of them that are as they are now, those that are on their way, and how often all were to be asked for anew. */
  readonly #fresh = new Set<string>();
  readonly #coming = new Set<string>();
  #anew = 0;
  #begun = "";
  /** To which one goes back once the list is as it was. */
  #back: string | null = null;
  /** What had come in when nothing was selected yet. */
  #mark: number | null = null;
  #asked = 0;
  #fetching = false;
  #deciding: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #settles: ReturnType<typeof setTimeout> | undefined;
  #renews: ReturnType<typeof setInterval> | undefined;

  get filter(): ipc.CommentFilter {
    return {
      ...(this.state === "waiting"
        ? { waiting: true }
        : this.state
          ? { state: this.state }
          : {}),
      ...(this.article ? { article: this.article.id } : {}),
      ...(this.unplaced ? { unplaced: true } : {}),
      ...(this.commenter ? { commenter: this.commenter.id } : {}),
      ...(this.found ? { found: this.found } : {}),
      ...(this.like ? { like: this.like.id } : {}),
      ...(this.words.trim() ? { words: this.words.trim() } : {}),
      ...(this.newest ? { newest: true } : {}),
    };
  }

  /** Whether it is narrowed down by more than a state. */
  get narrowed(): boolean {
    return !!(
      this.words.trim() ||
      this.found ||
      this.unplaced ||
      this.article ||
      this.commenter ||
      this.like
    );
  }

  /** How long the list is, where that is known. */
  get total(): number | null {
    if (!this.next) return this.rows.length;
    if (this.narrowed || !this.tally) return null;
    if (this.state === "waiting") return this.tally.waiting;
    const { since: _, ...states } = this.tally.states;
    return this.state
      ? states[this.state]
      : Object.values(states).reduce((sum, n) => sum + n, 0);
  }

  get at(): number {
    return this.rows.findIndex((row) => row.id === this.chosen);
  }

  widen() {
    this.words = this.found = "";
    this.unplaced = false;
    this.article = this.commenter = this.like = null;
  }

  /** Another list, from its top. One that is shown already is not begun again. */
  async begin() {
    const filter = JSON.stringify(this.filter);
    if (filter === this.#begun) return;
    this.#begun = filter;
    this.listed = false;
    this.picks.clear();
    await this.#load(this.words.trim() ? FIRST : PAGE, true);
  }

  /** The same list as it is now. */
  async again() {
    this.#age();
    await Promise.all([
      this.#load(Math.min(1000, Math.max(PAGE, this.rows.length)), false),
      this.#count(),
    ]);
    if (!this.chosen) return;
    void this.#show(this.chosen);
    this.#look();
  }

  async #count() {
    try {
      const [tally, last] = await Promise.all([
        ipc.commentCount({}),
        ipc.commentDecisions({}),
      ]);
      if (app.away) return;
      this.tally = tally;
      // What comes in once everything is selected is not selected with it.
      if (!this.picks.everything) this.#mark = tally.mark;
      this.last = last;
    } catch (error) {
      app.fail(error);
    }
  }

  async #load(limit: number, anew: boolean) {
    const mine = ++this.#asked;
    try {
      const seen = await ipc.commentList({ ...this.filter, limit });
      if (mine !== this.#asked || app.away || this.#waiting) return;
      this.rows = seen.items;
      this.next = seen.next;
      this.listed = true;
      if (anew) this.turn += 1;
      // One that was sent for is shown, however far down the list it is.
      const sent = this.chosen !== null && this.chosen === app.comment?.id;
      const back = anew && this.rows.find((row) => row.id === this.#back);
      if (anew) this.#back = null;
      if (!sent && (anew || this.at < 0))
        this.choose((back || this.rows[0])?.id ?? null);
    } catch (error) {
      if (code(error) !== "no-words") app.fail(error);
      else if (mine === this.#asked) {
        // Signs of which nothing can be looked for are in no comment.
        this.rows = [];
        this.next = null;
        this.listed = true;
        if (anew) this.turn += 1;
        this.choose(null);
      }
    }
  }

  async more() {
    if (!this.next || this.#fetching) return;
    this.#fetching = true;
    const mine = this.#asked;
    try {
      const seen = await ipc.commentList({
        ...this.filter,
        limit: PAGE,
        after: this.next,
      });
      if (mine !== this.#asked) return;
      const known = new Set(this.rows.map((row) => row.id));
      this.rows = [
        ...this.rows,
        ...seen.items.filter((row) => !known.has(row.id)),
      ];
      this.next = seen.next;
    } catch (error) {
      app.fail(error);
    } finally {
      this.#fetching = false;
    }
  }

  /** Has a comment in front of one: at once, where it is here already. */
  choose(id: string | null) {
    this.chosen = id;
    if (!id) {
      this.view = null;
      return;
    }
    const known = this.#ahead.get(id);
    if (known) this.view = known;
    else void this.#show(id);
    this.#look();
    clearTimeout(this.#settles);
    this.#settles = setTimeout(() => void this.claim(), SETTLED);
  }

  /** Narrows the list down to what is like a comment, and selects all of that. */
  async similar(to: ipc.CommentView) {
    this.like = { id: to.id, name: to.author };
    await this.begin();
    if (this.like?.id === to.id) this.picks.all();
  }

  /** What is like a comment is no longer asked for: one is at that comment again, where it waits in the list. */
  unlike() {
    this.#back = this.like?.id ?? null;
    this.like = null;
  }

  /** Goes along the list. */
  step(by: number) {
    const row = this.rows[Math.max(0, this.at + by)];
    if (row) this.choose(row.id);
  }

  async #show(id: string) {
    try {
      const seen = await ipc.commentShow({ comment: id });
      if (app.away) return;
      if (id === this.chosen) this.view = seen;
    } catch (error) {
      if (id === this.chosen) app.fail(error);
    }
  }

  /** The comment in front of one has been painted: now is the time to get its neighbours ready. */
  shown(id: string) {
    this.painted = id;
    this.#prepare();
  }

  #prepare() {
    if (!this.view || this.painted !== this.chosen) return;
    const at = this.at;
    const beside = [this.rows[at - 1], this.view, this.rows[at + 1]].map(
      (one) => (one === this.view ? this.view : one && this.#ahead.get(one.id)),
    );
    const near = beside.filter((one) => one !== undefined);
    if (
      near.length !== this.near.length ||
      near.some((one, nth) => one !== this.near[nth])
    )
      this.near = near;
  }

  /** What was fetched before its turn may have changed since. It is shown until it is here anew: a key never waits for that,
   *  and the desk takes no decision over what a comment said before. */
  #age() {
    this.#fresh.clear();
    this.#coming.clear();
    this.#anew += 1;
  }

  /** Fetches the ones that come next, and the one before. */
  #look() {
    const at = this.at;
    const coming = this.rows
      .slice(Math.max(0, at - 1), at + 1 + AHEAD)
      .filter((row) => row.id !== this.chosen);
    for (const id of this.#ahead.keys())
      if (id !== this.chosen && !coming.some((row) => row.id === id)) {
        this.#ahead.delete(id);
        this.#fresh.delete(id);
      }
    const turn = this.#anew;
    for (const { id } of coming) {
      if (this.#fresh.has(id) || this.#coming.has(id)) continue;
      this.#coming.add(id);
      const came = (seen?: ipc.CommentView) => {
        if (turn !== this.#anew) return;
        this.#coming.delete(id);
        if (!seen || app.away) return;
        this.#ahead.set(id, seen);
        this.#fresh.add(id);
        if (Math.abs(this.rows.findIndex((row) => row.id === id) - this.at) < 2)
          this.#prepare();
      };
      ipc.commentShow({ comment: id }).then(came, () => came());
    }
    if (this.rows.length - at < PAGE / 2) void this.more();
  }

  /** Keeps the comment in front of one from other moderators. */
  async claim() {
    const id = this.chosen;
    if (!id || app.screen !== "comments" || !moderates()) return;
    try {
      const other = await ipc.commentClaim({ comment: id });
      if (this.view?.id === id && this.view.claimed_by !== other)
        this.view = { ...this.view, claimed_by: other };
    } catch {
      // Without a claim the desk still refuses what another has decided.
    }
  }

  come() {
    this.#renews = setInterval(() => void this.claim(), RENEWED);
  }

  leave() {
    clearInterval(this.#renews);
    clearTimeout(this.#settles);
    this.painted = null;
    if (moderates() && !app.away) void ipc.commentClaim({}).catch(() => {});
  }

  /** Decides on the comment in front of one, or over all that are selected. */
  decide(to: ipc.CommentState, reason: string | null, text = "") {
    const more = text ? { text } : {};
    if (this.picks.size) {
      const ask = this.picks.everything
        ? {
            all: this.filter,
            except: this.picks.ids,
            ...(this.#mark === null ? {} : { mark: this.#mark }),
          }
        : { comments: this.picks.ids };
      this.picks.clear();
      void app.act(ipc.commentDecide({ ...ask, state: to, reason, ...more }));
      return;
    }
    const id = this.chosen;
    if (!id || this.view?.id !== id) return;
    const { seen } = this.view;
    const stays = !this.state || this.state === to;
    const place = this.at;
    const follows = this.rows[place + 1]?.id ?? this.rows[place - 1]?.id;
    if (stays)
      this.rows = this.rows.map((row) =>
        row.id === id ? { ...row, state: to } : row,
      );
    else this.rows = this.rows.filter((row) => row.id !== id);
    this.#ahead.delete(id);
    this.#fresh.delete(id);
    this.choose(follows ?? (stays ? id : null));
    this.#tell(() =>
      ipc.commentDecide({ comments: [id], state: to, reason, seen, ...more }),
    );
  }

  /** Tells the desk, one after the other; what it refuses is shown again as it is. */
  #tell(act: () => Promise<ipc.Act>) {
    this.#waiting += 1;
    clearTimeout(this.#quiet);
    this.#deciding = this.#deciding.then(async () => {
      try {
        const { words, undo } = await act();
        app.told = { words, undo, bad: false };
      } catch (error) {
        app.fail(error);
      }
      this.#waiting -= 1;
      if (!this.#waiting) {
        clearTimeout(this.#quiet);
        this.#quiet = setTimeout(() => void app.refresh(), QUIET);
        void this.#count();
      }
    });
  }

  /** Takes back one's last act here, and goes back to the comment that it decided on. */
  async undo() {
    await this.#deciding;
    const back = this.last.find((one) => one.undoable)?.comment ?? this.chosen;
    if (!(await app.takeBack(ipc.commentUndo({})))) return;
    if (back) {
      await this.again();
      if (this.rows.some((row) => row.id === back)) this.choose(back);
    }
  }

  /** Someone else sits down: what waits is listed, and nothing is selected. */
  other() {
    this.widen();
    this.state = "waiting";
    this.picks.clear();
  }

  /** Nothing of it is in the page any more. */
  forget() {
    this.widen();
    this.rows = [];
    this.view = this.chosen = this.next = this.tally = null;
    this.last = [];
    this.#begun = "";
    this.listed = false;
    this.near = [];
    this.#ahead.clear();
    this.#age();
  }
}

const moderates = () => app.library?.me?.roles.includes("moderator") ?? false;

export const triage = new Triage();
onForget(() => triage.forget());
onOther(() => triage.other());
