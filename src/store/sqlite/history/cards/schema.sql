-- Questions that people are to answer. People are keyed hashes, words are masked. The number of the
-- chat to which the answer goes (`to_chat`) is kept while the card is open, and a day more.

CREATE TABLE cards (
    card        INTEGER PRIMARY KEY,          -- the turn that made it
    at          INTEGER NOT NULL,             -- unix seconds
    person      TEXT    NOT NULL,
    chat        TEXT    NOT NULL,             -- of the person, as stored
    to_chat     INTEGER,
    to_topic    INTEGER,
    asked       TEXT    NOT NULL,             -- JSON: what it is about
    taken_by    TEXT,
    answered_at INTEGER,
    reply       TEXT    NOT NULL DEFAULT '',  -- what staff answered last
    closed_at   INTEGER
) STRICT;
CREATE INDEX cards_open ON cards (person, chat) WHERE closed_at IS NULL;

-- Messages in the staff's chat: the card, what stands below it, and what staff wrote to the person.
CREATE TABLE card_messages (
    chat    INTEGER NOT NULL,
    message INTEGER NOT NULL,
    card    INTEGER NOT NULL,
    role    TEXT    NOT NULL,
    turn    INTEGER,                          -- that carries it to the person
    PRIMARY KEY (chat, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_messages_by_card ON card_messages (card);

-- The topics in the staff's chat, one a person; without a number until Telegram has made it.
CREATE TABLE staff_topics (
    person TEXT    NOT NULL,
    chat   INTEGER NOT NULL,
    card   INTEGER NOT NULL,                  -- that asked for it
    topic  INTEGER,
    PRIMARY KEY (person, chat)
) STRICT, WITHOUT ROWID;

-- People for whom no cards are made.
CREATE TABLE muted (
    person TEXT PRIMARY KEY,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a message has to do with a card.
ALTER TABLE outbox ADD COLUMN card INTEGER;
ALTER TABLE outbox ADD COLUMN card_role TEXT;
