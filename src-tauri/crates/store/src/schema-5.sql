-- Bundles: how they are made, what they hold, by whose theme and key.

-- Editions that are kept, and the profiles that bundles are made by, each by its name.
CREATE TABLE j_edition (name TEXT NOT NULL UNIQUE, json TEXT NOT NULL) STRICT;
CREATE TABLE j_bundle_profile (name TEXT NOT NULL UNIQUE, json TEXT NOT NULL) STRICT;

-- The newsroom's own theme, by the hash of its text; no row where the program's is used.
CREATE TABLE j_theme (one INTEGER PRIMARY KEY CHECK (one = 1), theme TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;
