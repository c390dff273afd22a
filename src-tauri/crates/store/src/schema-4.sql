-- Where a comment was left when no article here is that place: `article` is empty until someone says which one it is. What
-- the pipeline found in it; what it said before the newsroom edited it; which comment it answers that is not here, by its
-- source; whether the newsroom itself wrote it.
ALTER TABLE j_comment ADD COLUMN place TEXT;
ALTER TABLE j_comment ADD COLUMN findings TEXT NOT NULL DEFAULT '[]';
ALTER TABLE j_comment ADD COLUMN original TEXT;
ALTER TABLE j_comment ADD COLUMN answers TEXT;
ALTER TABLE j_comment ADD COLUMN newsroom INTEGER NOT NULL DEFAULT 0;
-- What waits for a person: what nobody judged, and what a rule held.
CREATE INDEX j_comment_waits ON j_comment (created, id)
  WHERE state = 'pending' OR (state = 'held' AND decided_by IS NULL);
CREATE INDEX j_comment_created ON j_comment (created, id);
CREATE INDEX j_comment_under ON j_comment (article, created, id);
DROP INDEX j_comment_commenter;
CREATE INDEX j_comment_record ON j_comment (commenter, state, created, id);
CREATE INDEX j_comment_theirs ON j_comment (commenter, created, id);
CREATE INDEX j_comment_place ON j_comment (place, article) WHERE place IS NOT NULL;
CREATE INDEX j_comment_answers ON j_comment (answers, id) WHERE answers IS NOT NULL;
CREATE INDEX j_comment_parent ON j_comment (parent, created, id) WHERE parent IS NOT NULL;
CREATE INDEX j_comment_decided ON j_comment (decided_by, decided_at DESC, last_op DESC) WHERE decided_by IS NOT NULL;
CREATE INDEX j_comment_learned ON j_comment (decided_at, id) WHERE decided_by IS NOT NULL;

-- The places at which comments were left, and the article that each is by what someone said.
CREATE TABLE j_place (place TEXT PRIMARY KEY, title TEXT NOT NULL, article TEXT, last_op TEXT NOT NULL) STRICT;

