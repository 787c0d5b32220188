-- What conversations remember. People and private chats are keyed hashes, words are masked.

-- Turns that later turns may refer to.
CREATE TABLE turns (
    turn       INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,             -- unix seconds
    chat       TEXT    NOT NULL,             -- as in conversation::Room
    topic      INTEGER,
    person     TEXT,
    asked_for  TEXT,                         -- the person whose question it was, if another's
    message    INTEGER NOT NULL,             -- that started it
    answer_to  INTEGER NOT NULL,
    language   TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    entry      TEXT,                         -- that was answered with
    candidates TEXT    NOT NULL,             -- JSON: [[id, confidence], ...], best first
    revision   TEXT    NOT NULL
) STRICT;
CREATE INDEX turns_by_message ON turns (chat, message);
CREATE INDEX turns_by_time ON turns (at);
CREATE INDEX turns_by_person ON turns (person);

-- Our messages that carry a turn, page by page.
CREATE TABLE sent (
    turn    INTEGER NOT NULL,
    part    INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (turn, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX sent_by_message ON sent (message);

-- Whether what was shown helped: the first word of a person on an entry of a turn.
CREATE TABLE feedback (
    turn    INTEGER NOT NULL,
    entry   TEXT    NOT NULL,
    person  TEXT    NOT NULL,
    helpful INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (turn, entry, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_by_person ON feedback (person);

-- Entries opened from among those that a turn offered.
CREATE TABLE opened (
    turn  INTEGER NOT NULL,
    entry TEXT    NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY (turn, entry)
) STRICT, WITHOUT ROWID;

-- The languages people chose.
CREATE TABLE people (
    person    TEXT PRIMARY KEY,
    languages TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Groups: settings (null where nothing was changed), and when we introduced ourselves.
CREATE TABLE chat_groups (
    chat             TEXT PRIMARY KEY,
    languages        TEXT,
    cooldown_seconds INTEGER,
    listening        INTEGER,
    introduced_at    INTEGER
) STRICT, WITHOUT ROWID;
