-- All that the files before make, as the last of them leaves it: a new file gets it at once. A test holds it against them, and
-- says what has to stand here after another one.
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
CREATE TABLE j_settings (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;
CREATE TABLE j_person (id TEXT PRIMARY KEY, name TEXT NOT NULL, roles TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;
CREATE TABLE j_key (id TEXT PRIMARY KEY, person TEXT, public TEXT NOT NULL, made TEXT NOT NULL, sealed INTEGER NOT NULL DEFAULT 0, renewed_by TEXT, renewed_sealed INTEGER NOT NULL DEFAULT 0, succeeds TEXT, signed TEXT) STRICT;
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
, emptied INTEGER NOT NULL DEFAULT 0, recheck TEXT, folded TEXT NOT NULL DEFAULT '', submitted TEXT NOT NULL DEFAULT '', claimed TEXT, due TEXT) STRICT;
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
, name TEXT NOT NULL DEFAULT '') STRICT;
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
, stage TEXT) STRICT;
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
, revision TEXT, start INTEGER, thread TEXT) STRICT;
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
, place TEXT, findings TEXT NOT NULL DEFAULT '[]', original TEXT, answers TEXT, newsroom INTEGER NOT NULL DEFAULT 0, decided_there TEXT) STRICT;
CREATE INDEX j_comment_state ON j_comment (state, created, id);
CREATE UNIQUE INDEX j_comment_source ON j_comment (source);
CREATE TABLE j_release (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, edition TEXT NOT NULL,
  manifest TEXT NOT NULL, articles INTEGER NOT NULL) STRICT;
