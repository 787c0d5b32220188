-- A message is written, read never or once, and deleted: it stands in its row as it is.
ALTER TABLE outbox SET (toast_tuple_target = 8160);
-- Whoever looks for a chat's open updates must not think of reading all that are open.
DROP INDEX journal_open;
