// The bundle that is being put together: the edition as it is on the table, kept or not, the profile, and where the last
// one went. It stays as it is while one is elsewhere in the window.
import { app } from "../lib/app.svelte";
import { onForget } from "../lib/forget";
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
    if (now && untouched) this.edition = whole(now.edition);
    else if (!now && untouched) this.choose(EVERYTHING);
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
    const found = this.editions.find((one) => one.edition.name === name);
    this.kept = found ? name : EVERYTHING;
    this.edition = found ? whole(found.edition) : everything();
  }

  /** A new edition, with nothing in it yet. */
  begin() {
    this.kept = null;
    this.edition = blank();
  }

  change(part: Partial<ipc.Edition>) {
    this.edition = { ...this.edition, ...part };
  }

  /** What is searched for is otherwise; it leaves what was picked as it is. */
  search(part: Partial<ipc.Query>) {
    this.change({ query: { ...(this.edition.query ?? query()), ...part } });
  }

  add(id: string) {
    const { picked, left_out } = this.edition;
    if (left_out.includes(id))
      this.change({ left_out: left_out.filter((one) => one !== id) });
    else this.change({ picked: [...picked, id] });
  }

  leaveOut(id: string) {
    const { picked, left_out, query, lead, fronts } = this.edition;
    this.change({
      picked: picked.filter((one) => one !== id),
      left_out: query ? [...left_out, id] : left_out,
      lead: lead === id ? null : lead,
      fronts: Object.fromEntries(
        Object.entries(fronts).filter(([, one]) => one !== id),
      ),
    });
  }

  /** Puts an article where another stands, in the order that is shown. */
  move(shown: string[], id: string, to: number) {
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
    this.change({
      // What is picked and held back has no place that is shown; it stays picked.
      picked: [
        ...order.slice(0, hand),
        ...picked.filter((one) => !order.includes(one)),
      ],
      // Whoever moves the lead, or something above it, wants the first to lead.
      lead: lead && order[0] !== lead ? null : lead,
    });
  }

  setLead(id: string) {
    this.change({ lead: this.edition.lead === id ? null : id });
  }

  setFront(section: string, id: string) {
    const { [section]: was, ...rest } = this.edition.fronts;
    this.change({ fronts: was === id ? rest : { ...rest, [section]: id } });
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
