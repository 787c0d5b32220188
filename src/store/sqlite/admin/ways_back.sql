-- The way back to people whose questions found no answer: the number of the chat where they asked,
-- for a day. Kept only where admins are told of questions that many ask. People are keyed hashes; the
-- words stand in `turns`.
CREATE TABLE ways_back (
    turn     INTEGER PRIMARY KEY,            -- of the question
    at       INTEGER NOT NULL,               -- unix seconds
    person   TEXT    NOT NULL,
    chat     INTEGER NOT NULL,
    topic    INTEGER,
    in_group INTEGER NOT NULL,
    message  INTEGER NOT NULL
) STRICT;

-- Questions of which admins were told that they are asked a lot, as hashes.
CREATE TABLE alerted (
    key TEXT PRIMARY KEY,
    at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
