-- name: changes_of_practice
-- What these homes ($1) do differently, from the first day ($2) through the last ($3), in order.
SELECT home_id, changed_on, text
FROM occupancy_1.practice_change
WHERE home_id = ANY ($1::uuid[]) AND changed_on BETWEEN $2 AND $3
ORDER BY home_id, changed_on, version;
