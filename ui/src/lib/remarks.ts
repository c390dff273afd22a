// What is open on an article, in words.
import { t } from "./words";

/** How many notes and suggestions are open; nothing where none are. */
export const remarks = (notes: number, suggestions: number): string =>
  [
    notes && t("notes-open", { n: notes }),
    suggestions && t("suggestions-open", { n: suggestions }),
  ]
    .filter(Boolean)
    .join(", ");
