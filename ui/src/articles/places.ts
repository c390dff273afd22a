// Where one was in an article when one left it: of this window, and of the last few.
import type { Cursor } from "../lib/ipc";

const NAME = "copydesk.places";
const MOST = 50;

type Place = [string, Cursor];
type IsPlace = (one: unknown) => one is Place;

function all(): Place[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? "[]");
    return Array.isArray(kept) ? kept.filter(Array.isArray as IsPlace) : [];
  } catch {
    return [];
  }
}

export const placeIn = (article: string): Cursor | null =>
  all().find(([id]) => id === article)?.[1] ?? null;

export function keepPlace(article: string, cursor: Cursor) {
  const others = all().filter(([id]) => id !== article);
  const kept = [[article, cursor], ...others].slice(0, MOST);
  try {
    localStorage.setItem(NAME, JSON.stringify(kept));
  } catch {
    // Then one begins at the top the next time.
  }
}
