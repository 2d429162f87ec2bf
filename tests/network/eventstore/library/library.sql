-- name: create_tables
-- What only the library has: streams outside the log (its snapshots), and how far others' logs were followed.
CREATE SCHEMA library;
CREATE TABLE library.stored_events (
    purpose text NOT NULL,
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    PRIMARY KEY (purpose, originator_id, originator_version)
);
CREATE TABLE library.tracking (
    application_name text PRIMARY KEY,
    notification_id bigint NOT NULL
);
GRANT USAGE ON SCHEMA library TO hearth_web;
GRANT SELECT, INSERT ON library.stored_events TO hearth_web;
GRANT SELECT, INSERT, UPDATE ON library.tracking TO hearth_web;

-- name: number_from_zero
-- Some of the library's cases begin a stream at 0.
ALTER TABLE eventstore.events DROP CONSTRAINT events_version_from_one;

-- name: insert_aside
-- Events of streams that are not in the log.
INSERT INTO library.stored_events (purpose, originator_id, originator_version, topic, state)
SELECT $1, originator_id, originator_version, topic, state
FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::bytea[]) AS n (originator_id, originator_version, topic, state);

-- name: select_aside
-- A stream that is not in the log, between two versions, in order.
SELECT originator_id, originator_version, topic, state FROM library.stored_events
WHERE purpose = $1 AND originator_id = $2 AND originator_version > $3 AND originator_version <= $4
ORDER BY originator_version LIMIT $5;

-- name: select_aside_backwards
-- The same, the last first.
SELECT originator_id, originator_version, topic, state FROM library.stored_events
WHERE purpose = $1 AND originator_id = $2 AND originator_version > $3 AND originator_version <= $4
ORDER BY originator_version DESC LIMIT $5;

-- name: insert_into_log
-- Events in the order given, where there is no name to track or this moves it on; their positions.
WITH tracked AS (
    INSERT INTO library.tracking AS known (application_name, notification_id)
    SELECT $5, $6 WHERE $5::text IS NOT NULL
    ON CONFLICT (application_name) DO UPDATE SET notification_id = excluded.notification_id
    WHERE known.notification_id < excluded.notification_id
    RETURNING 1
), event AS (
    INSERT INTO eventstore.events (originator_id, originator_version, topic, state)
    SELECT originator_id, originator_version, topic, state
    FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::bytea[])
        WITH ORDINALITY AS n (originator_id, originator_version, topic, state, place)
    WHERE $5::text IS NULL OR EXISTS (SELECT FROM tracked)
    ORDER BY place
    RETURNING position
)
SELECT $5::text IS NULL OR EXISTS (SELECT FROM tracked) AS is_new,
    array(SELECT position FROM event ORDER BY position) AS positions;

-- name: select_from_log
-- A stream of the log between two versions, in order.
SELECT originator_id, originator_version, topic, state FROM eventstore.events
WHERE originator_id = $1 AND originator_version > $2 AND originator_version <= $3
ORDER BY originator_version LIMIT $4;

-- name: select_from_log_backwards
-- The same, the last first.
SELECT originator_id, originator_version, topic, state FROM eventstore.events
WHERE originator_id = $1 AND originator_version > $2 AND originator_version <= $3
ORDER BY originator_version DESC LIMIT $4;

-- name: max_tracking_id
-- How far an application's log was followed.
SELECT notification_id FROM library.tracking WHERE application_name = $1;
