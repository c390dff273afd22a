-- How many rows each table of what stays in the library alone has, and a sum over them, so that one that is gone is missed.
CREATE TABLE sums (name TEXT PRIMARY KEY, n INTEGER NOT NULL, sum INTEGER NOT NULL) STRICT, WITHOUT ROWID;
