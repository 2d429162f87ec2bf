-- name: watched_falls
-- The falls of a home since an instant, newest first, with the times at which somebody looked in since.
SELECT fall.version, fall.resident_id, fall.fell_at, fall.place, fall.harm, fall.witnessed, fall.head_struck,
       fall.on_anticoagulant, fall.injured, fall.actions, fall.told, seen.times, seen.concerns
FROM aftercare_2.fall
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(observed_at ORDER BY observed_at), '{}') AS times,
           count(*) FILTER (WHERE concern) AS concerns
    FROM aftercare_2.observation
    WHERE observation.home_id = fall.home_id AND observation.fall = fall.version
) AS seen
WHERE fall.home_id = $1 AND fall.fell_at > $2
ORDER BY fall.fell_at DESC, fall.version DESC;

-- name: undecided_falls
-- The falls of a home since an instant, oldest first, whose harm or actions may ask for a decision ($3, $4), with the
-- bodies that were decided about.
SELECT fall.version, fall.resident_id, fall.fell_at, fall.place, fall.harm, fall.witnessed, fall.head_struck,
       fall.on_anticoagulant, fall.injured, fall.actions, fall.told, decided.bodies
FROM aftercare_2.fall
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(body), '{}') AS bodies
    FROM aftercare_2.decision
    WHERE decision.home_id = fall.home_id AND decision.fall = fall.version
) AS decided
WHERE fall.home_id = $1 AND fall.fell_at > $2 AND (fall.harm = ANY ($3::text[]) OR fall.actions && $4::text[])
  AND cardinality(decided.bodies) < $5
ORDER BY fall.fell_at, fall.version;

-- name: set_aside
-- The records of a home that wait for a person, oldest first.
SELECT version, command, rule, made_at, recorded_by FROM aftercare_2.set_aside
WHERE home_id = $1
ORDER BY version
LIMIT $2;

-- name: count_set_aside
-- How many records of a home wait for a person.
SELECT count(*) FROM aftercare_2.set_aside WHERE home_id = $1;

-- name: payments_in_doubt
-- The payments of a home that may repeat an earlier one, oldest first.
SELECT version, received_on, amount, made_at, recorded_by FROM aftercare_2.payment_in_doubt
WHERE home_id = $1
ORDER BY version
LIMIT $2;
