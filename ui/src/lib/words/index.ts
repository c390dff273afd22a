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

/** Relative until yesterday, then a date. */
export function when(at: string, now = Date.now()): string {
  const then = new Date(at);
  if (Number.isNaN(then.getTime())) return "";
  const minutes = Math.round((now - then.getTime()) / 60000);
  if (minutes < 1) return t("now");
  if (minutes < 60) return t("minutes-ago", { n: minutes });
  const clock = then.toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
  });
  const days = Math.floor(
    (new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) /
      86400000,
  );
  if (days === 0) return clock;
  if (days === 1) return t("yesterday", { clock });
  return then.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
  });
}

export const exact = (at: string): string =>
  new Date(at).toLocaleString("en-GB");
