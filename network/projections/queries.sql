-- name: read_checkpoints
-- How far these projections are; the viewer's versions only.
SELECT name, version, position, status, schema_digest
FROM projections.checkpoints
WHERE (name, version) IN (SELECT * FROM unnest($1::text[], $2::integer[]))
ORDER BY name;

-- name: begin_checkpoint
-- The tables are new and empty: the log is to be read from its beginning.
INSERT INTO projections.checkpoints (name, version, position, status, schema_digest)
VALUES ($1, $2, 0, 'rebuilding', $3)
ON CONFLICT ON CONSTRAINT checkpoints_projection DO UPDATE
SET position = 0, status = 'rebuilding', schema_digest = excluded.schema_digest, error = NULL, failed_at = NULL;

-- name: move_checkpoints
-- Moves those that still stand where their runner believes them to be; answers which moved.
UPDATE projections.checkpoints
SET position = $4
WHERE (name, version) IN (SELECT * FROM unnest($1::text[], $2::integer[])) AND position = $3 AND status = $5
RETURNING name;

-- name: finish_rebuild
-- The rows have caught up and the indexes are made.
UPDATE projections.checkpoints
SET status = 'live'
WHERE name = $1 AND version = $2 AND status = 'rebuilding';

-- name: stop_projection
-- A projection failed at its place, and stays there with the reason.
UPDATE projections.checkpoints
SET status = 'failed', error = $4, failed_at = clock_timestamp()
WHERE name = $1 AND version = $2 AND position = $3;

-- name: resume_projection
-- Another try, as after a mended release; with rows but perhaps no indexes, so as a rebuild that goes on.
UPDATE projections.checkpoints
SET status = 'rebuilding', error = NULL, failed_at = NULL
WHERE name = $1 AND version = $2 AND status = 'failed';

-- name: find_superseded
-- Versions before those of a release, and whether what follows them is live.
SELECT older.name, older.version, coalesce(current.status = 'live', false) AS is_followed
FROM unnest($1::text[], $2::integer[]) AS release (name, version)
JOIN projections.checkpoints AS older ON older.name = release.name AND older.version < release.version
LEFT JOIN projections.checkpoints AS current
    ON (current.name, current.version) = (release.name, release.version)
ORDER BY older.name, older.version;

-- name: forget_checkpoint
-- A version's place in the log goes with its tables.
DELETE FROM projections.checkpoints WHERE name = $1 AND version = $2;

-- name: lock_rebuild
-- Taken by the session that rebuilds a projection's schema, so that no other one does.
SELECT pg_try_advisory_lock(1214605928, hashtext($1));

-- name: find_invalid_indexes
-- Indexes of a schema whose making was interrupted.
SELECT format('DROP INDEX %I.%I', namespace.nspname, class.relname) AS statement
FROM pg_index AS index
JOIN pg_class AS class ON class.oid = index.indexrelid
JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
WHERE namespace.nspname = $1 AND NOT index.indisvalid;

-- name: read_status
-- Every projection's place in the log, what is still before it, and how long that has been waiting.
SELECT checkpoint.name, checkpoint.version, checkpoint.position, checkpoint.status,
       checkpoint.error, checkpoint.failed_at,
       greatest(log.last - checkpoint.position, 0) AS events_behind,
       coalesce(extract(epoch FROM clock_timestamp() - (
           SELECT event.recorded_at
           FROM eventstore.events AS event
           WHERE event.position > checkpoint.position
           ORDER BY event.position
           LIMIT 1
       )), 0)::double precision AS seconds_behind
FROM projections.checkpoints AS checkpoint
CROSS JOIN (SELECT coalesce(max(position), 0) AS last FROM eventstore.events) AS log
WHERE (name, version) IN (SELECT * FROM unnest($1::text[], $2::integer[]))
ORDER BY checkpoint.name;

-- name: have_reached
-- Whether all of these are at a position or past it.
SELECT count(*) = cardinality($1::text[]) AS reached
FROM projections.checkpoints
WHERE (name, version) IN (SELECT * FROM unnest($1::text[], $2::integer[])) AND position >= $3;
