-- name: begin_attempt
-- Counts a try before it is judged, so that tries at once don't all slip through; nothing while it is paused.
-- $2 what is forgiven, $3 the first pause, $4 the longest, $5 after which rest all is forgotten.
INSERT INTO access.attempts AS a (subject, failures, last_at, blocked_until)
VALUES ($1, 1, clock_timestamp(), CASE WHEN $2::int < 1 THEN clock_timestamp() + $3::interval END)
ON CONFLICT (subject) DO UPDATE SET
    failures = CASE WHEN a.last_at < clock_timestamp() - $5::interval THEN 1 ELSE a.failures + 1 END,
    last_at = clock_timestamp(),
    blocked_until = CASE
        WHEN a.last_at < clock_timestamp() - $5::interval OR a.failures + 1 <= $2 THEN NULL
        ELSE clock_timestamp() + least($3::interval * power(2, least(a.failures - $2, 20)), $4::interval)
    END
WHERE a.blocked_until IS NULL OR a.blocked_until <= clock_timestamp()
RETURNING failures;

-- name: find_pause
-- How many seconds a subject has still to wait.
SELECT greatest(ceil(extract(epoch FROM blocked_until - clock_timestamp())), 1)::int
FROM access.attempts WHERE subject = $1;

-- name: forget_attempts
-- Somebody got in: what went before was mistyped.
DELETE FROM access.attempts WHERE subject = $1;

-- name: delete_old_attempts
-- Nobody tried for a while; so many at a time, because somebody waits for it.
DELETE FROM access.attempts
WHERE subject IN (
    SELECT subject FROM access.attempts WHERE last_at < clock_timestamp() - interval '2 days' ORDER BY last_at LIMIT 100
);
