import { t } from "./words";

/** From how many seconds on it is said in minutes. */
const LONG = 100;

/** How much longer something may take, in words. */
export function timeLeft(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < LONG
    ? t("time-left", { n: seconds })
    : t("minutes-left", { n: Math.round(seconds / 60) });
}