CREATE TABLE l_commenter (id TEXT PRIMARY KEY, salt TEXT NOT NULL, name TEXT NOT NULL, email TEXT, address TEXT, site TEXT, seen TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX l_commenter_name ON l_commenter (name, email);
CREATE TABLE l_secret (key TEXT PRIMARY KEY, secret TEXT NOT NULL) STRICT;
CREATE TABLE l_draft (
  article TEXT NOT NULL,
  person TEXT NOT NULL,
  base TEXT NOT NULL,
  content BLOB NOT NULL,
  hash TEXT NOT NULL,
  saved TEXT NOT NULL, cursor TEXT,
  PRIMARY KEY (article, person)
) STRICT;
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
CREATE TABLE d_asset_use (asset TEXT NOT NULL, article TEXT NOT NULL, revision TEXT NOT NULL,
  PRIMARY KEY (asset, article, revision)) STRICT, WITHOUT ROWID;
CREATE TABLE j_word (
  language TEXT NOT NULL,
  article TEXT NOT NULL,
  word TEXT NOT NULL,
  person TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (language, article, word)
) STRICT;
CREATE TABLE d_filed (kind TEXT NOT NULL, folded TEXT NOT NULL, article TEXT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (kind, folded, article, name)) STRICT, WITHOUT ROWID;
CREATE INDEX d_filed_article ON d_filed (article, kind, folded);
CREATE TABLE d_translation (other TEXT NOT NULL, article TEXT NOT NULL, revision TEXT NOT NULL,
  PRIMARY KEY (other, article, revision)) STRICT, WITHOUT ROWID;
CREATE TABLE j_address (path TEXT NOT NULL, article TEXT NOT NULL, since TEXT NOT NULL,
  PRIMARY KEY (path, article)) STRICT;
CREATE INDEX j_address_article ON j_address (article);
CREATE TABLE j_template (key TEXT PRIMARY KEY, json TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;
CREATE TABLE d_found (
  row INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  article TEXT,
  at TEXT NOT NULL,
  revision TEXT,
  section TEXT,
  tags TEXT,
  byline TEXT,
  language TEXT
) STRICT;
CREATE VIRTUAL TABLE d_search USING fts5(title, head, body, content = '', contentless_delete = 1, tokenize = 'ascii');
CREATE VIRTUAL TABLE d_search_word USING fts5vocab(d_search, 'row');
CREATE TABLE j_profile (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  picture TEXT,
  json TEXT NOT NULL
) STRICT;
CREATE INDEX j_profile_name ON j_profile (name);
CREATE INDEX j_article_updated ON j_article (binned, updated DESC, id DESC, status, section, folded);
CREATE INDEX j_article_headline ON j_article (binned, folded, id, status, section);
CREATE INDEX j_revision_author ON j_revision (author, article);
CREATE TABLE j_aside (
  article TEXT NOT NULL,
  code TEXT NOT NULL,
  passage TEXT NOT NULL,
  quote TEXT NOT NULL,
  person TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (article, code, passage)
) STRICT;
CREATE TABLE d_released (article TEXT NOT NULL, seq INTEGER NOT NULL, revision TEXT NOT NULL,
  PRIMARY KEY (article, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE j_tick (
  article TEXT NOT NULL,
  person TEXT NOT NULL,
  passage TEXT NOT NULL,
  PRIMARY KEY (article, person, passage)
) STRICT;
CREATE TABLE l_look (
  article TEXT NOT NULL,
  person TEXT NOT NULL,
  revision TEXT NOT NULL,
  at TEXT NOT NULL,
  before TEXT,
  before_at TEXT,
  PRIMARY KEY (article, person)
) STRICT;
CREATE INDEX j_article_queue ON j_article (submitted, id) WHERE status = 'in-review' AND binned = 0;
CREATE TABLE j_route (article TEXT NOT NULL, cycle INTEGER NOT NULL, section TEXT NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (article, cycle, section)) STRICT;
CREATE TABLE d_place (article TEXT NOT NULL, revision TEXT NOT NULL, anchor TEXT NOT NULL, start INTEGER NOT NULL,
  stop INTEGER NOT NULL, PRIMARY KEY (article, revision, anchor)) STRICT, WITHOUT ROWID;
CREATE TABLE d_anchor (article TEXT NOT NULL, anchor TEXT NOT NULL, revision TEXT NOT NULL, start INTEGER NOT NULL,
  stop INTEGER NOT NULL, asleep INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (article, anchor)) STRICT, WITHOUT ROWID;
CREATE INDEX j_note_article ON j_note (article, id);
CREATE INDEX j_note_open ON j_note (article, resolved, id) WHERE thread IS NULL;
CREATE INDEX j_note_thread ON j_note (article, thread, id) WHERE thread IS NOT NULL;
CREATE TABLE j_mention (
  person TEXT NOT NULL,
  note TEXT NOT NULL,
  thread TEXT NOT NULL,
  article TEXT NOT NULL,
  waits INTEGER NOT NULL,
  PRIMARY KEY (person, note)
) STRICT;
CREATE INDEX j_mention_waits ON j_mention (person, note) WHERE waits = 1;
CREATE INDEX j_mention_thread ON j_mention (thread);
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
CREATE TABLE l_sealed (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
CREATE TABLE l_unswept (key TEXT PRIMARY KEY) STRICT;
CREATE TABLE l_signer (person TEXT PRIMARY KEY, wrong INTEGER NOT NULL DEFAULT 0, tried INTEGER NOT NULL DEFAULT 0,
  later INTEGER NOT NULL DEFAULT 0, renewed INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX j_article_again ON j_article (recheck, id) WHERE recheck IS NOT NULL AND live IS NOT NULL AND binned = 0;
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
CREATE TABLE l_suggesting (
  article TEXT NOT NULL,
  person TEXT NOT NULL,
  base TEXT NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  saved TEXT NOT NULL,
  PRIMARY KEY (article, person)
) STRICT;
CREATE TABLE d_waits (
  who TEXT NOT NULL,
  submitted TEXT NOT NULL,
  article TEXT NOT NULL,
  PRIMARY KEY (who, submitted, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX d_waits_article ON d_waits (article);
CREATE INDEX j_comment_waits ON j_comment (created, id)
  WHERE state = 'pending' OR (state = 'held' AND decided_by IS NULL);
CREATE INDEX j_comment_created ON j_comment (created, id);
CREATE INDEX j_comment_place ON j_comment (place, article) WHERE place IS NOT NULL;
CREATE INDEX j_comment_answers ON j_comment (answers, id) WHERE answers IS NOT NULL;
CREATE INDEX j_comment_parent ON j_comment (parent, created, id) WHERE parent IS NOT NULL;
CREATE INDEX j_comment_decided ON j_comment (decided_by, decided_at DESC, last_op DESC) WHERE decided_by IS NOT NULL;
CREATE INDEX j_comment_learned ON j_comment (decided_at, id) WHERE decided_by IS NOT NULL;
CREATE TABLE j_place (place TEXT PRIMARY KEY, title TEXT NOT NULL, article TEXT, last_op TEXT NOT NULL) STRICT;
CREATE TABLE j_rules (one INTEGER PRIMARY KEY CHECK (one = 1), rules TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;
CREATE TABLE j_commenting (article TEXT PRIMARY KEY, mode TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;
CREATE TABLE j_ban (commenter TEXT PRIMARY KEY, until TEXT, reason TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
  last_op TEXT NOT NULL) STRICT;
CREATE TABLE j_forgotten (commenter TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;
CREATE TABLE d_text (was TEXT PRIMARY KEY, now TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE d_tally (article TEXT NOT NULL, state TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (article, state))
  STRICT, WITHOUT ROWID;
CREATE TABLE d_flag (code TEXT NOT NULL, state TEXT NOT NULL, created TEXT NOT NULL, comment TEXT NOT NULL,
  PRIMARY KEY (code, state, created, comment)) STRICT, WITHOUT ROWID;
CREATE INDEX d_flag_created ON d_flag (code, created, comment);
CREATE INDEX d_flag_comment ON d_flag (comment);
CREATE TABLE d_print (print INTEGER NOT NULL, created TEXT NOT NULL, comment TEXT NOT NULL,
  PRIMARY KEY (print, created, comment)) STRICT, WITHOUT ROWID;
CREATE TABLE l_sent (comment TEXT PRIMARY KEY, address TEXT NOT NULL, created TEXT NOT NULL, at TEXT NOT NULL) STRICT,
  WITHOUT ROWID;
CREATE INDEX l_sent_address ON l_sent (address, created);
CREATE INDEX l_sent_came ON l_sent (address, at);
CREATE INDEX l_sent_at ON l_sent (at);
CREATE INDEX l_commenter_email ON l_commenter (email) WHERE email IS NOT NULL;
CREATE INDEX l_commenter_address ON l_commenter (address) WHERE address IS NOT NULL;
CREATE INDEX l_commenter_seen ON l_commenter (seen) WHERE email IS NOT NULL OR address IS NOT NULL OR site IS NOT NULL;
CREATE TABLE l_claim (comment TEXT PRIMARY KEY, person TEXT NOT NULL, until TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX l_claim_person ON l_claim (person);
CREATE TABLE l_learned (one INTEGER PRIMARY KEY CHECK (one = 1), since TEXT NOT NULL, seen INTEGER NOT NULL,
  model BLOB NOT NULL, measured TEXT NOT NULL) STRICT;
CREATE TABLE l_inbox (folder TEXT PRIMARY KEY) STRICT;
CREATE TABLE l_backup (path TEXT PRIMARY KEY, at TEXT NOT NULL, days INTEGER NOT NULL, newest TEXT NOT NULL, automatic INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, verified TEXT NOT NULL DEFAULT '', sealed TEXT) STRICT;
CREATE TABLE l_ban_mark (mark TEXT NOT NULL, commenter TEXT NOT NULL, PRIMARY KEY (mark, commenter)) STRICT, WITHOUT ROWID;
CREATE INDEX l_ban_mark_of ON l_ban_mark (commenter);
CREATE TABLE l_ban_key (one INTEGER PRIMARY KEY CHECK (one = 1), key TEXT NOT NULL) STRICT;
CREATE TABLE j_edition (name TEXT NOT NULL UNIQUE, json TEXT NOT NULL) STRICT;
CREATE TABLE j_bundle_profile (name TEXT NOT NULL UNIQUE, json TEXT NOT NULL) STRICT;
CREATE TABLE j_theme (one INTEGER PRIMARY KEY CHECK (one = 1), theme TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;
CREATE TABLE l_printed (manifest TEXT PRIMARY KEY, seq INTEGER NOT NULL, released INTEGER NOT NULL, sort TEXT NOT NULL,
  files BLOB NOT NULL) STRICT;
CREATE TABLE j_revoked (key TEXT PRIMARY KEY, at TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE TABLE "blob" (hash TEXT NOT NULL UNIQUE, packed INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
CREATE TABLE d_html (revision TEXT NOT NULL UNIQUE, made_by TEXT NOT NULL, sha256 TEXT NOT NULL, html BLOB NOT NULL) STRICT;
CREATE TABLE j_attested (seq INTEGER PRIMARY KEY, article TEXT NOT NULL, revision TEXT NOT NULL, person TEXT NOT NULL,
  key TEXT NOT NULL, at TEXT NOT NULL, source TEXT NOT NULL, address TEXT, signature TEXT NOT NULL) STRICT;
CREATE INDEX j_attested_article ON j_attested (article, revision);
CREATE TABLE j_source (article TEXT PRIMARY KEY, record TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;
CREATE TABLE d_printed (comment TEXT PRIMARY KEY, created TEXT NOT NULL, prints TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER d_printed_out AFTER DELETE ON d_printed BEGIN
  DELETE FROM d_print WHERE print IN (SELECT value FROM json_each(old.prints)) AND created = old.created
    AND comment = old.comment;
END;
CREATE TRIGGER d_tally_out AFTER DELETE ON j_comment BEGIN
  UPDATE d_tally SET n = n - 1 WHERE article IN (old.article, '*')
    AND state = iif(old.state = 'held' AND old.decided_by IS NULL, 'by-rule', old.state);
  DELETE FROM d_flag WHERE comment = old.id;
  DELETE FROM d_printed WHERE comment = old.id;
END;
CREATE TABLE l_chosen (piece INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, facts BLOB NOT NULL) STRICT;
CREATE TABLE l_backups (one INTEGER PRIMARY KEY CHECK (one = 1), off INTEGER NOT NULL, folder TEXT, tried TEXT, trouble TEXT) STRICT;
CREATE INDEX j_article_created ON j_article (binned, created DESC, id DESC, status, section, folded);
CREATE INDEX j_article_section ON j_article (binned, section, updated DESC, id DESC, status, folded);
CREATE INDEX j_article_status ON j_article (binned, status, updated DESC, id DESC, section, folded);
CREATE INDEX j_comment_under ON j_comment (article, created, id, state);
CREATE INDEX j_comment_theirs ON j_comment (commenter, created, id, state);
INSERT INTO d_search (d_search, rank) VALUES ('rank', 'bm25(8.0, 3.0, 1.0)');
