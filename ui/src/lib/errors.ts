// What went wrong, as the desk tells it.
import type { Error } from "./ipc";

/** Its sentence, and what to do. */
export function sentence(error: unknown): string {
  const told = error as Partial<Error>;
  if (!told?.message) return String(error);
  return told.hint ? `${told.message} ${told.hint}` : told.message;
}

/** Its stable code. */
export const code = (error: unknown) => (error as Partial<Error>)?.code;
