// The bundle that is being put together: the edition as it is on the table, kept or not, the profile, and where the last
// one went. It stays as it is while one is elsewhere in the window.
import { app } from "../lib/app.svelte";
import { onForget, onOther } from "../lib/forget";
import * as ipc from "../lib/ipc";
import { t } from "../lib/words";

export const EVERYTHING = "Everything";

/** The address of a file of the site, from the site's root on. */
export const addressOf = (path: string) =>
  path.replace(/^site/, "").replace(/\/index\.html$/, "/");

export const query = (): ipc.Query => ({
  since_last: false,
  sections: [],
  tags: [],
  languages: [],
  from: null,
  to: null,
});
const blank = (): ipc.Edition => ({
  name: "",
  query: null,
  picked: [],
  left_out: [],
  lead: null,
  fronts: {},
});
const everything = (): ipc.Edition => ({
  ...blank(),
  name: EVERYTHING,
  query: query(),
});
/** An edition as the desk has it, which leaves out what is empty. */
const whole = (edition: ipc.Edition): ipc.Edition => ({
  ...blank(),
  ...edition,
});
const same = (a: unknown, b: unknown) =>
  JSON.stringify(a) === JSON.stringify(b);

/** An article of it. */
type One = Pick<ipc.PlanArticle, "id" | "title" | "section">;

const leads = (no: boolean, title: string) =>
  t(no ? "edition-leads-no-more" : "edition-leads", { title });

/** An edition as it was, what was done to it then, and how many acts there were by then. */
type Former = {
  edition: ipc.Edition;
  kept: string | null;
  words: string;
  acts: number;
};

class Making {
  editions = $state.raw<ipc.EditionView[]>([]);
  profiles = $state.raw<ipc.BundleProfileView[]>([]);
  edition = $state.raw(everything());
  /** The name of the kept edition that is on the table; none for a new one. */
  kept = $state<string | null>(EVERYTHING);
  profile = $state("");
  /** Where the last bundle of this library went. */
  last = $state.raw<Awaited<ReturnType<typeof ipc.lastBundle>>>(null);
  #began = false;
  /** What the edition on the table was before each change that is not kept yet. */
  #former: Former[] = [];
  /** What was told of the last of them. */
  #told: typeof app.told | null = null;

  /** The edition on the table is another than the one that is kept. */
  get changed(): boolean {
    if (this.kept === EVERYTHING) return !same(this.edition, everything());
    const kept = this.editions.find((one) => one.edition.name === this.kept);
    return !kept || !same(whole(kept.edition), this.edition);
  }

  /** What it is released as: everything of which something was taken out, or moved, is put together by hand. */
  get called(): string {
    const { name } = this.edition;
    const own = name !== EVERYTHING || !this.changed;
    return (own && name) || t("edition-by-hand");
  }

  /** What the desk is asked about. */
  get which() {
    const profile = this.profile || undefined;
    if (this.kept === EVERYTHING && !this.changed)
      return { edition: EVERYTHING, profile };
    const { edition } = this;
    const name = edition.name === EVERYTHING ? "" : edition.name;
    return { chosen: { ...edition, name }, profile };
  }

  async look() {
    const [editions, profiles] = await Promise.all([
      ipc.editionList({}),
      ipc.profileList({}),
    ]);
    const before = this.editions.find((one) => one.edition.name === this.kept);
    const untouched = before && same(whole(before.edition), this.edition);
    this.editions = editions;
    this.profiles = profiles;
    if (!profiles.some((one) => one.profile.name === this.profile))
      this.profile = "";
    // What was changed or removed elsewhere, or taken back, is followed; what is being changed here stays.
    const now = editions.find((one) => one.edition.name === this.kept);
    if (now && untouched) {
      const next = whole(now.edition);
      if (!same(next, this.edition)) this.other();
      this.edition = next;
    } else if (!now && untouched) this.choose(EVERYTHING);
    if (this.#began) return;
    this.#began = true;
    this.last = await ipc.lastBundle({});
    if (!this.last) return;
    const { edition, profile } = this.last;
    if (editions.some((one) => one.edition.name === edition))
      this.choose(edition);
    if (profiles.some((one) => one.profile.name === profile))
      this.profile = profile;
  }

  choose(name: string) {
    this.leave();
    this.#former = [];
    const found = this.editions.find((one) => one.edition.name === name);
    this.kept = found ? name : EVERYTHING;
    this.edition = found ? whole(found.edition) : everything();
  }

  /** A new edition, with nothing in it yet. */
  begin() {
    this.leave();
    this.#former = [];
    this.kept = null;
    this.edition = blank();
  }

  /** Changes it, and says what was done, which can be taken back. */
  change(part: Partial<ipc.Edition>, words: string) {
    this.#step(words);
    this.edition = { ...this.edition, ...part };
    this.#tell(words, true);
  }

  #step(words: string) {
    const { edition, kept } = this;
    this.#former.push({ edition, kept, words, acts: app.acts });
  }

