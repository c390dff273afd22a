-- Bundles: how they are made, what they hold, by whose theme and key.

-- Editions that are kept, and the profiles that bundles are made by, each by its name.
CREATE TABLE j_edition (name TEXT NOT NULL UNIQUE, json TEXT NOT NULL) STRICT;
CREATE TABLE j_bundle_profile (name TEXT NOT NULL UNIQUE, json TEXT NOT NULL) STRICT;

-- The newsroom's own theme, by the hash of its text; no row where the program's is used.
CREATE TABLE j_theme (one INTEGER PRIMARY KEY CHECK (one = 1), theme TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;
-- The files of the bundles that were printed here last, each with a hash of all that it was printed from, as a compressed
-- list: so that an export over one of them prints only what changed, and a release can be told from the one before. `sort`
-- is the edition and the profile.
CREATE TABLE l_printed (manifest TEXT PRIMARY KEY, seq INTEGER NOT NULL, released INTEGER NOT NULL, sort TEXT NOT NULL,
  files BLOB NOT NULL) STRICT;

-- Which of the newsroom's keys a key took the place of, and what that one signed to say so. Only of those that were named by
-- the one before.
ALTER TABLE j_key ADD COLUMN succeeds TEXT;
ALTER TABLE j_key ADD COLUMN signed TEXT;

-- Keys that count no more for what they sign since.
CREATE TABLE j_revoked (key TEXT PRIMARY KEY, at TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
