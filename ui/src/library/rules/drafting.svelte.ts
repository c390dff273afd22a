// The rules as someone is changing them, beside those that are switched on. What is changed and not switched on is theirs
// alone: it is there again after another screen, and after the lock.
import { half } from "../../lib/halves.svelte";
import type { Rules, RulesView } from "../../lib/ipc";

/** The rules that a change began with, and what became of them. */
type Changed = { from: Rules; rules: Rules };
type Plain = { [name: string]: unknown };

const same = (a: unknown, b: unknown) =>
  JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** The same value with its names in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!value || typeof value !== "object") return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(
    names
      .map((name) => [name, sorted((value as Plain)[name])])
      .filter(([, inner]) => inner != null),
  );
}

const named = (rules: Rules) =>
  Object.fromEntries(rules.lists.map((list) => [list.name, list]));

/** What was changed here, upon what was changed elsewhere; what both changed is as it was changed here. */
function upon(from: Plain, mine: Plain, theirs: Plain): Plain {
  const names = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  const out: Plain = {};
  for (const name of names) {
    const [was, is, now] = [from[name], mine[name], theirs[name]];
    const parts = [was, is, now].every(
      (one) => one && typeof one === "object" && !Array.isArray(one),
    );
    if (parts) out[name] = upon(was as Plain, is as Plain, now as Plain);
    else out[name] = same(was, is) ? now : is;
  }
  return out;
}

export class Drafting {
  /** As they are switched on, and the usual ones. */
  view = $state.raw<RulesView | null>(null);
  #kept = half(() => "comment-rules");
  #changed = $derived(
    this.#kept.words ? (JSON.parse(this.#kept.words) as Changed) : null,
  );
  /** As they stand here. */
  rules = $derived(this.#changed?.rules ?? this.view?.rules ?? null);

  /** Whether something is changed that is not switched on. */
  get changed(): boolean {
    return this.#changed !== null;
  }

  /** Whether they are the usual ones. What was reset of what is learned is no matter of it. */
  get usual(): boolean {
    if (!this.view || !this.rules) return true;
    const { learned } = this.rules;
    const usual = this.view.usual;
    return same(this.rules, {
      ...usual,
      learned: { ...usual.learned, since: learned.since },
    });
  }

  /** Changes them here. */
  set(change: (rules: Rules) => void) {
    if (!this.rules || !this.view) return;
    const rules = structuredClone(this.rules);
    change(rules);
    this.#keep(this.#changed?.from ?? this.view.rules, rules);
  }

  /** Back to the usual ones. */
  toUsual() {
    const usual = this.view?.usual;
    if (!usual) return;
    this.set((rules) => {
      const { since } = rules.learned;
      Object.assign(rules, structuredClone(usual));
      rules.learned.since = since;
    });
  }

  /** Back to those that are switched on. */
  drop() {
    this.#kept.words = "";
  }

  /** Takes in what is switched on now, around what is changed here. */
  take(view: RulesView) {
    const changed = this.#changed;
    this.view = view;
    if (!changed || same(changed.from, view.rules)) return;
    const part = (rules: Rules): Plain => ({ ...rules, lists: named(rules) });
    const rules = upon(
      part(changed.from),
      part(changed.rules),
      part(view.rules),
    );
    rules.lists = Object.values(rules.lists as Plain).filter(Boolean);
    this.#keep(view.rules, rules as unknown as Rules);
  }

  #keep(from: Rules, rules: Rules) {
    const back = this.view && same(rules, this.view.rules);
    this.#kept.words = back ? "" : JSON.stringify({ from, rules });
  }
}
