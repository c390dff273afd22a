-- What a list shows of who sent a comment is its name alone: found by one page of an index, which holds many of them, and not by one
-- of the ids and another of the rows.
CREATE INDEX l_commenter_called ON l_commenter (id, name);
