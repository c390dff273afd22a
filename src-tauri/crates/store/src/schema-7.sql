-- What came in as published elsewhere: who said so, signed, of which text.
CREATE TABLE j_attested (seq INTEGER PRIMARY KEY, article TEXT NOT NULL, revision TEXT NOT NULL, person TEXT NOT NULL,
  key TEXT NOT NULL, at TEXT NOT NULL, source TEXT NOT NULL, address TEXT, signature TEXT NOT NULL) STRICT;
CREATE INDEX j_attested_article ON j_attested (article, revision);

-- What an archive said of an article besides what prints of it, as a text by its hash.
CREATE TABLE j_source (article TEXT PRIMARY KEY, record TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;

-- Which numbers each comment is found again by, as a list in JSON: an index of all of them by their comment was as large again.
CREATE TABLE d_printed (comment TEXT PRIMARY KEY, created TEXT NOT NULL, prints TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO d_printed (comment, created, prints)
  SELECT comment, created, json_group_array(print) FROM d_print GROUP BY comment;
DROP INDEX d_print_comment;
CREATE TRIGGER d_printed_out AFTER DELETE ON d_printed BEGIN
  DELETE FROM d_print WHERE print IN (SELECT value FROM json_each(old.prints)) AND created = old.created
    AND comment = old.comment;
END;
DROP TRIGGER d_tally_out;
CREATE TRIGGER d_tally_out AFTER DELETE ON j_comment BEGIN
  UPDATE d_tally SET n = n - 1 WHERE article IN (old.article, '*')
    AND state = iif(old.state = 'held' AND old.decided_by IS NULL, 'by-rule', old.state);
  DELETE FROM d_flag WHERE comment = old.id;
  DELETE FROM d_printed WHERE comment = old.id;
END;
-- Those that come in are counted together by who takes them in.
DROP TRIGGER d_tally_in;

-- What was found out about published articles when a bundle was made of them last, in pieces of some articles each, compressed,
-- with the SHA-256 of that; the piece -1 says up to which entry of the journal it holds.
CREATE TABLE l_chosen (piece INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, facts BLOB NOT NULL) STRICT;
