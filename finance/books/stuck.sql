-- name: stuck_homes
-- Homes whose books can't be worked out, the longest waiting first.
SELECT home_id, position, error, since FROM books.stuck ORDER BY since, home_id;

-- name: stuck_by_name
-- The same, of all homes or of one ($1), by what the network calls them.
SELECT stuck.home_id, coalesce(home.name, stuck.home_id::text) AS name
FROM books.stuck AS stuck
LEFT JOIN ledger_1.home AS home USING (home_id)
WHERE $1::uuid IS NULL OR stuck.home_id = $1
ORDER BY name, stuck.home_id;
