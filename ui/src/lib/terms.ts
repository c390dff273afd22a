// Completing a section or a tag from those that the library has.
import { articleTerms, type TermKind } from "./ipc";
import type { Suggestion } from "./ui/Combobox.svelte";
import { t } from "./words";

/** What completes what was typed; everything, where that is one of them already. */
export const terms =
  (kind: TermKind) =>
  async (text: string): Promise<Suggestion[]> => {
    const found = await articleTerms({ kind, text });
    const all = found.some((term) => term.name === text)
      ? await articleTerms({ kind, text: "" })
      : found;
    return all.map((term) => ({
      value: term.name,
      words: term.name,
      hint: t("used-n", { n: term.articles }),
    }));
  };
