-- name: residents_of
-- Who lives in these homes now, by household and room, with their sealed names as far as the viewer may see them.
SELECT stay.home_id, stay.resident_id, latest.household_id, latest.room, stay.moved_in_on,
       absence.away_from, personal.token
FROM unnest($1::uuid[]) AS home (home_id)
JOIN roster_1.stay ON stay.home_id = home.home_id AND stay.moved_out_on IS NULL
LEFT JOIN roster_1.absence ON absence.home_id = stay.home_id AND absence.stay = stay.version
CROSS JOIN LATERAL (
    SELECT household_id, room
    FROM roster_1.placement
    WHERE placement.home_id = stay.home_id AND placement.stay = stay.version
    ORDER BY from_on DESC
    LIMIT 1
) AS latest
LEFT JOIN (
    SELECT home.home_id, named.person_id, named.token
    FROM unnest($1::uuid[]) AS home (home_id)
    CROSS JOIN LATERAL roster_1.personal_for($2, $3, home.home_id, ARRAY(
        SELECT resident_id FROM roster_1.stay WHERE stay.home_id = home.home_id AND stay.moved_out_on IS NULL
    )) AS named
    WHERE named.label = 'identity'
) AS personal ON personal.home_id = stay.home_id AND personal.person_id = stay.resident_id
ORDER BY stay.home_id, length(latest.room), latest.room, stay.resident_ref;

-- name: last_recorded
-- When each of these homes last recorded anything.
SELECT home_id, last_recorded_at FROM activity_5.home WHERE home_id = ANY ($1::uuid[]);

-- name: page_of_activity
-- What each of these homes recorded before a version of its stream, newest first, with the sealed names of the
-- people concerned as far as the viewer may see them. Whom somebody lets read why they were sick is theirs alone.
WITH page AS MATERIALIZED (
    SELECT event.*
    FROM unnest($1::uuid[]) AS home (home_id)
    CROSS JOIN LATERAL (
        SELECT * FROM activity_5.event
        WHERE event.home_id = home.home_id AND event.version < $2 AND event.kind <> 'sickness-reason-shared'
        ORDER BY event.version DESC
        LIMIT $3
    ) AS event
), person AS (
    SELECT home_id, array_agg(DISTINCT person_id) AS persons
    FROM page CROSS JOIN LATERAL (VALUES (resident_id), (staff_id)) AS concerned (person_id)
    WHERE person_id IS NOT NULL
    GROUP BY home_id
), personal AS (
    SELECT person.home_id, named.person_id, named.label, named.token
    FROM person CROSS JOIN LATERAL roster_1.personal_for($4, $5, person.home_id, person.persons) AS named
)
SELECT page.home_id, page.version, page.position, page.kind, page.occurred_at, page.recorded_at, page.recorded_by,
       page.sent_by, page.resident_id, page.staff_id, page.detail,
       resident.token AS resident_token, staff.token AS staff_token
FROM page
LEFT JOIN personal AS resident
    ON resident.home_id = page.home_id AND resident.person_id = page.resident_id AND resident.label = 'identity'
LEFT JOIN personal AS staff
    ON staff.home_id = page.home_id AND staff.person_id = page.staff_id AND staff.label = 'name'
ORDER BY page.home_id, page.version DESC;

-- name: page_of_activity_of_kinds
-- What each of these homes recorded of some kinds before a version of its stream, newest first.
SELECT event.home_id, event.version, event.position, event.kind, event.occurred_at, event.recorded_at,
       event.recorded_by, event.sent_by, event.resident_id, event.staff_id, event.detail
FROM unnest($1::uuid[]) AS home (home_id)
CROSS JOIN LATERAL (
    SELECT * FROM activity_5.event
    WHERE event.home_id = home.home_id AND event.version < $2 AND event.kind = ANY ($4::text[])
    ORDER BY event.version DESC
    LIMIT $3
) AS event;

-- name: count_activity
-- How much each of these homes has recorded, as far as its activity tells it.
SELECT home_id, count(*) AS records FROM activity_5.event
WHERE home_id = ANY ($1::uuid[]) AND kind <> 'sickness-reason-shared'
GROUP BY home_id;

