-- name: read_clock
-- The clock that facts are recorded by.
SELECT clock_timestamp();

-- name: last_number_given
-- The last number that any append has taken, committed or not; 0 before the first.
SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM eventstore.position;

-- name: new_transaction
-- A transaction of its own, younger than every one that has an id by now.
SELECT pg_current_xact_id()::text::bigint;

-- name: oldest_transaction
-- The oldest transaction that has not ended.
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint;

-- name: last_position_through
-- The last fact up to a number.
SELECT coalesce(max(position), 0) FROM eventstore.events WHERE position <= $1;
