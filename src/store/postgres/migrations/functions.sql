-- What every question needs, each as one call: one statement to send and to plan. Made anew whenever a step was
-- taken; those of an older program must go on working, since it may run beside the new one.
--
-- Plans are made once for each connection (`plan_cache_mode`): with a plan for the values at hand, planning takes
-- longer than the work. Such a plan is often made while a table is empty and must be good when it is full. An
-- empty table looks as if reading all of an index were as cheap as looking one row up; so rows that are there
-- already are looked up by `= ANY` of an array, in loops, or below `LATERAL` or `EXISTS` with `OFFSET 0`, which leave
-- no choice. Where a row is looked up by its number, `coalesce(outcome, '') = ''` keeps the index of open rows out of
-- it. A few rows are quicker read than another process of the server is started to help
-- (`max_parallel_workers_per_gather`) or code is compiled (`jit`). `IS NOT DISTINCT FROM` keeps the index by process
-- out of what is looked up by its chat.

-- Holds the place of this process until the end of the transaction, or refuses it. For a transaction of
-- several statements there is `hold`, which also bounds how long it may stand still.
CREATE OR REPLACE FUNCTION hold_place(mine bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM replica WHERE fence = mine FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this process lost its place' USING ERRCODE = 'WF001';
    END IF;
    RETURN true;
END $$;

-- Takes the claims of these chats, as far as they are this process's or nobody's; gives those that are its own
-- now. Those of a process that is no longer alive only where that is asked for (`of_dead`): by whoever looks for
-- what it left and sends that first. Always in the same order, so that two do not wait for each other.
CREATE OR REPLACE FUNCTION take_claims(mine bigint, chats bigint[], of_dead boolean)
RETURNS SETOF bigint LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY INSERT INTO claim AS held (chat, fence)
        SELECT wanted.chat, mine FROM (SELECT DISTINCT unnest(chats) AS chat) AS wanted ORDER BY 1
        ON CONFLICT (chat) DO UPDATE
            SET fence = excluded.fence, uses = held.uses + 1, used = clock_timestamp()
            WHERE held.fence = excluded.fence OR of_dead
                AND NOT EXISTS (SELECT 1 FROM replica WHERE replica.fence = held.fence)
        RETURNING held.chat;
END $$;

-- Keeps updates, and takes the claims of their chats, as `take_claims` does; `claims` are these chats in order, each
-- once. `names` and `persons` are how private chats and their people are stored (null for other chats). Gives the chats
-- whose claims are this process's (`is_open` false, no number), those where the person chose languages or has a turn
-- from `since` on (`is_open` false, number 1), all open updates of these chats, and all messages that are still to
-- be sent in them (`is_open` null): what another process left goes before what comes of an update.
CREATE OR REPLACE FUNCTION keep_updates(mine bigint, ids bigint[], times bigint[], raws text[], chats bigint[],
    claims bigint[], names text[], persons text[], since bigint)
RETURNS TABLE (is_open boolean, id bigint, in_chat bigint) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    is_held CONSTANT boolean := hold_place(mine);
BEGIN
    INSERT INTO journal (update_id, at_seconds, raw, chat)
        SELECT * FROM unnest(ids, times, raws, chats) AS one(id, at, raw, chat) ORDER BY one.id
        ON CONFLICT DO NOTHING;
    RETURN QUERY INSERT INTO claim AS held (chat, fence) SELECT one.chat, mine FROM unnest(claims) AS one(chat)
        ON CONFLICT (chat) DO UPDATE
            SET uses = held.uses + 1, used = clock_timestamp() WHERE held.fence = excluded.fence
        RETURNING false, NULL::bigint, held.chat;
    -- After the claims: a statement of its own sees what was committed before they were ours.
    RETURN QUERY SELECT true, open.update_id, one.chat FROM unnest(claims) AS one(chat), LATERAL (
            SELECT journal.update_id FROM journal WHERE journal.chat = one.chat AND journal.outcome IS NULL
            OFFSET 0) AS open
        UNION ALL SELECT NULL, open.id, one.chat FROM unnest(claims) AS one(chat), LATERAL (
            SELECT outbox.id FROM outbox WHERE outbox.claim = one.chat AND outbox.outcome IS NULL
            OFFSET 0) AS open
        WHERE one.chat <> 0
        UNION ALL SELECT false, 1, one.chat FROM unnest(claims, names, persons) AS one(chat, name, person), LATERAL (
            SELECT 1 WHERE EXISTS (SELECT 1 FROM turns WHERE turns.chat = one.name AND turns.at >= since)
                OR EXISTS (SELECT 1 FROM people WHERE people.person = one.person)
            OFFSET 0) AS known
        WHERE one.name IS NOT NULL;
END $$;

-- Marks open updates as done, queues messages and keeps turns. `claims` are those of the messages that are not
-- held already. Gives those of them that are this process's (`is_message` false), and the numbers of the messages in
-- their order. The arrays without names are the columns of messages, then those of turns.
--
-- What was handled need not be on the disk at once: where the server loses it the update is handled again, and
-- nothing of it was sent whose outcome is on the disk, since that comes later in the same log.
CREATE OR REPLACE FUNCTION commit_updates(mine bigint, ids bigint[], outcomes text[], claims bigint[],
    -- $5 to $21: turn, part, at_seconds, urgent, carries, chat, method, body, text, target, target_turn, target_at,
    -- lifetime_seconds, card, card_role, claim, attachment
    bigint[], bigint[], bigint[], boolean[], boolean[], bigint[], text[], text[], text[], text[], bigint[], bigint[],
    bigint[], bigint[], text[], bigint[], bytea[],
    -- $22 to $35: turn, at, chat, topic, person, message, answer_to, language, text, kind, entry, candidates,
    -- revision, asked_for
    bigint[], bigint[], text[], bigint[], text[], bigint[], bigint[], text[], text[], text[], text[], text[],
    text[], text[])
RETURNS TABLE (is_message boolean, number bigint) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    is_held CONSTANT boolean := hold_place(mine);
    is_quick CONSTANT text := set_config('synchronous_commit', 'off', true);
    marked bigint;
BEGIN
    UPDATE journal SET outcome = outcomes[array_position(ids, journal.update_id)], raw = NULL
        WHERE journal.update_id = ANY (ids) AND coalesce(journal.outcome, '') = '';
    GET DIAGNOSTICS marked = ROW_COUNT;
    IF marked < cardinality(ids) THEN
        RAISE EXCEPTION 'an update is not open' USING ERRCODE = 'WF002';
    END IF;
    IF cardinality(claims) > 0 THEN
        RETURN QUERY SELECT false, taken FROM take_claims(mine, claims, false) AS taken;
    END IF;
    IF cardinality($5) > 0 THEN
        RETURN QUERY INSERT INTO outbox (turn, part, at_seconds, urgent, carries, chat, method, body, text, target,
                target_turn, target_at, lifetime_seconds, card, card_role, claim, attachment)
            SELECT turn, part, at_seconds, urgent, carries, chat, method, body, text, target,
                target_turn, target_at, lifetime_seconds, card, card_role, claim, attachment
            FROM unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
            WITH ORDINALITY AS one(turn, part, at_seconds, urgent, carries, chat, method, body, text, target,
                target_turn, target_at, lifetime_seconds, card, card_role, claim, attachment, place)
            ORDER BY place RETURNING true, outbox.id;
    END IF;
    IF cardinality($22) > 0 THEN
        INSERT INTO turns (turn, at, chat, topic, person, message, answer_to, language, text, kind, entry,
                candidates, revision, asked_for)
            SELECT * FROM unnest($22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35)
            ON CONFLICT (turn) DO UPDATE SET at = excluded.at, chat = excluded.chat, topic = excluded.topic,
                person = excluded.person, message = excluded.message, answer_to = excluded.answer_to,
                language = excluded.language, text = excluded.text, kind = excluded.kind, entry = excluded.entry,
                candidates = excluded.candidates, revision = excluded.revision, asked_for = excluded.asked_for;
    END IF;
END $$;

-- Deletes messages that were sent, and remembers which message carries what; gives the claims that they were in. It is
-- so whoever says it: this asks for no place.
CREATE OR REPLACE FUNCTION note_sent(ids bigint[], turns bigint[], messages bigint[])
RETURNS bigint[] LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    gone record;
    count bigint;
    idle bigint[];
BEGIN
    -- Most are on no card: all of these at once. One statement must not write a row twice, so the last one counts.
    WITH deleted AS (
            DELETE FROM outbox
                WHERE outbox.id = ANY (ids) AND outbox.turn = turns[array_position(ids, outbox.id)]
                    AND coalesce(outbox.outcome, '') = '' AND outbox.card_role IS NULL
                RETURNING array_position(ids, outbox.id) AS place, outbox.turn, outbox.part, outbox.carries,
                    outbox.claim),
        carried AS (
            INSERT INTO sent (turn, part, message)
                SELECT DISTINCT ON (deleted.turn, deleted.part) deleted.turn, deleted.part, messages[deleted.place]
                    FROM deleted WHERE deleted.carries AND messages[deleted.place] IS NOT NULL
                    ORDER BY deleted.turn, deleted.part, deleted.place DESC
                ON CONFLICT (turn, part) DO UPDATE SET message = excluded.message)
        SELECT count(*), coalesce(array_agg(deleted.claim) FILTER (WHERE deleted.claim > 0), '{}')
            INTO count, idle FROM deleted;
    IF count = cardinality(ids) THEN
        RETURN idle;
    END IF;
    FOR at IN 1..cardinality(ids) LOOP
        DELETE FROM outbox
            WHERE outbox.id = ids[at] AND outbox.turn = turns[at] AND coalesce(outbox.outcome, '') = ''
            RETURNING outbox.part, outbox.carries, outbox.card, outbox.card_role, outbox.chat, outbox.claim INTO gone;
        CONTINUE WHEN NOT FOUND;
        IF gone.claim > 0 THEN
            idle := idle || gone.claim;
        END IF;
        CONTINUE WHEN messages[at] IS NULL;
        IF gone.carries THEN
            INSERT INTO sent (turn, part, message) VALUES (turns[at], gone.part, messages[at])
                ON CONFLICT (turn, part) DO UPDATE SET message = excluded.message;
        END IF;
        IF gone.card_role = 'topic' THEN
            UPDATE staff_topics SET topic = messages[at]
                WHERE staff_topics.card = gone.card AND staff_topics.chat = gone.chat;
        ELSIF gone.card_role IN ('card', 'below') AND gone.chat IS NOT NULL THEN
            INSERT INTO card_messages (chat, message, card, role)
                VALUES (gone.chat, messages[at], gone.card, gone.card_role)
                ON CONFLICT (chat, message) DO UPDATE
                    SET card = excluded.card, role = excluded.role, turn = NULL;
        END IF;
    END LOOP;
    RETURN idle;
END $$;

-- The same in the place of a process. Gives up the claims of private chats in which nothing is open any more: the next
-- update may be anybody's.
CREATE OR REPLACE FUNCTION settle_sent(mine bigint, ids bigint[], turns bigint[], messages bigint[])
RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    is_held CONSTANT boolean := hold_place(mine);
    idle CONSTANT bigint[] := note_sent(ids, turns, messages);
    free bigint[];
BEGIN
    -- Whoever uses a claim now keeps it; nobody is waited for.
    SELECT array_agg(held.chat) INTO free FROM (
        SELECT claim.chat FROM claim WHERE claim.chat = ANY (idle) AND claim.fence IS NOT DISTINCT FROM mine
            FOR UPDATE SKIP LOCKED) AS held;
    -- A statement of its own, which sees what was committed before the claims were locked.
    DELETE FROM claim WHERE claim.chat = ANY (free)
        AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.chat = claim.chat AND journal.outcome IS NULL OFFSET 0)
        AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.claim = claim.chat AND outbox.outcome IS NULL OFFSET 0);
