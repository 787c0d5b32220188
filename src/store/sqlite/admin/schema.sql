-- What the admin service keeps. Questions in it are masked, chats are keyed hashes.

-- Accepted versions of the FAQ, latest with the highest number.
CREATE TABLE versions (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,            -- unix seconds
    fingerprint TEXT    NOT NULL,
    origin      TEXT    NOT NULL,
    turn        INTEGER,                     -- that brought it
    parent      INTEGER                      -- that answered until then
) STRICT;
CREATE TABLE version_files (
    number INTEGER NOT NULL,
    name   TEXT    NOT NULL,
    hash   TEXT    NOT NULL,
    PRIMARY KEY (number, name)
) STRICT, WITHOUT ROWID;
-- Texts of files, each once however many versions hold it.
CREATE TABLE version_texts (
    hash TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;
-- `current`: number of the version that answers; `held`: fingerprint of files on disk that must
-- not come back by themselves; `turn`: the turn that rolled back last.
CREATE TABLE desk (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What lists with buttons showed.
CREATE TABLE lists (
    turn  INTEGER PRIMARY KEY,
    at    INTEGER NOT NULL,
    items TEXT    NOT NULL                   -- JSON
) STRICT;

-- Entries that admins are writing in their chats.
CREATE TABLE drafts (
    chat  TEXT PRIMARY KEY,
    at    INTEGER NOT NULL,
    draft TEXT NOT NULL                      -- JSON
) STRICT, WITHOUT ROWID;

-- Changes of files made in chats, noted before the file is written.
CREATE TABLE edits (
    turn     INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    patch    TEXT    NOT NULL,               -- JSON
    inserted TEXT    NOT NULL,
    at_bytes INTEGER NOT NULL,
    undone   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Questions that admins do not want to see listed again, as hashes.
CREATE TABLE ignored (
    key TEXT PRIMARY KEY,
    at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
