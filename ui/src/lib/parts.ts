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

/** What is set for all of the library, as its fields are called. */
export const SETTINGS = [
  "four-eyes",
  "setting-name",
  "setting-language",
  "setting-time_zone",
  "setting-base_url",
  "setting-comment_address",
  "setting-forget_after",
  "setting-keep_private_days",
  "setting-keep_backup_days",
];