END $$;

-- Open work that is this process's, or nobody's who is alive: updates and messages, each with its claim, and
-- whether that is this process's. Below these numbers nothing is open, so that rows which were dealt with, and
-- which cannot be cleaned away while some transaction stays open, are not read each time.
CREATE OR REPLACE FUNCTION open_work(mine bigint, first_update bigint, first_message bigint)
RETURNS TABLE (is_message boolean, id bigint, in_claim bigint, is_mine boolean) LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
BEGIN
    RETURN QUERY SELECT open.is_message, open.id, open.chat, held.fence IS NOT DISTINCT FROM mine
        FROM (SELECT false AS is_message, journal.update_id AS id, journal.chat FROM journal
                WHERE journal.update_id >= first_update AND coalesce(journal.outcome, '') = ''
            UNION ALL SELECT true, outbox.id, outbox.claim FROM outbox
                WHERE outbox.id >= first_message AND coalesce(outbox.outcome, '') = '') AS open
        LEFT JOIN LATERAL (SELECT claim.fence FROM claim WHERE claim.chat = open.chat OFFSET 0) AS held ON true
        LEFT JOIN LATERAL (SELECT replica.fence FROM replica WHERE replica.fence = held.fence OFFSET 0)
            AS living ON true
        WHERE held.fence = mine OR living.fence IS NULL;
