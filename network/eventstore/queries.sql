-- name: append_one
-- One event and its receipt, if the stream is at the version before and the command is new; else no row.
-- Made to travel: several of these go as one pipeline and share a commit. A race for the version is lost in silence,
-- so that the loser doesn't take the others along.
WITH event AS (
    INSERT INTO eventstore.events (originator_id, originator_version, about, topic, state)
    SELECT $2::uuid, $3::bigint, $4, $5, $6
    WHERE $3 = 1 + coalesce((
            SELECT originator_version FROM eventstore.events
            WHERE originator_id = $2 ORDER BY originator_version DESC LIMIT 1
        ), 0)
        AND NOT EXISTS (SELECT FROM eventstore.commands WHERE originator_id = $2 AND command_id = $7)
    ON CONFLICT ON CONSTRAINT events_stream_version DO NOTHING
    RETURNING position
), receipt AS (
    INSERT INTO eventstore.commands (originator_id, command_id, digest, answer, position)
    SELECT $2::uuid, $7::uuid, $8, $9, position FROM event
)
SELECT $1::integer AS append, position FROM event;

-- name: append_unlooked
-- The same without looking whether the command is known or the version is being taken at this very moment: constraints
-- refuse both, and with it all that travels along, which then goes as append_one. Looking costs half as much again.
WITH event AS (
    INSERT INTO eventstore.events (originator_id, originator_version, about, topic, state)
    SELECT $2::uuid, $3::bigint, $4, $5, $6
    WHERE $3 = 1 + coalesce((
            SELECT originator_version FROM eventstore.events
            WHERE originator_id = $2 ORDER BY originator_version DESC LIMIT 1
        ), 0)
    RETURNING position
), receipt AS (
    INSERT INTO eventstore.commands (originator_id, command_id, digest, answer, position)
    SELECT $2::uuid, $7::uuid, $8, $9, position FROM event
)
SELECT $1::integer AS append, position FROM event;

-- name: append_or_read
-- As append_one, for a stream that others write to as well: where the version is taken, what the stream has from there
-- on, so that who was late need not ask. What came in during this very statement it can't see, and answers no row.
WITH event AS (
    INSERT INTO eventstore.events (originator_id, originator_version, about, topic, state)
    SELECT $2::uuid, $3::bigint, $4, $5, $6
    WHERE $3 = 1 + coalesce((
            SELECT originator_version FROM eventstore.events
            WHERE originator_id = $2 ORDER BY originator_version DESC LIMIT 1
        ), 0)
        AND NOT EXISTS (SELECT FROM eventstore.commands WHERE originator_id = $2 AND command_id = $7)
    ON CONFLICT ON CONSTRAINT events_stream_version DO NOTHING
    RETURNING position, recorded_at
), receipt AS (
    INSERT INTO eventstore.commands (originator_id, command_id, digest, answer, position)
    SELECT $2::uuid, $7::uuid, $8, $9, position FROM event
)
SELECT $1::integer AS append, position, $2 AS originator_id, NULL::bigint AS version, NULL AS topic, NULL::bytea AS state,
    recorded_at
FROM event
UNION ALL
SELECT $1, position, $2, originator_version, topic, state, recorded_at
FROM eventstore.events
WHERE originator_id = $2 AND originator_version >= $3 AND NOT EXISTS (SELECT FROM event);

-- name: append_whole
-- Events of one or several streams and their receipts, all or none: if the streams are at their versions and the
-- commands new. Arrays stand in sub-selects so that the planner, which can't see into them, keeps one plan.
WITH stream AS MATERIALIZED (
    SELECT s.originator_id, s.expected FROM unnest((SELECT $1::uuid[]), (SELECT $2::bigint[])) AS s (originator_id, expected)
), command AS MATERIALIZED (
    SELECT c.originator_id, c.command_id, c.digest, c.answer
    FROM unnest((SELECT $8::uuid[]), (SELECT $9::uuid[]), (SELECT $10::bytea[]), (SELECT $11::bytea[]))
        AS c (originator_id, command_id, digest, answer)
), fit AS MATERIALIZED (
    SELECT NOT EXISTS (
        SELECT FROM stream
        WHERE expected <> coalesce((
            SELECT originator_version FROM eventstore.events AS e
            WHERE e.originator_id = stream.originator_id ORDER BY originator_version DESC LIMIT 1
        ), 0)
    ) AND NOT EXISTS (
        -- OFFSET keeps this a look into the index for each: joined, a table without statistics is read whole.
        SELECT FROM command CROSS JOIN LATERAL (
            SELECT FROM eventstore.commands AS known
            WHERE known.originator_id = command.originator_id AND known.command_id = command.command_id
            OFFSET 0
        ) AS found
    ) AS fits
), event AS (
    -- Always in the same order, so that two of these over the same streams can't lock each other out.
    INSERT INTO eventstore.events (originator_id, originator_version, about, topic, state)
    SELECT originator_id, originator_version, about, topic, state
    FROM unnest(
        (SELECT $3::uuid[]), (SELECT $4::bigint[]), (SELECT $5::bigint[]), (SELECT $6::text[]), (SELECT $7::bytea[])
    ) AS n (originator_id, originator_version, about, topic, state)
    WHERE (SELECT fits FROM fit)
    ORDER BY originator_id, originator_version
    RETURNING position, originator_id, originator_version AS version
), receipt AS (
    INSERT INTO eventstore.commands (originator_id, command_id, digest, answer, position)
    SELECT originator_id, command_id, digest, answer, (SELECT max(position) FROM event)
    FROM command
    WHERE (SELECT fits FROM fit)
    ORDER BY originator_id, command_id
)
SELECT fit.fits, event.position, event.originator_id, event.version
FROM fit LEFT JOIN event ON true;

