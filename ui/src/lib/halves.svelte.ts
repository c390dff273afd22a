// What is half written in a field of its own: a note, a reply, a reason. It is there again where its field goes away with
// the screen before it is sent, as it does when the desk is locked; and only for who wrote it.
import { SvelteMap } from "svelte/reactivity";
import { app } from "./app.svelte";

const halves = new SvelteMap<string, string>();
const whose = () => `${app.library?.me?.id ?? ""} `;

/** What is half written under a name. */
export function half(name: () => string) {
  return {
    get words(): string {
      return halves.get(whose() + name()) ?? "";
    },
    set words(words: string) {
      if (words) halves.set(whose() + name(), words);
      else halves.delete(whose() + name());
    },
  };
}

/** All that whoever sits here has half written; nothing of it is left in the page. */
export function handOver(): [string, string][] {
  const all = [...halves].filter(([name]) => name.startsWith(whose()));
  halves.clear();
  return all;
}

/** Puts it back. */
export function takeBack(all: [string, string][]) {
  for (const [name, words] of all) halves.set(name, words);
}
