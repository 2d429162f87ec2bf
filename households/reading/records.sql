-- name: page_of_records
-- What a home recorded before a version of its stream ($2), newest first. Whom somebody lets read why they were sick
-- is theirs alone: no list tells it.
SELECT home_id, version, position, kind, occurred_at, recorded_at, made_at, recorded_by, sent_by, about, resident_id,
       staff_id, detail
FROM activity_5.event
WHERE home_id = $1 AND version < $2 AND kind <> 'sickness-reason-shared'
ORDER BY version DESC
LIMIT $3;

-- name: page_of_records_of_kinds
-- The same of some kinds ($4), each looked up by itself so that no more is read than a page of each.
SELECT event.*
FROM unnest($4::text[]) AS asked (kind)
CROSS JOIN LATERAL (
    SELECT home_id, version, position, kind, occurred_at, recorded_at, made_at, recorded_by, sent_by, about,
           resident_id, staff_id, detail
    FROM activity_5.event
    WHERE event.home_id = $1 AND event.kind = asked.kind AND event.version < $2
    ORDER BY event.version DESC
    LIMIT $3
) AS event
WHERE asked.kind <> 'sickness-reason-shared'
ORDER BY event.version DESC
LIMIT $3;

-- name: page_of_records_of_person
-- The same of one person ($4), of some kinds ($5) or of all.
SELECT home_id, version, position, kind, occurred_at, recorded_at, made_at, recorded_by, sent_by, about, resident_id,
       staff_id, detail
FROM (
    (
        SELECT * FROM activity_5.event
        WHERE home_id = $1 AND resident_id = $4 AND version < $2 AND ($5::text[] IS NULL OR kind = ANY ($5))
        ORDER BY version DESC
        LIMIT $3
    )
    UNION ALL
    (
        SELECT * FROM activity_5.event
        WHERE home_id = $1 AND staff_id = $4 AND version < $2 AND ($5::text[] IS NULL OR kind = ANY ($5))
          AND kind <> 'sickness-reason-shared'
        ORDER BY version DESC
        LIMIT $3
    )
) AS event
ORDER BY version DESC
LIMIT $3;

-- name: open_spells
-- Who of a home is off sick and not known to be back, those who have been longest first.
SELECT version, staff_id, first_day FROM activity_5.spell WHERE home_id = $1 ORDER BY first_day, version;

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

-- name: corrections
-- What became of records of a home, by the version of each ($2): what last said it anew, settled it or took it back.
SELECT correction.version AS corrected, latest.version, latest.kind, latest.occurred_at, latest.detail
FROM activity_5.correction
JOIN activity_5.event AS latest ON latest.home_id = correction.home_id AND latest.version = correction.latest
WHERE correction.home_id = $1 AND correction.version = ANY ($2::bigint[]);

-- name: written_since
-- What a home wrote down after an instant ($2), of the last $3 records, and what had been written down before for a day
-- that came between it and now ($4).
SELECT home_id, version, position, kind, occurred_at, recorded_at, made_at, recorded_by, sent_by, about, resident_id,
       staff_id, detail
FROM (
    SELECT * FROM activity_5.event WHERE home_id = $1 ORDER BY version DESC LIMIT $3
) AS lately
WHERE recorded_at > $2 AND kind <> 'sickness-reason-shared'
UNION ALL
SELECT home_id, version, position, kind, occurred_at, recorded_at, made_at, recorded_by, sent_by, about, resident_id,
       staff_id, detail
FROM activity_5.event
WHERE home_id = $1 AND occurred_at > recorded_at AND occurred_at > $2 AND occurred_at <= $4 AND recorded_at <= $2
ORDER BY version DESC;

-- name: resident_of_references
-- Whom a home calls by these references.
SELECT DISTINCT ON (resident_ref) resident_ref AS given, resident_id AS person_id
FROM roster_1.stay
WHERE home_id = $1 AND resident_ref = ANY ($2::text[]);

-- name: staff_of_references
-- The same of the team.
SELECT DISTINCT ON (staff_ref) staff_ref AS given, staff_id AS person_id
FROM roster_1.staff
WHERE home_id = $1 AND staff_ref = ANY ($2::text[]);
