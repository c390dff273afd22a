/** The parts of the library's screen. */
export const PARTS = [
  "people",
  "settings",
  "templates",
  "bylines",
  "pictures",
  "site",
  "newsroom-words",
  "comment-rules",
  "bring",
  "backups",
  "care",
  "everything",
  "activity",
];
