// What an import has to say of single things, said once where it is the same of several.
import type { Counted, Skipped } from "../../lib/ipc";

export type Group = {
  /** Why. */
  why: string;
  /** What it is about, and what else there is to say of each. */
  all: { where: string; what: string }[];
  /** How often, of which `all` may be but the beginning. */
  times: number;
};

const reason = (why: string) => {
  const colon = why.indexOf(": ");
  return colon < 0 ? why : why.slice(0, colon);
};

/** What comes before a colon is the reason, where several have it; what comes after is each one's own. */
export function grouped(listed: Skipped[], counts: Counted[] = []): Group[] {
  const times = new Map(counts.map((one) => [one.name, one.count]));
  // What says that there is more has been counted.
  const all = counts.length
    ? listed.filter((one) => times.has(reason(one.why)))
    : listed;
  const groups = new Map<string, Skipped[]>();
  for (const one of all) {
    const why = reason(one.why);
    groups.set(why, [...(groups.get(why) ?? []), one]);
  }
  return [...groups]
    .map(([why, rows]) =>
      rows.length === 1 && (times.get(why) ?? 1) === 1
        ? {
            why: rows[0].why,
            all: [{ where: rows[0].where, what: "" }],
            times: 1,
          }
        : {
            why,
            times: times.get(why) ?? rows.length,
            all: rows.map((row) => ({
              where: row.where,
              what: row.why.slice(why.length + 2),
            })),
          },
    )
    .sort((a, b) => a.times - b.times);
}
