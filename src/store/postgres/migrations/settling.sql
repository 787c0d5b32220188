-- What was handled need not be on the disk at once: where the server loses it the update is handled again, and
-- nothing of it was sent whose outcome is on the disk, since that comes later in the same log.
CREATE OR REPLACE FUNCTION begin_commit(mine bigint, ids bigint[], outcomes text[], chats bigint[])
RETURNS SETOF bigint LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    marked bigint;
BEGIN
    PERFORM hold(mine);
    PERFORM set_config('synchronous_commit', 'off', true);
    UPDATE journal SET outcome = one.outcome, raw = NULL
        FROM unnest(ids, outcomes) AS one(id, outcome)
        WHERE journal.update_id = one.id AND journal.outcome IS NULL;
    GET DIAGNOSTICS marked = ROW_COUNT;
    IF marked <> cardinality(ids) THEN
        RAISE EXCEPTION 'an update is not open' USING ERRCODE = 'WF002';
    END IF;
    RETURN QUERY SELECT taken FROM take_claims(mine, chats, false) AS taken;
END $$;

-- Deletes messages that were sent, and remembers which message carries what. Gives up the claims of private
-- chats in which nothing is open any more: the next update may be anybody's.
CREATE OR REPLACE FUNCTION settle_sent(mine bigint, ids bigint[], turns bigint[], messages bigint[])
RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    idle bigint[];
BEGIN
    PERFORM hold(mine);
    SELECT array_agg(DISTINCT outbox.claim) INTO idle FROM outbox
        WHERE outbox.id = ANY (ids) AND outbox.claim > 0;
    WITH settled AS (
        SELECT * FROM unnest(ids, turns, messages) AS one(id, turn, message)),
    gone AS (
        DELETE FROM outbox USING settled WHERE outbox.id = settled.id
            AND outbox.turn = settled.turn AND outbox.outcome IS NULL
        RETURNING outbox.id, outbox.turn, part, carries, card, card_role, chat, settled.message),
    carried AS (
        INSERT INTO sent (turn, part, message)
        SELECT DISTINCT ON (turn, part) turn, part, message FROM gone
        WHERE carries AND message IS NOT NULL ORDER BY turn, part, id DESC
        ON CONFLICT (turn, part) DO UPDATE SET message = excluded.message),
    topics AS (
        UPDATE staff_topics SET topic = gone.message FROM gone
        WHERE gone.card_role = 'topic' AND gone.message IS NOT NULL
            AND staff_topics.card = gone.card AND staff_topics.chat = gone.chat)
    INSERT INTO card_messages (chat, message, card, role)
    SELECT DISTINCT ON (chat, message) chat, message, card, card_role FROM gone
    WHERE card_role IN ('card', 'below') AND message IS NOT NULL AND chat IS NOT NULL
    ON CONFLICT (chat, message) DO UPDATE
        SET card = excluded.card, role = excluded.role, turn = NULL;
    -- Whoever uses one of these claims now keeps it; nobody is waited for.
    SELECT array_agg(held.chat) INTO idle FROM (
        SELECT claim.chat FROM claim WHERE claim.chat = ANY (idle) AND claim.fence = mine
        FOR UPDATE SKIP LOCKED) AS held;
    -- A statement of its own, which sees what was committed before the claims were locked.
    DELETE FROM claim WHERE claim.chat = ANY (idle)
        AND NOT EXISTS (SELECT 1 FROM journal
                        WHERE journal.chat = claim.chat AND journal.outcome IS NULL)
        AND NOT EXISTS (SELECT 1 FROM outbox
                        WHERE outbox.claim = claim.chat AND outbox.outcome IS NULL);
END $$;

CREATE OR REPLACE FUNCTION give_up_claims(mine bigint, group_seconds bigint) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    PERFORM hold(mine);
    PERFORM set_config('synchronous_commit', 'off', true);
    DELETE FROM claim USING (
        SELECT held.chat, held.uses FROM claim AS held WHERE held.fence = mine
        AND (held.chat > 0 OR held.used < clock_timestamp() - make_interval(secs => group_seconds))
        AND NOT EXISTS (SELECT 1 FROM journal
                        WHERE journal.chat = held.chat AND journal.outcome IS NULL)
        AND NOT EXISTS (SELECT 1 FROM outbox
                        WHERE outbox.claim = held.chat AND outbox.outcome IS NULL)
    ) AS idle WHERE claim.chat = idle.chat AND claim.uses = idle.uses;
END $$;

-- Keeps updates, and takes the claims of their chats. Gives the chats whose claims are this process's (`is_open`
-- false, no number), all open updates of these chats, and all messages that are still to be sent in them
-- (`is_open` null): what another process left goes before what comes of an update.
CREATE OR REPLACE FUNCTION keep_updates(mine bigint, ids bigint[], times bigint[], raws text[], chats bigint[])
RETURNS TABLE (is_open boolean, id bigint, in_chat bigint) LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    PERFORM hold(mine);
    INSERT INTO journal (update_id, at_seconds, raw, chat)
        SELECT one.id, one.at, one.raw, one.chat
        FROM unnest(ids, times, raws, chats) AS one(id, at, raw, chat) ORDER BY one.id
        ON CONFLICT DO NOTHING;
    RETURN QUERY SELECT false, NULL::bigint, taken FROM take_claims(mine, chats, false) AS taken;
    RETURN QUERY SELECT true, journal.update_id, journal.chat FROM journal
        WHERE journal.chat = ANY (chats) AND journal.outcome IS NULL;
    RETURN QUERY SELECT NULL::boolean, outbox.id, outbox.claim FROM outbox
        WHERE outbox.claim = ANY (chats) AND outbox.claim <> 0 AND outbox.outcome IS NULL;
END $$;
