-- Several processes at once: whose each chat is, and what somebody else has to find.

-- What a process works on now: updates and messages of a chat are its own alone. A row is deleted when
-- nothing of the chat is open; it counts for nothing once its process has lost its place.
CREATE TABLE claim (
    chat  bigint PRIMARY KEY,
    fence bigint NOT NULL,
    -- Rises with each use, so that a claim is not deleted that was used meanwhile.
    uses  bigint NOT NULL DEFAULT 0,
    used  timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
CREATE INDEX claim_by_fence ON claim (fence);

-- What one process does for all.
CREATE TABLE role (
    name  text   PRIMARY KEY,
    fence bigint NOT NULL
);

ALTER TABLE journal ADD COLUMN chat bigint NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN claim bigint NOT NULL DEFAULT 0;
CREATE INDEX journal_open_by_chat ON journal (chat) WHERE outcome IS NULL;
CREATE INDEX outbox_open_by_claim ON outbox (claim) WHERE outcome IS NULL;

-- A transaction whose process was stopped in its middle must not hold its place for ever.
CREATE OR REPLACE FUNCTION hold(mine bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('idle_in_transaction_session_timeout', '2000', true);
    PERFORM 1 FROM replica WHERE fence = mine FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this process lost its place' USING ERRCODE = 'WF001';
    END IF;
END $$;
