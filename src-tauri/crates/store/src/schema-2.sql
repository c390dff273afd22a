-- Where the cursor stood in what is being typed, as JSON.
ALTER TABLE l_draft ADD COLUMN cursor TEXT;

-- What someone called a saved state.
ALTER TABLE j_revision ADD COLUMN name TEXT NOT NULL DEFAULT '';

-- Gone from the bin: out of every list for good, though the journal and its texts stay whole.
ALTER TABLE j_article ADD COLUMN emptied INTEGER NOT NULL DEFAULT 0;