-- name: count_activity_of_kinds
-- How much each of these homes has recorded of these kinds.
SELECT home_id, count(*) AS records FROM activity_5.event
WHERE home_id = ANY ($1::uuid[]) AND kind = ANY ($2::text[])
GROUP BY home_id;

-- name: activity_since
-- What all homes recorded after a place in the log, in its order, as far as homes and people are known by name too,
-- but for whom somebody lets read why they were sick.
SELECT home_id, version, position, kind, occurred_at, recorded_at, recorded_by, sent_by, resident_id, staff_id,
       detail
FROM activity_5.event
WHERE kind <> 'sickness-reason-shared' AND position > $1 AND position <= (
    SELECT min(position) FROM projections.checkpoints
    WHERE (name, version) IN (('activity', 5), ('roster', 1), ('directory', 1))
)
ORDER BY position
LIMIT $2;

-- name: last_activity
-- The place in the log of the latest activity.
SELECT coalesce(max(position), 0) FROM activity_5.event;

-- name: sealed_of_persons
-- The sealed names of these people of a home, as far as the viewer may see them.
SELECT person_id, label, token FROM roster_1.personal_for($1, $2, $3, $4) WHERE label IN ('identity', 'name');

-- name: homes_with_a_silent_week
-- Those of these homes ($1) with a whole week from Monday in which they recorded nothing, in a period ($3 to $4) and $6
-- days about it, but not before each began to record ($2) nor after yesterday ($5). Without one there are no 14 days.
SELECT home_id
FROM unnest($1::uuid[], $2::date[]) AS home (home_id, recorded_from)
CROSS JOIN LATERAL (
    SELECT date_trunc('week', (greatest(recorded_from, $3::date - $6::int) + 6)::timestamp)::date AS first_monday,
           date_trunc('week', (least($5::date, $4::date + $6::int) - 6)::timestamp)::date AS last_monday
) AS part
WHERE (last_monday - first_monday) / 7 + 1 > (
    SELECT count(*) FROM activity_5.recorded_week
    WHERE recorded_week.home_id = home.home_id AND monday BETWEEN first_monday AND last_monday
);

-- name: silences
-- Days in a row, at least $6, on which these homes ($1) recorded nothing, in a period ($3 to $4) and as many days about
-- it, but not before each home began to record ($2) nor after yesterday ($5).
WITH home AS (
    SELECT home_id, greatest(recorded_from, $3::date - $6::int) AS from_day,
           least($5::date, $4::date + $6::int) AS through_day
    FROM unnest($1::uuid[], $2::date[]) AS home (home_id, recorded_from)
), known AS (
    SELECT home_id, day FROM home JOIN activity_5.recorded_day USING (home_id) WHERE day BETWEEN from_day AND through_day
    UNION ALL
    SELECT home_id, from_day - 1 FROM home
    UNION ALL
    SELECT home_id, through_day + 1 FROM home
), gap AS (
    SELECT home_id, day + 1 AS from_day, lead(day) OVER (PARTITION BY home_id ORDER BY day) - 1 AS through_day
    FROM known
)
SELECT home_id, from_day, through_day FROM gap WHERE through_day - from_day + 1 >= $6;

-- name: last_shift_ended
-- When an account last wrote something down in a home before a pause of $5, of what was recorded there lately.
WITH lately AS (
    SELECT coalesce(made_at, recorded_at) AS written_at, recorded_by
    FROM activity_5.event
    WHERE home_id = $1
    ORDER BY version DESC
    LIMIT 5000
), mine AS (
    SELECT written_at, lead(written_at, 1, $3::timestamptz) OVER (ORDER BY written_at) AS next_at
    FROM lately
    WHERE recorded_by = $2 AND written_at BETWEEN $4 AND $3
)
SELECT max(written_at) FROM mine WHERE next_at - written_at >= $5::interval;

-- name: reference_of_resident
-- The code that a home gave a resident, and when the person first moved in.
SELECT resident_ref, min(moved_in_on) AS moved_in_on
FROM roster_1.stay
WHERE home_id = $1 AND resident_id = $2
GROUP BY resident_ref
LIMIT 1;