-- name: read_missed
-- What streams have beyond the versions that were expected of them.
SELECT missed.position, missed.originator_id, missed.originator_version AS version, missed.topic, missed.state,
    missed.recorded_at
FROM unnest($1::uuid[], $2::bigint[]) AS stream (originator_id, expected)
CROSS JOIN LATERAL (
    SELECT * FROM eventstore.events AS e
    WHERE e.originator_id = stream.originator_id AND e.originator_version > stream.expected
    ORDER BY e.originator_version
    OFFSET 0
) AS missed
ORDER BY missed.originator_id, missed.originator_version;

-- name: read_stream
-- A stream's events after a version, in order; all of them where the limit is null.
SELECT position, originator_id, originator_version AS version, topic, state, recorded_at
FROM eventstore.events
WHERE originator_id = $1 AND originator_version > $2
ORDER BY originator_version
LIMIT $3;

-- name: read_record
-- The event that began a record and those about it, in order.
SELECT position, originator_id, originator_version AS version, topic, state, recorded_at
FROM eventstore.events
WHERE originator_id = $1 AND (originator_version = $2 OR about = $2)
ORDER BY originator_version;

-- name: read_records
-- The same of several records ($2) of a stream, each with the version that began it.
SELECT record.version AS record, told.*
FROM unnest($2::bigint[]) AS record (version)
CROSS JOIN LATERAL (
    SELECT position, originator_id, originator_version AS version, topic, state, recorded_at
    FROM eventstore.events
    WHERE originator_id = $1 AND (originator_version = record.version OR about = record.version)
) AS told
ORDER BY record.version, told.version;

-- name: read_topics
-- A stream's events of these kinds, in order.
SELECT position, originator_id, originator_version AS version, topic, state, recorded_at
FROM eventstore.events
WHERE originator_id = $1 AND topic = ANY ($2::text[])
ORDER BY originator_version;

-- name: read_forgotten
-- Every erasure that was ever recorded, of persons and of words; an index holds just these.
SELECT position, originator_id, originator_version AS version, topic, state, recorded_at
FROM eventstore.events
WHERE topic IN ('person-forgotten/1', 'words-taken-back/1')
ORDER BY position;

-- name: find_receipts
-- What became of these commands, so far as they were recorded.
SELECT originator_id, command_id, digest, answer, coalesce(position, 0) AS position
FROM unnest($1::uuid[], $2::uuid[]) AS asked (originator_id, command_id)
JOIN eventstore.commands USING (originator_id, command_id);

-- name: load_snapshot
-- A stream's snapshot, if it was made by code of this fingerprint.
SELECT version, state FROM eventstore.snapshots WHERE originator_id = $1 AND fingerprint = $2;

-- name: save_snapshot
-- Keep a stream's snapshot, unless a later one by the same code is there.
INSERT INTO eventstore.snapshots AS kept (originator_id, version, fingerprint, state)
VALUES ($1, $2, $3, $4)
ON CONFLICT ON CONSTRAINT snapshots_stream DO UPDATE
SET version = excluded.version, fingerprint = excluded.fingerprint, state = excluded.state
WHERE kept.version < excluded.version OR kept.fingerprint <> excluded.fingerprint;

-- name: read_log
-- The log after a position, in order, at most so many rows.
SELECT position, originator_id, originator_version AS version, topic, state, recorded_at, about
FROM eventstore.events
WHERE position > $1
ORDER BY position
LIMIT $2;

-- name: read_news
-- The log after a position, at most so many rows, and before it what has come of some numbers; in order.
SELECT * FROM (
    SELECT position, originator_id, originator_version AS version, topic, state, recorded_at
    FROM eventstore.events
    WHERE position = ANY ($3::bigint[])
    ORDER BY position
) AS late
UNION ALL
SELECT * FROM (
    SELECT position, originator_id, originator_version AS version, topic, state, recorded_at
    FROM eventstore.events
    WHERE position > $1
    ORDER BY position
    LIMIT $2
) AS latest;

-- name: last_position
-- The last position in the log that this transaction can see.
SELECT coalesce(max(position), 0) FROM eventstore.events;

-- name: last_number_given
-- The last number that any append has taken, committed or not; 0 before the first.
SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM eventstore.position;

-- name: oldest_transaction
-- The oldest transaction still under way.
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint;

-- name: new_transaction
-- A transaction of its own, younger than every one that has an id by now. Not the snapshot's xmax: that is one
-- past the last that has ended, so transactions under way can be past it, and their numbers would be missed.
SELECT pg_current_xact_id()::text::bigint;

-- name: wake_up
-- Tell whoever listens that the log has grown.
SELECT pg_notify('hearth_events', '');
