-- A comment that is decided over moves in as few pages as may be: its state stands at the end of what its article and its commenter
-- have in the order in which they were sent, where it changes in place, and no more before it, where it was far from there.
DROP INDEX j_comment_article;
DROP INDEX j_comment_under;
DROP INDEX j_comment_record;
DROP INDEX j_comment_theirs;
CREATE INDEX j_comment_under ON j_comment (article, created, id, state);
CREATE INDEX j_comment_theirs ON j_comment (commenter, created, id, state);

-- Those that move are counted together by who moves them, as those are that come in.
DROP TRIGGER d_tally_moved;
