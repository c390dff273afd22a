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

-- What each article's head is filed under besides its section: its tags, whom it is by, its language. `name` is as it is
-- written, `folded` without its case.
CREATE TABLE d_filed (kind TEXT NOT NULL, folded TEXT NOT NULL, article TEXT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (kind, folded, article, name)) STRICT, WITHOUT ROWID;
CREATE INDEX d_filed_article ON d_filed (article, kind, folded);

-- Which revisions are the same text in another language as which article.
CREATE TABLE d_translation (other TEXT NOT NULL, article TEXT NOT NULL, revision TEXT NOT NULL,
  PRIMARY KEY (other, article, revision)) STRICT, WITHOUT ROWID;

-- Where the pages of articles were released to: an old place leads to the present one.
CREATE TABLE j_address (path TEXT NOT NULL, article TEXT NOT NULL, since TEXT NOT NULL,
  PRIMARY KEY (path, article)) STRICT;
CREATE INDEX j_address_article ON j_address (article);

-- The day on which a published article is to be looked at again.
ALTER TABLE j_article ADD COLUMN recheck TEXT;
CREATE INDEX j_article_recheck ON j_article (recheck, id) WHERE recheck IS NOT NULL;

-- What the newsroom made of its templates; `json` is `null` for one that came with the program and was removed.
CREATE TABLE j_template (key TEXT PRIMARY KEY, json TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;

-- What can be found by its words: articles, the notes and comments on them, people. Not what lies in the bin. `article`
-- is what it is about, none for a person; `revision` is the head whose words an article's are. `section`, `tags` (a line
-- each), `byline` (a line each, with a space before), all folded, and `language` are what a search narrows down by.
DROP TABLE d_search;
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
-- Their words, which `markup::fold` made: what parts them are spaces alone, so the tokenizer need know no script. The
-- texts themselves are elsewhere and are not kept again.
CREATE VIRTUAL TABLE d_search USING fts5(title, head, body, content = '', contentless_delete = 1, tokenize = 'ascii');
INSERT INTO d_search (d_search, rank) VALUES ('rank', 'bm25(8.0, 3.0, 1.0)');
-- In how many of them each word is.
CREATE VIRTUAL TABLE d_search_word USING fts5vocab(d_search, 'row');

-- The public authors whose bylines are kept, to be copied into articles; `json` is all that prints of one, `name` the
-- name in small letters.
CREATE TABLE j_profile (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  picture TEXT,
  json TEXT NOT NULL
) STRICT;
CREATE INDEX j_profile_name ON j_profile (name);

-- The orders of the article list, each with its index; what follows the order in one lets filters be seen without the
-- row. The headline is kept without its case, too, in every script that has one.
ALTER TABLE j_article ADD COLUMN folded TEXT NOT NULL DEFAULT '';
DROP INDEX j_article_updated;
DROP INDEX j_article_status;
CREATE INDEX j_article_updated ON j_article (binned, updated DESC, id DESC, status, section, folded);
CREATE INDEX j_article_created ON j_article (binned, created DESC, id DESC, status, section);
CREATE INDEX j_article_headline ON j_article (binned, folded, id, status, section);
CREATE INDEX j_article_section ON j_article (binned, section, updated DESC, id DESC, status);
CREATE INDEX j_article_status ON j_article (binned, status, updated DESC, id DESC, section);
CREATE INDEX j_revision_author ON j_revision (author, article);

-- A check's guess that was put aside: in which article, about which passage, known by a hash of its words.
CREATE TABLE j_aside (
  article TEXT NOT NULL,
  code TEXT NOT NULL,
  passage TEXT NOT NULL,
  quote TEXT NOT NULL,
  person TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (article, code, passage)
) STRICT;

-- Which releases each article was in, with the revision that was printed; `seq` is the release's place in the journal.
CREATE TABLE d_released (article TEXT NOT NULL, seq INTEGER NOT NULL, revision TEXT NOT NULL,
  PRIMARY KEY (article, seq)) STRICT, WITHOUT ROWID;

-- The passages that a reviewer signed off, each known by a hash of what it shows.
CREATE TABLE j_tick (
  article TEXT NOT NULL,
  person TEXT NOT NULL,
  passage TEXT NOT NULL,
  PRIMARY KEY (article, person, passage)
) STRICT;

-- Why someone changed another's quoted words, name or number; the change is known by a hash of both.
CREATE TABLE j_why (
  article TEXT NOT NULL,
  change TEXT NOT NULL,
  person TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  why TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (article, change)
) STRICT;

-- Which text a person looked at last, and which other one before that.
CREATE TABLE l_look (
  article TEXT NOT NULL,
  person TEXT NOT NULL,
  revision TEXT NOT NULL,
  at TEXT NOT NULL,
  before TEXT,
  before_at TEXT,
  PRIMARY KEY (article, person)
) STRICT;

-- The queue of review: when each article was submitted, who took it upon themselves, and by which day.
ALTER TABLE j_article ADD COLUMN submitted TEXT NOT NULL DEFAULT '';
ALTER TABLE j_article ADD COLUMN claimed TEXT;
ALTER TABLE j_article ADD COLUMN due TEXT;
CREATE INDEX j_article_queue ON j_article (submitted, id) WHERE status = 'in-review' AND binned = 0;

-- The stages that an article passes in a section until its next release or withdrawal, as they were when it was
-- submitted; and which of them a verdict passes.
CREATE TABLE j_route (article TEXT NOT NULL, cycle INTEGER NOT NULL, section TEXT NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (article, cycle, section)) STRICT;
ALTER TABLE j_verdict ADD COLUMN stage TEXT;

-- Where an anchor was made: in which revision, and where in its text, in bytes; nothing in what older programs wrote.
ALTER TABLE j_note ADD COLUMN revision TEXT;
ALTER TABLE j_note ADD COLUMN start INTEGER;

-- Where what is about a passage stands in each of an article's heads that has its words where they were; and the newest
-- of those, from which it is followed on.
CREATE TABLE d_place (article TEXT NOT NULL, revision TEXT NOT NULL, anchor TEXT NOT NULL, start INTEGER NOT NULL,
  stop INTEGER NOT NULL, PRIMARY KEY (article, revision, anchor)) STRICT, WITHOUT ROWID;
CREATE TABLE d_anchor (article TEXT NOT NULL, anchor TEXT NOT NULL, revision TEXT NOT NULL, start INTEGER NOT NULL,
  stop INTEGER NOT NULL, PRIMARY KEY (article, anchor)) STRICT, WITHOUT ROWID;

-- A note that answers another stands in the thread that this one began; it has no passage of its own.
ALTER TABLE j_note ADD COLUMN thread TEXT;
DROP INDEX j_note_article;
CREATE INDEX j_note_article ON j_note (article, id);
CREATE INDEX j_note_open ON j_note (article, resolved, id) WHERE thread IS NULL;
CREATE INDEX j_note_thread ON j_note (article, thread, id) WHERE thread IS NOT NULL;

-- Who is called upon in which note or reply; it waits until the thread is resolved or they answer in it.
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
