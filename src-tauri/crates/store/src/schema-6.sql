-- Texts beside the tree of their hashes instead of within it, which was as deep as they are long.
CREATE TABLE blob_beside (hash TEXT NOT NULL UNIQUE, packed INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
INSERT INTO blob_beside (hash, packed, bytes) SELECT hash, packed, bytes FROM blob;
DROP TABLE blob;
ALTER TABLE blob_beside RENAME TO blob;

-- Who decided over a comment in the library that it came from, by name, and when, as JSON: `{"at": …, "by": …}`.
ALTER TABLE j_comment ADD COLUMN decided_there TEXT;

-- What the text of a revision comes to as safe HTML, so that it is made once: compressed, with its SHA-256. `made_by` is what the
-- markup says that made it; under another it is made anew.
CREATE TABLE d_html (revision TEXT NOT NULL UNIQUE, made_by TEXT NOT NULL, sha256 TEXT NOT NULL, html BLOB NOT NULL) STRICT;
