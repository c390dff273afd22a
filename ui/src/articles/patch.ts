// One text made from another by as few changes as its lines need, so that what stays, stays where it is: the cursor,
// the scroll place, and what one is typing.
import type { ChangeSpec } from "@codemirror/state";
import { between } from "../lib/between";

const lines = (text: string) => text.split(/(?<=\n)/);

/** The lines that stand once in both, in an order that both have: places in the one and in the other. */
function anchors(one: string[], other: string[]): [number, number][] {
  const once = (all: string[]) => {
    const at = new Map<string, number>();
    all.forEach((line, index) => at.set(line, at.has(line) ? -1 : index));
    return at;
  };
  const there = once(other);
  const pairs = [...once(one)]
    .map(([line, at]): [number, number] => [at, there.get(line) ?? -1])
    .filter(([at, to]) => at >= 0 && to >= 0);
  // The longest run of them that rises in both: for each length the pair that ends lowest.
  const ends: number[] = [];
  const before: number[] = [];
  pairs.forEach(([, to], index) => {
    let length = 0;
    while (length < ends.length && pairs[ends[length]][1] < to) length += 1;
    before[index] = length ? ends[length - 1] : -1;
    ends[length] = index;
  });
  const run: [number, number][] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at])
    run.unshift(pairs[at]);
  return run;
}

/** The one change that makes `text` from `old`, which begins at `start`; none where they are the same. */
function change(old: string, text: string, start: number): ChangeSpec[] {
  if (old === text) return [];
  const { from, to, with: insert } = between(old, text);
  return [{ from: start + from, to: start + to, insert }];
}

/** The changes that make `text` from `old`. */
export function changes(old: string, text: string): ChangeSpec[] {
  const [one, other] = [lines(old), lines(text)];
  const out: ChangeSpec[] = [];
  let [at, to, start] = [0, 0, 0];
  for (const [next, there] of [
    ...anchors(one, other),
    [one.length, other.length] as [number, number],
  ]) {
    const gone = one.slice(at, next).join("");
    out.push(...change(gone, other.slice(to, there).join(""), start));
    start += gone.length + (one[next]?.length ?? 0);
    [at, to] = [next + 1, there + 1];
  }
  return out;
}
