-- Until when (unix seconds) Telegram wants no more of a chat's messages: whoever takes the chat over waits as
-- well.
ALTER TABLE outbox ADD COLUMN not_before bigint;

-- What was asked most of late is counted without reading what was asked long ago.
CREATE INDEX opened_by_time ON opened (at);
