-- name: stale_homes
-- Homes, but for some as of some facts ($5 to $7), whose books are not those of their last facts and rules, or
-- end too soon.
WITH rules AS (
    SELECT coalesce((SELECT position FROM ledger_1.latest WHERE home_id = $3), 0) AS position
)
SELECT latest.home_id, latest.position, rules.position AS rules_position
FROM ledger_1.latest AS latest
CROSS JOIN rules
LEFT JOIN books.kept AS kept ON kept.home_id = latest.home_id
WHERE latest.home_id <> $3
  AND (kept.position IS DISTINCT FROM latest.position
       OR kept.rules_position IS DISTINCT FROM rules.position
       OR kept.calculation <> $1 OR kept.charged_through < $2)
  AND NOT EXISTS (
      SELECT FROM unnest($5::uuid[], $6::bigint[], $7::bigint[]) AS failed (home_id, position, rules_position)
      WHERE failed.home_id = latest.home_id AND failed.position = latest.position
        AND failed.rules_position = rules.position
  )
ORDER BY latest.position
LIMIT $4;

-- name: facts_of_home
-- The facts of a home and of finance's stream ($2) in the order of the log, as far as they were recorded by then.
SELECT home_id, position, version, recorded_at, day, told
FROM ledger_1.fact
WHERE home_id IN ($1, $2) AND recorded_at <= coalesce($3, 'infinity'::timestamptz)
ORDER BY position;

-- name: decisions_to_follow
-- What finance has decided since the books were worked out that stand longest.
SELECT position, told
FROM ledger_1.fact
WHERE home_id = $1 AND position > (SELECT min(rules_position) FROM books.kept)
ORDER BY position;

-- name: pass_over
-- Books that none of the decisions of finance's stream ($1) up to one ($2) changes are those of that one, as far
-- as it moves figures: none for all homes after theirs ($3), and none for a kind of payer that they have ($4,
-- with places in the log $5).
UPDATE books.kept
SET rules_position = latest.position
FROM ledger_1.latest AS latest
WHERE latest.home_id = $1 AND latest.position <= $2
  AND kept.rules_position < latest.position AND kept.rules_position >= $3
  AND NOT EXISTS (
      SELECT FROM unnest($4::text[], $5::bigint[]) AS decided (payer_kind, position)
      JOIN books.account AS account USING (payer_kind)
      WHERE account.home_id = kept.home_id AND decided.position > kept.rules_position
  );

-- name: places_of_home
-- The last facts of a home and of finance's stream that move figures, what the home is called, and what is kept.
SELECT (SELECT position FROM ledger_1.latest WHERE home_id = $1) AS position,
       coalesce((SELECT position FROM ledger_1.latest WHERE home_id = $2), 0) AS rules_position,
       (SELECT ref FROM ledger_1.home WHERE home_id = $1) AS ref,
       kept.calculation, kept.closed_through, kept.rules_position AS rules_kept
FROM (SELECT) AS always
LEFT JOIN books.kept AS kept ON kept.home_id = $1;

-- name: forget_accounts
-- The accounts of a home are few, and written anew whole.
DELETE FROM books.account WHERE home_id = $1;

-- name: forget_balances
-- What the books of a home come to is written anew, from the day after one on.
DELETE FROM books.balance WHERE home_id = $1 AND since > coalesce($2::date, '-infinity'::date);

-- name: forget_home_balances
-- The same of all accounts together.
DELETE FROM books.home_balance WHERE home_id = $1 AND since > coalesce($2::date, '-infinity'::date);

-- name: forget_unpaid
-- What was still unpaid at the end of a day, or later.
DELETE FROM books.unpaid WHERE home_id = $1 AND until > coalesce($2::date, '-infinity'::date);

-- name: forget_lines
-- The lines of invoices charged after a day.
DELETE FROM books.line WHERE home_id = $1 AND charged_on > coalesce($2::date, '-infinity'::date);

-- name: say_kept
-- The books of a home are those of these facts.
INSERT INTO books.kept (home_id, position, rules_position, charged_through, calculation, closed_through)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (home_id) DO UPDATE
SET position = excluded.position, rules_position = excluded.rules_position,
    charged_through = excluded.charged_through, calculation = excluded.calculation,
    closed_through = excluded.closed_through;

-- name: say_stuck
-- The books of a home can't be worked out from its facts; since when is the first time that it was found.
INSERT INTO books.stuck (home_id, position, error)
VALUES ($1, $2, $3)
ON CONFLICT (home_id) DO UPDATE SET position = excluded.position, error = excluded.error;

-- name: say_unstuck
-- They could be worked out.
DELETE FROM books.stuck WHERE home_id = $1;
