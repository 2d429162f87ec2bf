-- name: premises_of
-- Every household of a home, with its beds in service on a day and the next change after it.
SELECT household.household_id, household.name, household.opened_on, current.beds,
       next.from_on AS changes_on, next.beds AS beds_then
FROM directory_1.household
LEFT JOIN LATERAL (
    SELECT beds
    FROM directory_1.household_beds AS row
    WHERE row.home_id = household.home_id AND row.household_id = household.household_id AND row.from_on <= $2
    ORDER BY from_on DESC
    LIMIT 1
) AS current ON true
LEFT JOIN LATERAL (
    SELECT from_on, beds
    FROM directory_1.household_beds AS row
    WHERE row.home_id = household.home_id AND row.household_id = household.household_id AND row.from_on > $2
    ORDER BY from_on
    LIMIT 1
) AS next ON true
WHERE household.home_id = $1
ORDER BY household.version;

-- name: beds_of_homes
-- How many beds each home has in service on a day.
SELECT home_id, sum(beds)::int AS beds
FROM (
    SELECT DISTINCT ON (home_id, household_id) home_id, beds
    FROM directory_1.household_beds
    WHERE from_on <= $1
    ORDER BY home_id, household_id, from_on DESC
) AS in_service
GROUP BY home_id;
