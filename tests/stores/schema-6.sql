-- A store as the version with schema 6 left it: two answers wait, which Telegram could not take.
-- That version itself made it. It is never changed: stores like this one are in the field.
BEGIN TRANSACTION;
CREATE TABLE chat_groups (
    chat             TEXT PRIMARY KEY,
    languages        TEXT,
    cooldown_seconds INTEGER,
    listening        INTEGER,
    introduced_at    INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE chat_state (
         chat TEXT PRIMARY KEY,
         at_seconds INTEGER NOT NULL,
         gone TEXT,
         moved_to INTEGER
     ) WITHOUT ROWID;
CREATE TABLE desk (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "desk" VALUES('current','1');
CREATE TABLE drafts (
    chat  TEXT PRIMARY KEY,
    at    INTEGER NOT NULL,
    draft TEXT NOT NULL                      -- JSON
) STRICT, WITHOUT ROWID;
CREATE TABLE edits (
    turn     INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    patch    TEXT    NOT NULL,               -- JSON
    inserted TEXT    NOT NULL,
    at_bytes INTEGER NOT NULL,
    undone   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE fading (
         chat INTEGER NOT NULL,
         message INTEGER NOT NULL,
         at_seconds INTEGER NOT NULL,
         PRIMARY KEY (chat, message)
     ) STRICT, WITHOUT ROWID;
CREATE TABLE feedback (
    turn    INTEGER NOT NULL,
    entry   TEXT    NOT NULL,
    person  TEXT    NOT NULL,
    helpful INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (turn, entry, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE ignored (
    key TEXT PRIMARY KEY,
    at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE journal (
         update_id INTEGER PRIMARY KEY,
         at_seconds INTEGER NOT NULL,
         attempts INTEGER NOT NULL DEFAULT 0,
         outcome TEXT,
         raw TEXT
     );
INSERT INTO "journal" VALUES(700,1795866125,0,'handled',NULL);
INSERT INTO "journal" VALUES(701,1795866125,0,'handled',NULL);
CREATE TABLE lists (
    turn  INTEGER PRIMARY KEY,
    at    INTEGER NOT NULL,
    items TEXT    NOT NULL                   -- JSON
) STRICT;
CREATE TABLE meta (
         name TEXT PRIMARY KEY,
         value BLOB NOT NULL
     ) WITHOUT ROWID;
INSERT INTO "meta" VALUES('person key',X'BFF8DE1A4D46902B0114645B012AB740E4C277D6FBF1948058B53251FB509099');
CREATE TABLE opened (
    turn  INTEGER NOT NULL,
    entry TEXT    NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY (turn, entry)
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
         id INTEGER PRIMARY KEY,
         turn INTEGER NOT NULL,
         part INTEGER NOT NULL,
         at_seconds INTEGER NOT NULL,
         urgent INTEGER NOT NULL,
         carries INTEGER NOT NULL,
         chat INTEGER,
         outcome TEXT,
         why TEXT,
         message INTEGER,
         body TEXT
     , text INTEGER);
INSERT INTO "outbox" VALUES(1,700,0,1795866125,0,1,77,NULL,NULL,NULL,'sendMessage
{"chat_id":77,"text":"<b>How do I get a refund?</b>\nAsk within seven days.\n\n<b>怎么退款？</b>\n七天内可以申请。","parse_mode":"HTML","link_preview_options":{"is_disabled":true},"reply_parameters":{"message_id":11,"allow_sending_without_reply":true},"reply_markup":{"inline_keyboard":[[{"text":"👍 Helpful","callback_data":"yjg.refund"},{"text":"👎 Not helpful","callback_data":"njg.refund"}]]}}
',NULL);
INSERT INTO "outbox" VALUES(2,701,0,1795866125,0,1,77,NULL,NULL,NULL,'sendMessage
{"chat_id":77,"text":"<b>怎么退款？</b>\n七天内可以申请。\n\n<b>How do I get a refund?</b>\nAsk within seven days.","parse_mode":"HTML","link_preview_options":{"is_disabled":true},"reply_parameters":{"message_id":12,"allow_sending_without_reply":true},"reply_markup":{"inline_keyboard":[[{"text":"👍 有用","callback_data":"yjh.refund"},{"text":"👎 没用","callback_data":"njh.refund"}]]}}
',NULL);
CREATE TABLE people (
    person    TEXT PRIMARY KEY,
    languages TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sent (
    turn    INTEGER NOT NULL,
    part    INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (turn, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE texts (
         id INTEGER PRIMARY KEY,
         text TEXT NOT NULL
     );
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
INSERT INTO "turns" VALUES(700,1795866125,'p019c38e01b47b85e4b0e5093c3620f11',NULL,'da4258e5b64f890a56c3d07fda8cbfbc',NULL,11,11,'en','how do I get a refund','answered','refund','[["refund",0.9969893042672056]]','d5eba37ec050b3f2');
INSERT INTO "turns" VALUES(701,1795866125,'p019c38e01b47b85e4b0e5093c3620f11',NULL,'da4258e5b64f890a56c3d07fda8cbfbc',NULL,12,12,'zh','怎么退款','answered','refund','[["refund",0.9943487552155861]]','d5eba37ec050b3f2');
CREATE TABLE version_files (
    number INTEGER NOT NULL,
    name   TEXT    NOT NULL,
    hash   TEXT    NOT NULL,
    PRIMARY KEY (number, name)
) STRICT, WITHOUT ROWID;
INSERT INTO "version_files" VALUES(1,'faq.yaml','624ee3367801c0ee7a36ae4ef91f9a7d8d28d36323808ac42ebf99cf2a9ab727');
CREATE TABLE version_texts (
    hash TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;
INSERT INTO "version_texts" VALUES('624ee3367801c0ee7a36ae4ef91f9a7d8d28d36323808ac42ebf99cf2a9ab727','entries:
  - id: refund
    questions:
      en: ["How do I get a refund?", "I want my money back"]
      zh: ["怎么退款？", "如何申请退款"]
    answer:
      en: Ask within seven days.
      zh: 七天内可以申请。
');
CREATE TABLE versions (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,            -- unix seconds
    fingerprint TEXT    NOT NULL,
    origin      TEXT    NOT NULL,
    turn        INTEGER,                     -- that brought it
    parent      INTEGER                      -- that answered until then
) STRICT;
INSERT INTO "versions" VALUES(1,1795866123,'168ea834d3958a77','start',NULL,NULL);
CREATE INDEX turns_by_time ON turns (at);
CREATE INDEX feedback_by_person ON feedback (person);
CREATE INDEX turns_by_message ON turns (message, chat);
INSERT INTO "sqlite_sequence" VALUES('versions',1);
PRAGMA user_version = 6;
COMMIT;