  /** Another one is put on the table, or a new one; what was not saved of the one before comes back by a step. */
  pick(name: string) {
    const [changed, former] = [this.changed, this.#former];
    const words = t("edition-put-away", { name: this.called });
    if (changed) this.#step(words);
    if (name) this.choose(name);
    else this.begin();
    if (!changed) return;
    this.#former = former;
    this.#tell(words, true);
  }

  #tell(words: string, undo: boolean) {
    app.told = { words, undo, bad: false, here: true };
    this.#told = app.told;
  }

  /** Takes back the last change, unless one of the desk's acts that are not taken back came after it; whether it did. */
  takeBack(acts: number): boolean {
    const last = this.#former.at(-1);
    if (!last || last.acts < acts) return false;
    this.#former.pop();
    this.edition = last.edition;
    this.kept = last.kept;
    this.#tell(t("edition-taken-back", { what: last.words }), false);
    return true;
  }

  /** What was told of a change can't be taken back from elsewhere. */
  leave() {
    if (this.#told && app.told === this.#told) app.say("");
    this.#told = null;
  }

  /** Someone else sits down: what was done before is not theirs to take back. */
  other() {
    this.leave();
    this.#former = [];
  }

  /** What is searched for is otherwise; it leaves what was picked as it is. */
  search(part: Partial<ipc.Query> | null) {
    const own = this.edition.name === EVERYTHING ? "" : this.edition.name;
    const name = own || t("edition-by-hand");
    this.change(
      { query: part && { ...(this.edition.query ?? query()), ...part } },
      t(part ? "edition-searches" : "edition-searches-not", { name }),
    );
  }

  add({ id, title }: One) {
    const { picked, left_out } = this.edition;
    const part = left_out.includes(id)
      ? { left_out: left_out.filter((one) => one !== id) }
      : { picked: [...picked, id] };
    this.change(part, t("edition-took-in", { title }));
  }

  leaveOut({ id, title }: One) {
    const { picked, left_out, query, lead, fronts } = this.edition;
    const part = {
      picked: picked.filter((one) => one !== id),
      left_out: query ? [...left_out, id] : left_out,
      lead: lead === id ? null : lead,
      fronts: Object.fromEntries(
        Object.entries(fronts).filter(([, one]) => one !== id),
      ),
    };
    this.change(part, t("edition-left-out", { title }));
  }

  /** Puts an article where another stands, in the order that is shown. */
  move(shown: string[], { id, title }: One, to: number) {
    const from = shown.indexOf(id);
    const place = Math.max(0, Math.min(shown.length - 1, to));
    if (from < 0 || from === place) return;
    const order = shown.filter((one) => one !== id);
    order.splice(place, 0, id);
    const { lead, picked } = this.edition;
    // Down to the last that moved, the order is the hand's now; below, it stays what it was.
    const hand = Math.max(
      from + 1,
      place + 1,
      ...picked.map((one) => order.indexOf(one) + 1),
    );
    const part = {
      // What is picked and held back has no place that is shown; it stays picked.
      picked: [
        ...order.slice(0, hand),
        ...picked.filter((one) => !order.includes(one)),
      ],
      // Whoever moves the lead, or something above it, wants the first to lead.
      lead: lead && order[0] !== lead ? null : lead,
    };
    this.change(part, t("edition-moved", { title }));
  }

  setLead({ id, title }: One) {
    const was = this.edition.lead === id;
    this.change({ lead: was ? null : id }, leads(was, title));
  }

  setFront({ id, title, section }: One) {
    const { [section]: was, ...rest } = this.edition.fronts;
    const fronts = was === id ? rest : { ...rest, [section]: id };
    this.change({ fronts }, leads(was === id, title));
  }

  /** Keeps the edition on the table under a name. */
  async keep(name: string, fail?: (error: unknown) => void): Promise<boolean> {
    const edition = { ...this.edition, name };
    const renames = this.kept && this.kept !== EVERYTHING;
    const was = renames ? this.kept! : undefined;
    if (!(await app.act(ipc.editionSave({ was, edition }), fail))) return false;
    this.editions = await ipc.editionList({});
    this.choose(name.trim());
    return true;
  }

  async remove() {
    if (!this.kept) return this.choose(EVERYTHING);
    if (await app.act(ipc.editionRemove({ name: this.kept })))
      this.choose(EVERYTHING);
  }

  /** Where the next one is to go, until it is otherwise. */
  async remember(out: string) {
    const edition = this.kept ?? "";
    this.last = { out, edition, profile: this.profile };
    await ipc.rememberBundle(this.last);
  }

  forget() {
    this.other();
    this.editions = [];
    this.profiles = [];
    this.edition = everything();
    this.kept = EVERYTHING;
    this.profile = "";
    this.last = null;
    this.#began = false;
  }
}

export const making = new Making();
onForget(() => making.forget());
onOther(() => making.other());
