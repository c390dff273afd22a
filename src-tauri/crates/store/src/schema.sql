-- The truth: every change in order. `bytes` is the entry's canonical JSON, `hash` its SHA-256; an entry holds the
-- hash of the one before. The columns after them repeat what the bytes say, for queries.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,
  bytes BLOB NOT NULL,
  op TEXT NOT NULL,
  undoes TEXT,
  actor TEXT,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  article TEXT
) STRICT;
CREATE INDEX journal_op ON journal (op);
CREATE INDEX journal_undoes ON journal (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX journal_actor ON journal (actor, seq);
CREATE INDEX journal_article ON journal (article, seq) WHERE article IS NOT NULL;

-- Texts, once each, under the SHA-256 of what they are when unpacked.
CREATE TABLE blob (hash TEXT PRIMARY KEY, packed INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE j_settings (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;
CREATE TABLE j_person (id TEXT PRIMARY KEY, name TEXT NOT NULL, roles TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;
CREATE TABLE j_key (id TEXT PRIMARY KEY, person TEXT, public TEXT NOT NULL, made TEXT NOT NULL) STRICT;

CREATE TABLE j_article (
  id TEXT PRIMARY KEY,
  head TEXT NOT NULL,
  live TEXT,
  live_cycle INTEGER,
  cycle INTEGER NOT NULL,
  status TEXT NOT NULL,
  binned INTEGER NOT NULL,
  lifted INTEGER NOT NULL,
  source TEXT,
  title TEXT NOT NULL,
  section TEXT NOT NULL,
  slug TEXT NOT NULL,
  byline TEXT NOT NULL,
  created TEXT NOT NULL,
  updated TEXT NOT NULL,
  last_op TEXT NOT NULL
) STRICT;
CREATE INDEX j_article_updated ON j_article (binned, updated DESC, id DESC);
CREATE INDEX j_article_status ON j_article (binned, status, updated DESC, id DESC);
CREATE INDEX j_article_slug ON j_article (slug);
CREATE UNIQUE INDEX j_article_source ON j_article (source) WHERE source IS NOT NULL;

CREATE TABLE j_revision (
  seq INTEGER PRIMARY KEY,
  article TEXT NOT NULL,
  revision TEXT NOT NULL,
  parent TEXT,
  cycle INTEGER NOT NULL,
  author TEXT NOT NULL,
  at TEXT NOT NULL,
  origin TEXT NOT NULL
) STRICT;
CREATE INDEX j_revision_article ON j_revision (article, seq);

CREATE TABLE j_verdict (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  article TEXT NOT NULL,
  revision TEXT NOT NULL,
  cycle INTEGER NOT NULL,
  person TEXT NOT NULL,
  say TEXT NOT NULL,
  note TEXT NOT NULL,
  key TEXT NOT NULL,
  at TEXT NOT NULL,
  contributors TEXT NOT NULL,
  signature TEXT NOT NULL,
  taken_back INTEGER NOT NULL
) STRICT;
CREATE INDEX j_verdict_article ON j_verdict (article, revision, cycle, seq);

CREATE TABLE j_note (
  id TEXT PRIMARY KEY,
  article TEXT NOT NULL,
  quote TEXT NOT NULL,
  prefix TEXT NOT NULL,
  suffix TEXT NOT NULL,
  text TEXT NOT NULL,
  author TEXT NOT NULL,
  at TEXT NOT NULL,
  resolved INTEGER NOT NULL,
  last_op TEXT NOT NULL
) STRICT;
CREATE INDEX j_note_article ON j_note (article, resolved);

CREATE TABLE j_comment (
  id TEXT PRIMARY KEY,
  article TEXT NOT NULL,
  parent TEXT,
  commenter TEXT NOT NULL,
  created TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  reasons TEXT NOT NULL,
  decided_by TEXT,
  decided_at TEXT,
  source TEXT NOT NULL,
  last_op TEXT NOT NULL
) STRICT;
CREATE INDEX j_comment_state ON j_comment (state, created, id);
CREATE INDEX j_comment_article ON j_comment (article, state, created, id);
CREATE INDEX j_comment_commenter ON j_comment (commenter, state);
CREATE UNIQUE INDEX j_comment_source ON j_comment (source);

CREATE TABLE j_release (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, edition TEXT NOT NULL,
  manifest TEXT NOT NULL, articles INTEGER NOT NULL) STRICT;

-- Private: never in the journal, erased with their salt.
CREATE TABLE l_commenter (id TEXT PRIMARY KEY, salt TEXT NOT NULL, name TEXT NOT NULL, email TEXT, address TEXT) STRICT;
CREATE INDEX l_commenter_name ON l_commenter (name, email);
CREATE TABLE l_secret (key TEXT PRIMARY KEY, secret TEXT NOT NULL) STRICT;
CREATE TABLE l_draft (
  article TEXT NOT NULL,
  person TEXT NOT NULL,
  base TEXT NOT NULL,
  content BLOB NOT NULL,
  hash TEXT NOT NULL,
  saved TEXT NOT NULL,
  PRIMARY KEY (article, person)
) STRICT;

CREATE VIRTUAL TABLE d_search USING fts5(article UNINDEXED, title, body,
  tokenize = "unicode61 remove_diacritics 2");