-- The newsroom's rules for comments, by the hash of their text.
CREATE TABLE j_rules (one INTEGER PRIMARY KEY CHECK (one = 1), rules TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;

-- Articles on which comments are closed, or wait for a person whatever the rules say.
CREATE TABLE j_commenting (article TEXT PRIMARY KEY, mode TEXT NOT NULL, last_op TEXT NOT NULL) STRICT;

-- Who is banned, until when (none for good), and why, by a reason's code.
CREATE TABLE j_ban (commenter TEXT PRIMARY KEY, until TEXT, reason TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
  last_op TEXT NOT NULL) STRICT;

-- Who was forgotten: what they sent is known again by its source, and brings nothing of them back.
CREATE TABLE j_forgotten (commenter TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;

-- Texts that were kept anew without the words of someone who was forgotten: what the journal names is the one, what is
-- there is the other.
CREATE TABLE d_text (was TEXT PRIMARY KEY, now TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- How many comments there are in each state, under each article, and under `*` of all; `by-rule` are those that a rule held.
CREATE TABLE d_tally (article TEXT NOT NULL, state TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (article, state))
  STRICT, WITHOUT ROWID;
INSERT INTO d_tally (article, state, n)
  SELECT article, iif(state = 'held' AND decided_by IS NULL, 'by-rule', state), count(*) FROM j_comment GROUP BY 1, 2;
INSERT INTO d_tally (article, state, n)
  SELECT '*', iif(state = 'held' AND decided_by IS NULL, 'by-rule', state), count(*) FROM j_comment GROUP BY 2;
CREATE TRIGGER d_tally_in AFTER INSERT ON j_comment BEGIN
  INSERT INTO d_tally (article, state, n)
    SELECT value, iif(new.state = 'held' AND new.decided_by IS NULL, 'by-rule', new.state), 1
    FROM json_each(json_array(new.article, '*')) WHERE true
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER d_tally_out AFTER DELETE ON j_comment BEGIN
  UPDATE d_tally SET n = n - 1 WHERE article IN (old.article, '*')
    AND state = iif(old.state = 'held' AND old.decided_by IS NULL, 'by-rule', old.state);
  DELETE FROM d_flag WHERE comment = old.id;
  DELETE FROM d_print WHERE comment = old.id;
END;
CREATE TRIGGER d_tally_moved AFTER UPDATE OF state, article, decided_by ON j_comment
  WHEN old.state <> new.state OR old.article <> new.article OR old.decided_by IS NOT new.decided_by BEGIN
  UPDATE d_tally SET n = n - 1 WHERE article IN (old.article, '*')
    AND state = iif(old.state = 'held' AND old.decided_by IS NULL, 'by-rule', old.state);
  INSERT INTO d_tally (article, state, n)
    SELECT value, iif(new.state = 'held' AND new.decided_by IS NULL, 'by-rule', new.state), 1
    FROM json_each(json_array(new.article, '*')) WHERE true
    ON CONFLICT DO UPDATE SET n = n + 1;
  UPDATE d_flag SET state = new.state WHERE comment = new.id;
END;

-- What was found in which comments, by code, in the order of the queue.
CREATE TABLE d_flag (code TEXT NOT NULL, state TEXT NOT NULL, created TEXT NOT NULL, comment TEXT NOT NULL,
  PRIMARY KEY (code, state, created, comment)) STRICT, WITHOUT ROWID;
CREATE INDEX d_flag_created ON d_flag (code, created, comment);
CREATE INDEX d_flag_comment ON d_flag (comment);

-- By what a comment is found again that says the same, or nearly, or links to the same domain: numbers that its words or
-- the domain come to.
CREATE TABLE d_print (print INTEGER NOT NULL, created TEXT NOT NULL, comment TEXT NOT NULL,
  PRIMARY KEY (print, created, comment)) STRICT, WITHOUT ROWID;
CREATE INDEX d_print_comment ON d_print (comment);

-- Private: the network address that a comment came from; `at` is when it came in. Erased with its commenter, or after
-- the days that are set.
CREATE TABLE l_sent (comment TEXT PRIMARY KEY, address TEXT NOT NULL, created TEXT NOT NULL, at TEXT NOT NULL) STRICT,
  WITHOUT ROWID;
CREATE INDEX l_sent_address ON l_sent (address, created);
CREATE INDEX l_sent_came ON l_sent (address, at);
CREATE INDEX l_sent_at ON l_sent (at);
ALTER TABLE l_commenter ADD COLUMN site TEXT;
ALTER TABLE l_commenter ADD COLUMN seen TEXT NOT NULL DEFAULT '';
-- Those that are here already count as come in now.
UPDATE l_commenter SET seen = strftime('%Y-%m-%dT%H:%M:%fZ', 'now');
CREATE INDEX l_commenter_email ON l_commenter (email) WHERE email IS NOT NULL;
CREATE INDEX l_commenter_address ON l_commenter (address) WHERE address IS NOT NULL;
CREATE INDEX l_commenter_seen ON l_commenter (seen) WHERE email IS NOT NULL OR address IS NOT NULL OR site IS NOT NULL;

-- Which moderator has a comment in front of them, and until when that counts without another sign of them.
CREATE TABLE l_claim (comment TEXT PRIMARY KEY, person TEXT NOT NULL, until TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX l_claim_person ON l_claim (person);

-- What was learned from the newsroom's own decisions: since when, from how many, as bytes, and how well it does, as JSON.
CREATE TABLE l_learned (one INTEGER PRIMARY KEY CHECK (one = 1), since TEXT NOT NULL, seen INTEGER NOT NULL,
  model BLOB NOT NULL, measured TEXT NOT NULL) STRICT;

-- The folder in which comments arrive, file by file, and what is known of those that could not be read.
CREATE TABLE l_inbox (folder TEXT PRIMARY KEY) STRICT;

-- Backups that were made of this library: where, when, after how many days they are deleted (0 for never), and the hash of
-- the newest entry in it: one that has a newer one was worked in since, and is somebody's library.
CREATE TABLE l_backup (path TEXT PRIMARY KEY, at TEXT NOT NULL, days INTEGER NOT NULL, newest TEXT NOT NULL) STRICT;

-- By what whoever is banned is known again once their e-mail was erased: a hash of the library's own key and the e-mail,
-- which nobody can go back from without the key. It goes with the ban, and when they are forgotten.
CREATE TABLE l_ban_mark (mark TEXT NOT NULL, commenter TEXT NOT NULL, PRIMARY KEY (mark, commenter)) STRICT, WITHOUT ROWID;
CREATE INDEX l_ban_mark_of ON l_ban_mark (commenter);
CREATE TABLE l_ban_key (one INTEGER PRIMARY KEY CHECK (one = 1), key TEXT NOT NULL) STRICT;
