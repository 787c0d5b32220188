-- A message is written, read never or once, and deleted: it stands in its row as it is.
ALTER TABLE outbox SET (toast_tuple_target = 8160);
-- Whoever looks for what is open in a chat must not think of reading all that is.
DROP INDEX journal_open;
DROP INDEX outbox_open;
