-- name: watched_falls
-- The falls of a home since an instant, newest first, with the times at which somebody looked in since.
SELECT fall.version, fall.resident_id, fall.fell_at, fall.place, fall.harm, fall.witnessed, fall.head_struck,
       fall.on_anticoagulant, fall.injured, fall.actions, fall.told, seen.times, seen.concerns
FROM aftercare_1.fall
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(observed_at ORDER BY observed_at), '{}') AS times,
           count(*) FILTER (WHERE concern) AS concerns
    FROM aftercare_1.observation
    WHERE observation.home_id = fall.home_id AND observation.fall = fall.version
) AS seen
WHERE fall.home_id = $1 AND fall.fell_at > $2
ORDER BY fall.fell_at DESC, fall.version DESC;

-- name: undecided_falls
-- The falls of a home since an instant, oldest first, whose harm or actions may ask for a decision ($3, $4), with the
-- bodies that were decided about.
SELECT fall.version, fall.resident_id, fall.fell_at, fall.place, fall.harm, fall.witnessed, fall.head_struck,
       fall.on_anticoagulant, fall.injured, fall.actions, fall.told, decided.bodies
FROM aftercare_1.fall
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(body), '{}') AS bodies
    FROM aftercare_1.decision
    WHERE decision.home_id = fall.home_id AND decision.fall = fall.version
) AS decided
WHERE fall.home_id = $1 AND fall.fell_at > $2 AND (fall.harm = ANY ($3::text[]) OR fall.actions && $4::text[])
  AND cardinality(decided.bodies) < $5
ORDER BY fall.fell_at, fall.version;

-- name: set_aside
-- The records of a home that wait for a person, oldest first.
SELECT version, command, rule, made_at, recorded_by FROM aftercare_1.set_aside
WHERE home_id = $1
ORDER BY version
LIMIT $2;

-- name: count_set_aside
-- How many records of a home wait for a person.
SELECT count(*) FROM aftercare_1.set_aside WHERE home_id = $1;

-- name: payments_in_doubt
-- The payments of a home that may repeat an earlier one and count nowhere, because nobody has said whether they do.
SELECT event.version, (event.detail ->> 'received_on')::date AS received_on,
       (event.detail ->> 'amount')::numeric AS amount,
       coalesce(event.made_at, event.recorded_at) AS made_at, event.recorded_by
FROM activity_5.event
WHERE event.home_id = $1 AND event.kind = 'payment-received' AND event.detail ->> 'possible_duplicate_of' IS NOT NULL
  AND event.version NOT IN (
    SELECT settled.about
    FROM activity_5.event AS settled
    WHERE settled.home_id = $1 AND settled.kind IN ('possible-duplicate-settled', 'payment-reversed')
      AND settled.about IS NOT NULL
  )
ORDER BY event.version
LIMIT $2;