END $$;

-- The same of all numbers; and in a row with neither, below which update and message (as `in_claim`) nothing is
-- open.
CREATE OR REPLACE FUNCTION all_open_work(mine bigint)
RETURNS TABLE (is_message boolean, id bigint, in_claim bigint, is_mine boolean) LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
BEGIN
    RETURN QUERY WITH open AS MATERIALIZED (
            SELECT false AS is_message, journal.update_id AS id, journal.chat FROM journal
                WHERE journal.outcome IS NULL
            UNION ALL SELECT true, outbox.id, outbox.claim FROM outbox WHERE outbox.outcome IS NULL)
        SELECT open.is_message, open.id, open.chat, held.fence IS NOT DISTINCT FROM mine FROM open
            LEFT JOIN LATERAL (SELECT claim.fence FROM claim WHERE claim.chat = open.chat OFFSET 0) AS held ON true
            LEFT JOIN LATERAL (SELECT replica.fence FROM replica WHERE replica.fence = held.fence OFFSET 0)
                AS living ON true
            WHERE held.fence = mine OR living.fence IS NULL
        UNION ALL SELECT NULL,
            coalesce(min(open.id) FILTER (WHERE NOT open.is_message), (SELECT max(update_id) FROM journal), 0),
            coalesce(min(open.id) FILTER (WHERE open.is_message), (SELECT last_value FROM outbox_id_seq)),
            NULL FROM open;
