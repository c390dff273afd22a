// What the rules can find in a comment, in the order in which they look.
export const FOUND = [
  "closed",
  "pre-moderated",
  "banned",
  "banned-word",
  "suspect-word",
  "links",
  "bad-domain",
  "repeat",
  "flood",
  "first-comment",
  "record",
  "shouting",
  "length",
  "personal-data",
  "learned",
] as const;
