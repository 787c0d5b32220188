-- Processes that lost their place because they were silent, and since when: one that was only cut off comes back
-- and says what it sent. The row goes when it has said so, or after an hour.
CREATE TABLE buried (
    fence bigint      PRIMARY KEY,
    at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- What the process sent was noted by another that outlives it: nothing more is to be said.
ALTER TABLE replica ADD COLUMN noted boolean NOT NULL DEFAULT false;