END $$;

-- Open updates of this process's chats from this number on, in order, each with the messages that are still to be sent
-- in its chat.
CREATE OR REPLACE FUNCTION open_updates(mine bigint, first_update bigint, most bigint)
RETURNS TABLE (id bigint, at bigint, words text, in_chat bigint, messages bigint[]) LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
BEGIN
    RETURN QUERY SELECT journal.update_id, journal.at_seconds, journal.raw, journal.chat,
            ARRAY (SELECT outbox.id FROM outbox
                WHERE outbox.claim = journal.chat AND outbox.claim <> 0 AND outbox.outcome IS NULL)
        FROM journal,
            LATERAL (SELECT claim.fence FROM claim WHERE claim.chat = journal.chat OFFSET 0) AS held
        WHERE journal.update_id >= first_update AND coalesce(journal.outcome, '') = '' AND held.fence = mine
        ORDER BY journal.update_id LIMIT most;
END $$;

-- Messages that are to be sent by this process, from this number on.
CREATE OR REPLACE FUNCTION open_messages(mine bigint, first_message bigint)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
BEGIN
    RETURN QUERY SELECT outbox.id FROM outbox,
            LATERAL (SELECT claim.fence FROM claim WHERE claim.chat = outbox.claim OFFSET 0) AS held
        WHERE outbox.id >= first_message AND coalesce(outbox.outcome, '') = '' AND held.fence = mine
        ORDER BY outbox.id;
END $$;

-- Gives up claims of this process with nothing open, those of groups only once they were not used for some
-- seconds; those of private chats after one, since most are given up with the last message.
CREATE OR REPLACE FUNCTION give_up_claims(mine bigint, group_seconds bigint) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    is_held CONSTANT boolean := hold_place(mine);
    is_quick CONSTANT text := set_config('synchronous_commit', 'off', true);
    idle record;
BEGIN
    FOR idle IN SELECT held.chat, held.uses FROM claim AS held WHERE held.fence = mine
        AND held.used < clock_timestamp()
            - make_interval(secs => CASE WHEN held.chat > 0 THEN 1 ELSE group_seconds END)
    LOOP
        -- One that was used meanwhile has other uses by now.
        DELETE FROM claim WHERE claim.chat = idle.chat AND claim.fence IS NOT DISTINCT FROM mine
            AND claim.uses = idle.uses
            AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.chat = idle.chat AND journal.outcome IS NULL)
            AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.claim = idle.chat AND outbox.outcome IS NULL);
    END LOOP;
END $$;

-- The latest turns of a person in a chat since then but this one, latest first, and the languages that the person
-- chose, in each row; one row without a turn where there is none.
CREATE OR REPLACE FUNCTION asked_before(of_person text, in_chat text, in_topic bigint, since bigint, but bigint)
RETURNS TABLE (turn bigint, at bigint, chat text, topic bigint, person text, message bigint, answer_to bigint,
    language text, text text, kind text, candidates text, revision text, asked_for text, languages text)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    chosen CONSTANT text := (SELECT people.languages FROM people WHERE people.person = of_person);
BEGIN
    RETURN QUERY SELECT turns.turn, turns.at, turns.chat, turns.topic, turns.person, turns.message, turns.answer_to,
            turns.language, turns.text, turns.kind, turns.candidates, turns.revision, turns.asked_for, chosen
        FROM turns WHERE turns.at >= since AND turns.chat = in_chat AND turns.topic IS NOT DISTINCT FROM in_topic
            AND turns.person = of_person AND turns.turn <> but
        ORDER BY turns.at DESC, turns.turn DESC LIMIT 4;
    IF NOT FOUND THEN
        RETURN QUERY SELECT NULL::bigint, NULL::bigint, NULL::text, NULL::bigint, NULL::text, NULL::bigint,
            NULL::bigint, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, chosen;
    END IF;
END $$;
