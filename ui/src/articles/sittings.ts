// The small saves of one sitting folded into one line; what became of a text stands out.
import type { HistoryEntry } from "../lib/ipc";

/** Saves of one person with less than this between them are one sitting, in milliseconds. */
const PAUSE = 30 * 60 * 1000;

export type Sitting = {
  /** The last save of it: what stands for it. */
  last: HistoryEntry;
  /** The saves before it, newest first. */
  earlier: HistoryEntry[];
  /** What it began with; none where it made the article. */
  parent: string | null;
  changed: number;
};

/** Whether a save says more than that someone went on writing. */
const stands = (entry: HistoryEntry) =>
  entry.milestones.length > 0 ||
  entry.name !== "" ||
  entry.live ||
  entry.origin !== "edit";

const moment = (entry: HistoryEntry) => new Date(entry.at).getTime();

/** The sittings of a history, newest first as it is. */
export function sittings(entries: HistoryEntry[]): Sitting[] {
  const out: Sitting[] = [];
  for (const entry of entries) {
    const now = out.at(-1);
    const oldest = now?.earlier.at(-1) ?? now?.last;
    if (
      now &&
      oldest &&
      oldest.origin === "edit" &&
      !stands(entry) &&
      entry.author === oldest.author &&
      moment(oldest) - moment(entry) < PAUSE
    ) {
      now.earlier.push(entry);
      now.parent = entry.parent;
      now.changed += entry.changed;
    } else
      out.push({
        last: entry,
        earlier: [],
        parent: entry.parent,
        changed: entry.changed,
      });
  }
  return out;
}
