// Every text of the interface, from the Fluent catalogues beside.
import {
  FluentBundle,
  FluentResource,
  type FluentVariable,
} from "@fluent/bundle";

const files = import.meta.glob<string>("./en/*.ftl", {
  query: "?raw",
  import: "default",
  eager: true,
});
const bundle = new FluentBundle("en", { useIsolating: false });
for (const text of Object.values(files))
  bundle.addResource(new FluentResource(text));

export function t(key: string, args?: Record<string, FluentVariable>): string {
  const message = bundle.getMessage(key);
  return message?.value ? bundle.formatPattern(message.value, args) : key;
}

/** Made once: to make one takes as long as to write a hundred dates with it. */
const written = (how: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat("en-GB", how);
  return (at: Date) => (Number.isNaN(at.getTime()) ? "" : format.format(at));
};
const clock = written({ hour: "2-digit", minute: "2-digit" });
const second = written({
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const shortDay = written({ day: "numeric", month: "short" });
const shortDate = written({ day: "numeric", month: "short", year: "numeric" });
const whole = written({ dateStyle: "full", timeStyle: "medium" });

/** Relative until yesterday, then a date. */
export function when(at: string, now = Date.now(), brief = false): string {
  const then = new Date(at);
  if (Number.isNaN(then.getTime())) return "";
  const minutes = Math.round((now - then.getTime()) / 60000);
  if (minutes < 1 && minutes > -1) return t("now");
  if (minutes >= 1 && minutes < 60) return t("minutes-ago", { n: minutes });
  const midnight = (moment: number) => new Date(moment).setHours(0, 0, 0, 0);
  const days = Math.round(
    (midnight(now) - midnight(then.getTime())) / 86400000,
  );
  if (days === 0) return clock(then);
  if (days === 1)
    return t("yesterday", { clock: brief ? "" : clock(then) }).trim();
  const thisYear = then.getFullYear() === new Date(now).getFullYear();
  const day = thisYear ? shortDay(then) : shortDate(then);
  // A year of fewer digits would look like a day.
  return day.replace(/ (\d{1,3})$/, (_, year) => ` ${year.padStart(4, "0")}`);
}

/** The same for a narrow place: of yesterday's things only the day. */
export const lately = (at: string) => when(at, Date.now(), true);

/** When something was kept: to the second today, as {@link when} has it on any day before. */
export function kept(at: string, now = Date.now()): string {
  const then = new Date(at);
  const today = then.toDateString() === new Date(now).toDateString();
  return today ? second(then) : when(at, now);
}

/** How long ago something was, in a word or two that always fit: 12 min, 30 h, 3 days, 7 months, 12 years. */
export function age(at: string, now = Date.now()): string {
  const minutes = Math.max(1, Math.round((now - Date.parse(at)) / 60000));
  if (Number.isNaN(minutes)) return "";
  const [hours, days] = [minutes / 60, minutes / 1440];
  if (minutes < 60) return t("minutes-ago", { n: minutes });
  if (hours < 48) return t("hours-ago", { n: Math.round(hours) });
  if (days < 60) return t("days-ago", { n: Math.round(days) });
  return days < 730
    ? t("months-ago", { n: Math.round(days / 30.4) })
    : t("years-ago", { n: Math.round(days / 365.25) });
}

/** A day of the calendar, as 2026-12-01: in words, and without the year where that is this one. */
export function dayOf(day: string): string {
  const at = new Date(`${day}T12:00:00`);
  const thisYear = at.getFullYear() === new Date().getFullYear();
  return thisYear ? shortDay(at) : shortDate(at);
}

export const exact = (at: string): string => whole(new Date(at));

const languages = new Intl.DisplayNames(["en"], { type: "language" });

/** What a language is called, by its tag; the tag itself where it is none. */
export function language(tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** 3.1 MB. */
export function size(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const shown = unit === 0 ? value : Math.round(value * 10) / 10;
  return `${shown.toLocaleString("en")} ${units[unit]}`;
}
