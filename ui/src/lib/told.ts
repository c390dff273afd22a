/** What the status line says. */
export type Told = {
  words: string;
  /** Whether it can be taken back, and whether it went wrong. */
  undo: boolean;
  bad: boolean;
  /** Whether the window takes it back by itself: no act of the desk's. */
  here?: boolean;
  /** Whether it is of what can't be done just now: it goes with the next act. */
  passes?: boolean;
};
