-- name: page_of_records
-- What a home recorded of some kinds ($2) before a version of its stream ($3), of one person ($4) or of everybody.
SELECT home_id, version, position, kind, occurred_at, recorded_at, recorded_by, sent_by, about, resident_id,
       staff_id, detail
FROM activity_2.event
WHERE home_id = $1 AND version < $3 AND ($2::text[] IS NULL OR kind = ANY ($2))
  AND ($4::uuid IS NULL OR resident_id = $4 OR staff_id = $4)
ORDER BY version DESC
LIMIT $5;

-- name: stays_of_resident
-- A resident's stays in a home, the latest first, with the room of each and the absence that is open.
SELECT stay.version, stay.resident_ref, stay.moved_in_on, stay.moved_out_on, stay.moved_out_reason,
       latest.household_id, latest.room, absence.version AS absence, absence.away_from
FROM roster_1.stay
CROSS JOIN LATERAL (
    SELECT household_id, room
    FROM roster_1.placement
    WHERE placement.home_id = stay.home_id AND placement.stay = stay.version
    ORDER BY from_on DESC
    LIMIT 1
) AS latest
LEFT JOIN roster_1.absence
    ON absence.home_id = stay.home_id AND absence.stay = stay.version AND stay.moved_out_on IS NULL
WHERE stay.home_id = $1 AND stay.resident_id = $2
ORDER BY stay.moved_in_on DESC, stay.version DESC;

-- name: residents_who_left
-- Who lived in a home and lives there no more, those who left last first.
SELECT resident_id, moved_out_on, moved_out_reason
FROM (
    -- The latest stay of each: who left twice left once as far as this list goes.
    SELECT DISTINCT ON (resident_id) resident_id, moved_out_on, moved_out_reason
    FROM roster_1.stay
    WHERE home_id = $1
    ORDER BY resident_id, moved_out_on DESC NULLS FIRST
) AS latest
WHERE moved_out_on IS NOT NULL
ORDER BY moved_out_on DESC, resident_id
LIMIT $2;

-- name: team_of
-- Everybody who works in a home on a day, or worked there, as they now stand.
SELECT staff_id, staff_ref, role, started_on, left_on FROM roster_1.staff WHERE home_id = $1
ORDER BY staff_ref;
