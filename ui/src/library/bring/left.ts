// What an import has to say of single things, said once where it is the same of several.
import type { Skipped } from "../../lib/ipc";

export type Group = {
  /** Why. */
  why: string;
  /** What it is about, and what else there is to say of each. */
  all: { where: string; what: string }[];
};

/** What comes before a colon is the reason, where several have it; what comes after is each one's own. */
export function grouped(all: Skipped[]): Group[] {
  const reason = (why: string) => {
    const colon = why.indexOf(": ");
    return colon < 0 ? why : why.slice(0, colon);
  };
  const groups = new Map<string, Skipped[]>();
  for (const one of all) {
    const why = reason(one.why);
    groups.set(why, [...(groups.get(why) ?? []), one]);
  }
  return [...groups]
    .map(([why, rows]) =>
      rows.length === 1
        ? { why: rows[0].why, all: [{ where: rows[0].where, what: "" }] }
        : {
            why,
            all: rows.map((row) => ({
              where: row.where,
              what: row.why.slice(why.length + 2),
            })),
          },
    )
    .sort((a, b) => a.all.length - b.all.length);
}
