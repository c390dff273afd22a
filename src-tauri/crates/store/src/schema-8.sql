-- Of a backup besides: whether it was made unasked, the bytes that it took, when it was found whole, and, where it is sealed with a
-- passphrase, the hash of how its file begins.
ALTER TABLE l_backup ADD COLUMN automatic INTEGER NOT NULL DEFAULT 0;
ALTER TABLE l_backup ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE l_backup ADD COLUMN verified TEXT NOT NULL DEFAULT '';
ALTER TABLE l_backup ADD COLUMN sealed TEXT;

-- Whether backups are made unasked, in which folder (none for the one beside the library), when that was tried last, and what kept
-- it from being done, as JSON.
CREATE TABLE l_backups (one INTEGER PRIMARY KEY CHECK (one = 1), off INTEGER NOT NULL, folder TEXT, tried TEXT, trouble TEXT) STRICT;
