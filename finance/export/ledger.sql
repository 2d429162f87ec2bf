-- name: homes_of_ledger
-- Homes with books by their references: all, or the one of an id or reference.
SELECT home.home_id
FROM ledger_1.home AS home
JOIN ledger_1.latest USING (home_id)
WHERE $1::text IS NULL OR home.ref = $1 OR home.home_id::text = lower($1)
ORDER BY home.ref;

-- name: ref_of_home
-- What a home is called in invoice numbers.
SELECT ref FROM ledger_1.home WHERE home_id = $1;

-- name: moment_of_ledger
-- The clock that facts are recorded by.
SELECT clock_timestamp();
