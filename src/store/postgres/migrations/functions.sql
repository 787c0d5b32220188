-- What every question needs, each as one call: one statement to send and to plan, and its plans are kept.
-- A plan that is made while a table is empty must be good when it is full: so they go by the indexes.

-- Takes the claims of these chats, as far as they are this process's or nobody's; gives those that are its own
-- now. Those of a process that is no longer alive only where that is asked for (`of_dead`): by whoever looks for
-- what it left and sends that first. Always in the same order, so that two do not wait for each other.
CREATE FUNCTION take_claims(mine bigint, chats bigint[], of_dead boolean)
RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY INSERT INTO claim AS held (chat, fence)
        SELECT wanted.chat, mine FROM (SELECT DISTINCT unnest(chats) AS chat) AS wanted ORDER BY 1
        ON CONFLICT (chat) DO UPDATE
            SET fence = excluded.fence, uses = held.uses + 1, used = clock_timestamp()
            WHERE held.fence = excluded.fence OR of_dead
                AND NOT EXISTS (SELECT 1 FROM replica WHERE replica.fence = held.fence)
        RETURNING held.chat;
END $$;

-- Keeps updates, and takes the claims of their chats. Gives the chats whose claims are this process's (`is_open`
-- false, no number), all open updates of these chats, and all messages that are still to be sent in them
-- (`is_open` null): what another process left goes before what comes of an update.
CREATE FUNCTION keep_updates(mine bigint, ids bigint[], times bigint[], raws text[], chats bigint[])
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

-- What was handled need not be on the disk at once: where the server loses it the update is handled again, and
-- nothing of it was sent whose outcome is on the disk, since that comes later in the same log.
CREATE FUNCTION begin_commit(mine bigint, ids bigint[], outcomes text[], chats bigint[])
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
CREATE FUNCTION settle_sent(mine bigint, ids bigint[], turns bigint[], messages bigint[])
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

-- Open work that is this process's, or nobody's who is alive: updates and messages, each with its claim, and
-- whether that is this process's.
CREATE FUNCTION open_work(mine bigint)
RETURNS TABLE (is_message boolean, id bigint, in_claim bigint, is_mine boolean) LANGUAGE sql STABLE AS $$
    SELECT false, journal.update_id, journal.chat, claim.fence IS NOT DISTINCT FROM mine
    FROM journal LEFT JOIN claim ON claim.chat = journal.chat
    LEFT JOIN replica ON replica.fence = claim.fence
    WHERE journal.outcome IS NULL AND (claim.fence = mine OR replica.fence IS NULL)
    UNION ALL
    SELECT true, outbox.id, outbox.claim, claim.fence IS NOT DISTINCT FROM mine
    FROM outbox LEFT JOIN claim ON claim.chat = outbox.claim
    LEFT JOIN replica ON replica.fence = claim.fence
    WHERE outbox.outcome IS NULL AND (claim.fence = mine OR replica.fence IS NULL)
$$;

-- Gives up claims of this process with nothing open, those of groups only once they were not used for some
-- seconds.
CREATE FUNCTION give_up_claims(mine bigint, group_seconds bigint) RETURNS void LANGUAGE plpgsql
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

-- The tables that are written with each question stay small: cleaned long before a fifth of their rows is
-- dead, and without pauses.
ALTER TABLE journal SET (autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.02);
ALTER TABLE outbox SET (fillfactor = 70, autovacuum_vacuum_cost_delay = 0,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 500);
ALTER TABLE claim SET (autovacuum_vacuum_cost_delay = 0,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 500);
ALTER TABLE heartbeat SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200,
    autovacuum_vacuum_cost_delay = 0);
