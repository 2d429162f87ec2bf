-- name: records_due
-- Records whose time has passed, that nothing holds and nobody has forgotten: the longest waiting first.
WITH ended AS (
    SELECT person_id, record_class, max(last_day) AS last_day
    FROM retention_2.presence
    GROUP BY person_id, record_class
), record AS (
    SELECT person_id, record_class, last_day,
           (last_day + make_interval(years => CASE record_class WHEN 'care' THEN $1::int ELSE $3::int END))::date AS due_on
    FROM ended
    UNION ALL
    SELECT person_id, 'finance', of_money, (of_money + make_interval(years => $2::int))::date
    FROM ended
    CROSS JOIN LATERAL (
        SELECT greatest(ended.last_day, (max(month) + interval '1 month - 1 day')::date) AS of_money
        FROM retention_2.money_month
        WHERE money_month.person_id = ended.person_id
    ) AS money
    WHERE record_class = 'care'
)
SELECT record.person_id, record.record_class, last_day, due_on, homes.ids, homes.refs,
       NULL::text AS held_because, NULL::timestamptz AS forgotten_at
FROM record
CROSS JOIN LATERAL (
    SELECT array_agg(home_id ORDER BY last_day) AS ids, array_agg(person_ref ORDER BY last_day) AS refs
    FROM retention_2.presence
    WHERE presence.person_id = record.person_id
) AS homes
WHERE due_on <= $4
  AND NOT EXISTS (SELECT FROM retention_2.forgotten f
                  WHERE (f.person_id, f.record_class) = (record.person_id, record.record_class))
  AND NOT EXISTS (SELECT FROM retention_2.hold h
                  WHERE (h.person_id, h.record_class) = (record.person_id, record.record_class))
ORDER BY due_on, record.person_id, record.record_class
LIMIT $5;

-- name: records_of
-- Every record of one person, whether its time has passed or not.
WITH ended AS (
    SELECT person_id, record_class, max(last_day) AS last_day
    FROM retention_2.presence
    WHERE person_id = $4
    GROUP BY person_id, record_class
), record AS (
    SELECT person_id, record_class, last_day,
           (last_day + make_interval(years => CASE record_class WHEN 'care' THEN $1::int ELSE $3::int END))::date AS due_on
    FROM ended
    UNION ALL
    SELECT person_id, 'finance', of_money, (of_money + make_interval(years => $2::int))::date
    FROM ended
    CROSS JOIN LATERAL (
        SELECT greatest(ended.last_day, (max(month) + interval '1 month - 1 day')::date) AS of_money
        FROM retention_2.money_month
        WHERE money_month.person_id = ended.person_id
    ) AS money
    WHERE record_class = 'care'
)
SELECT record.person_id, record.record_class, last_day, due_on, homes.ids, homes.refs,
       hold.reason AS held_because, forgotten.forgotten_at
FROM record
LEFT JOIN retention_2.hold USING (person_id, record_class)
LEFT JOIN retention_2.forgotten USING (person_id, record_class)
CROSS JOIN LATERAL (
    SELECT array_agg(home_id ORDER BY last_day) AS ids, array_agg(person_ref ORDER BY last_day) AS refs
    FROM retention_2.presence
    WHERE presence.person_id = record.person_id
) AS homes
ORDER BY record.record_class;

-- name: find_person
-- Whom a home calls by a reference: a resident or a colleague.
SELECT DISTINCT person_id, record_class
FROM retention_2.presence
WHERE home_id = $1 AND person_ref = $2
ORDER BY record_class;


-- name: held
-- What is kept for an inquiry or a claim, the latest first.
SELECT person_id, record_class, reason, held_at, held_by, homes.ids, homes.refs
FROM retention_2.hold
CROSS JOIN LATERAL (
    SELECT array_agg(home_id ORDER BY last_day) AS ids, array_agg(person_ref ORDER BY last_day) AS refs
    FROM retention_2.presence
    WHERE presence.person_id = hold.person_id
) AS homes
ORDER BY held_at DESC, person_id, record_class
LIMIT $1;

-- name: erased
-- Who was forgotten, the latest first; not by name, which is gone.
SELECT person_id, record_class, home_id, forgotten_at, forgotten_by
FROM retention_2.forgotten
ORDER BY forgotten_at DESC, person_id, record_class
LIMIT $1;
