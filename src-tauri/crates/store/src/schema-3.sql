-- Why someone changed another's quoted words, name or number, in which cycle; the change is known by a hash of both.
ALTER TABLE j_why RENAME TO j_why_before;
CREATE TABLE j_why (
  article TEXT NOT NULL,
  change TEXT NOT NULL,
  person TEXT NOT NULL,
  cycle INTEGER NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  why TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (article, change, person, cycle)
) STRICT;
-- A reason was given in the cycle of the text that stood then.
INSERT INTO j_why (article, change, person, cycle, before, after, why, at)
  SELECT article, change, person, (SELECT cycle FROM j_revision AS r
      WHERE r.article = w.article AND r.at <= w.at ORDER BY seq DESC LIMIT 1), before, after, why, at
  FROM j_why_before AS w;
DROP TABLE j_why_before;

-- Whether a passphrase guards the private half of a key. What it is sealed in stands in l_sealed, as JSON; a key is there
-- or in l_secret, never in both.
ALTER TABLE j_key ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
CREATE TABLE l_sealed (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;

-- Who made a key, or one that it follows from, in place of one whose owner did not show that it was them; and whether they
-- showed by a passphrase that it was they.
ALTER TABLE j_key ADD COLUMN renewed_by TEXT;
ALTER TABLE j_key ADD COLUMN renewed_sealed INTEGER NOT NULL DEFAULT 0;

-- Keys whose private half was deleted and may still stand in the library's files.
CREATE TABLE l_unswept (key TEXT PRIMARY KEY) STRICT;

-- Who signs here: how many wrong passphrases in a row, when the last was tried, whether the offer of sealing was left for
-- later, and whether an admin made a new key that its owner has not been told of.
CREATE TABLE l_signer (person TEXT PRIMARY KEY, wrong INTEGER NOT NULL DEFAULT 0, tried INTEGER NOT NULL DEFAULT 0,
  later INTEGER NOT NULL DEFAULT 0, renewed INTEGER NOT NULL DEFAULT 0) STRICT;

-- What is in publication and has a day on which it is to be looked at again, in the order of those days.
DROP INDEX j_article_recheck;
CREATE INDEX j_article_again ON j_article (recheck, id) WHERE recheck IS NOT NULL AND live IS NOT NULL AND binned = 0;

-- What someone proposed to write in the place of a passage: `quote` is the passage, `proposed` the other words, `accepted`
-- the revision that has them, `cycle` the one in which they were last taken in, which stays where that is undone.
CREATE TABLE j_suggestion (
  id TEXT PRIMARY KEY,
  article TEXT NOT NULL,
  quote TEXT NOT NULL,
  prefix TEXT NOT NULL,
  suffix TEXT NOT NULL,
  revision TEXT,
  start INTEGER,
  proposed TEXT NOT NULL,
  author TEXT NOT NULL,
  at TEXT NOT NULL,
  state TEXT NOT NULL,
  why TEXT NOT NULL,
  decided_by TEXT,
  decided_at TEXT,
  accepted TEXT,
  cycle INTEGER,
  last_op TEXT NOT NULL
) STRICT;
CREATE INDEX j_suggestion_article ON j_suggestion (article, id);
CREATE INDEX j_suggestion_open ON j_suggestion (article, id) WHERE state = 'open';
CREATE INDEX j_suggestion_taken ON j_suggestion (article, accepted) WHERE cycle IS NOT NULL;

-- What is about a passage and settled is followed no further.
ALTER TABLE d_anchor ADD COLUMN asleep INTEGER NOT NULL DEFAULT 0;

-- What someone is writing as suggestions, on top of which revision; it changes nothing until it is sent.
CREATE TABLE l_suggesting (
  article TEXT NOT NULL,
  person TEXT NOT NULL,
  base TEXT NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  saved TEXT NOT NULL,
  PRIMARY KEY (article, person)
) STRICT;

-- For whom what is in review waits: claimed by a person, a person who is named, a role, a confirmation.
CREATE TABLE d_waits (
  who TEXT NOT NULL,
  submitted TEXT NOT NULL,
  article TEXT NOT NULL,
  PRIMARY KEY (who, submitted, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX d_waits_article ON d_waits (article);
