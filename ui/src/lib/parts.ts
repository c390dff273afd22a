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

/** What is set for all of the library by a line of text, and by a number of days with what it is where nothing is set. */
export const TEXTS = [
  "name",
  "language",
  "time_zone",
  "base_url",
  "comment_address",
] as const;
export const DAYS = [
  ["keep_private_days", 90],
  ["keep_backup_days", 0],
] as const;

/** All that is, as its fields are called. */
export const SETTINGS = [
  "four-eyes",
  ...TEXTS.map((one) => `setting-${one}`),
  "setting-forget_after",
  ...DAYS.map(([one]) => `setting-${one}`),
];
