-- name: add_events
-- A home's events as they were, each with the time at which it was recorded, or now where that is null.
INSERT INTO eventstore.events (originator_id, originator_version, about, topic, state, recorded_at)
SELECT originator_id, originator_version, about, topic, state, coalesce(recorded_at, clock_timestamp())
FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::bytea[], $6::timestamptz[])
    WITH ORDINALITY AS n (originator_id, originator_version, about, topic, state, recorded_at, place)
ORDER BY place
RETURNING position;

-- name: add_receipts
-- That these commands have been recorded, whatever their content was.
INSERT INTO eventstore.commands (originator_id, command_id, digest, answer, position)
SELECT originator_id, command_id, ''::bytea, answer, position
FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bigint[])
    AS n (originator_id, command_id, answer, position);

-- name: is_log_empty
-- Whether nothing has been recorded yet.
SELECT NOT EXISTS (SELECT FROM eventstore.events);
