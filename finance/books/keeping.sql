-- name: stale_homes
-- Homes, but for some ($5), whose books are not those of their last facts and rules, or end too soon.
SELECT latest.home_id
FROM ledger_1.latest AS latest
LEFT JOIN books.kept AS kept ON kept.home_id = latest.home_id
WHERE latest.home_id <> $3 AND NOT latest.home_id = ANY ($5::uuid[])
  AND (kept.position IS DISTINCT FROM latest.position
       OR kept.rules_position IS DISTINCT FROM
          coalesce((SELECT position FROM ledger_1.latest AS rules WHERE rules.home_id = $3), 0)
       OR kept.calculation <> $1 OR kept.charged_through < $2)
ORDER BY latest.position
LIMIT $4;

-- name: facts_of_home
-- The facts of a home and of finance's stream ($2) in the order of the log, as far as they were recorded by then.
SELECT home_id, position, version, recorded_at, day, told
FROM ledger_1.fact
WHERE home_id IN ($1, $2) AND recorded_at <= coalesce($3, 'infinity'::timestamptz)
ORDER BY position;

-- name: latest_positions
-- The last facts of a home and of finance's stream that move figures, and what the home is called.
SELECT (SELECT position FROM ledger_1.latest WHERE home_id = $1) AS position,
       coalesce((SELECT position FROM ledger_1.latest WHERE home_id = $2), 0) AS rules_position,
       (SELECT ref FROM ledger_1.home WHERE home_id = $1) AS ref;

-- name: forget_accounts
-- The books of a home are written anew.
DELETE FROM books.account WHERE home_id = $1;

-- name: forget_balances
-- The books of a home are written anew.
DELETE FROM books.balance WHERE home_id = $1;

-- name: forget_home_balances
-- The books of a home are written anew.
DELETE FROM books.home_balance WHERE home_id = $1;

-- name: forget_unpaid
-- The books of a home are written anew.
DELETE FROM books.unpaid WHERE home_id = $1;

-- name: forget_lines
-- The books of a home are written anew.
DELETE FROM books.line WHERE home_id = $1;

-- name: say_kept
-- The books of a home are those of these facts.
INSERT INTO books.kept (home_id, position, rules_position, charged_through, calculation)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (home_id) DO UPDATE
SET position = excluded.position, rules_position = excluded.rules_position,
    charged_through = excluded.charged_through, calculation = excluded.calculation;
