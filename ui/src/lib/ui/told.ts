// What is said of a note that was made: who has it on their desk now, and whose name nobody has.
import { t } from "../words";

export function told(
  what: string,
  made: { mentioned: string[]; told: string | null },
): string {
  const names = made.mentioned.join(", ");
  return [what, names && t("note-asks", { names }), made.told]
    .filter(Boolean)
    .join(". ");
}
