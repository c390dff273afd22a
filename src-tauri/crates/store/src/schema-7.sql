-- What came in as published elsewhere: who said so, signed, of which text.
CREATE TABLE j_attested (seq INTEGER PRIMARY KEY, article TEXT NOT NULL, revision TEXT NOT NULL, person TEXT NOT NULL,
  key TEXT NOT NULL, at TEXT NOT NULL, source TEXT NOT NULL, address TEXT, signature TEXT NOT NULL) STRICT;
CREATE INDEX j_attested_article ON j_attested (article, revision);

-- What an archive said of an article besides what prints of it, as a text by its hash.
CREATE TABLE j_source (article TEXT PRIMARY KEY, record TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;
