-- Where the cursor stood in what is being typed, as JSON.
ALTER TABLE l_draft ADD COLUMN cursor TEXT;

-- What someone called a saved state.
ALTER TABLE j_revision ADD COLUMN name TEXT NOT NULL DEFAULT '';

-- Gone from the bin: out of every list for good, though the journal and its texts stay whole.
ALTER TABLE j_article ADD COLUMN emptied INTEGER NOT NULL DEFAULT 0;

-- Pictures and attachments; `json` is what is known of one from its bytes, and where its variants are.
CREATE TABLE j_asset (
  id TEXT PRIMARY KEY,
  json TEXT NOT NULL,
  name TEXT NOT NULL,
  alt TEXT NOT NULL,
  added TEXT NOT NULL,
  person TEXT NOT NULL,
  last_op TEXT NOT NULL
) STRICT;
CREATE INDEX j_asset_added ON j_asset (added DESC, id DESC);

-- Which revisions show which assets.
CREATE TABLE d_asset_use (asset TEXT NOT NULL, article TEXT NOT NULL, revision TEXT NOT NULL,
  PRIMARY KEY (asset, article, revision)) STRICT, WITHOUT ROWID;

-- A word that no dictionary knows and that is right: in all that is written in its language, or in one article.
CREATE TABLE j_word (
  language TEXT NOT NULL,
  article TEXT NOT NULL,
  word TEXT NOT NULL,
  person TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (language, article, word)
) STRICT;
