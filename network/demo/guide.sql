-- name: find_present_resident
-- Somebody who is in the home now and has been for long, whom a first fall can be recorded for.
SELECT resident_ref
FROM roster_1.stay
WHERE home_id = $1 AND moved_out_on IS NULL AND NOT EXISTS (
    SELECT FROM roster_1.absence WHERE absence.home_id = stay.home_id AND absence.stay = stay.version
)
ORDER BY moved_in_on, resident_ref
LIMIT 1;
