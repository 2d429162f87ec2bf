-- name: more_homes
-- The network's other homes beside the one that is there; $1 with it.
INSERT INTO ledger_1.home
SELECT ('00000000-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid, 'BOOKS-' || number, 'Home ' || number
FROM generate_series(1, $1::integer - 1) AS number
ON CONFLICT DO NOTHING;

-- name: more_kept
-- Their books are those of the first home, which is what ten years of another would come to.
INSERT INTO books.kept (home_id, position, rules_position, charged_through, calculation, closed_through)
SELECT home.home_id, position, rules_position, charged_through, calculation, closed_through
FROM books.kept, ledger_1.home WHERE kept.home_id = $1 AND home.home_id <> $1;

-- name: more_latest
-- The same.
INSERT INTO ledger_1.latest
SELECT home.home_id, position FROM ledger_1.latest, ledger_1.home
WHERE latest.home_id = $1 AND home.home_id <> $1;

-- name: next_position
-- Where the next fact stands in the log.
SELECT max(position) + 1 FROM ledger_1.fact;

-- name: say_latest
-- The last decision of finance.
INSERT INTO ledger_1.latest VALUES ($1, $2)
ON CONFLICT (home_id) DO UPDATE SET position = excluded.position;

-- name: payer_of
-- Public payers are the same in every home, those who top up are others.
CREATE FUNCTION pg_temp.payer_of(home uuid, payer uuid, public uuid[]) RETURNS uuid LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN payer = ANY (public) THEN payer ELSE md5(home::text || payer::text)::uuid END $$;

-- name: more_accounts
-- The same.
INSERT INTO books.account
SELECT home.home_id, pg_temp.payer_of(home.home_id, payer_id, $2), payer_kind, since
FROM books.account, ledger_1.home WHERE account.home_id = $1 AND home.home_id <> $1;

-- name: more_balances
-- The same.
INSERT INTO books.balance
SELECT home.home_id, pg_temp.payer_of(home.home_id, payer_id, $2), since, charged, received, outstanding, credit
FROM books.balance, ledger_1.home WHERE balance.home_id = $1 AND home.home_id <> $1;

-- name: more_home_balances
-- The same.
INSERT INTO books.home_balance
SELECT home.home_id, since, accounts, charged, received, outstanding, credit
FROM books.home_balance, ledger_1.home WHERE home_balance.home_id = $1 AND home.home_id <> $1;

-- name: more_unpaid
-- The same.
INSERT INTO books.unpaid
SELECT home.home_id, pg_temp.payer_of(home.home_id, payer_id, $2), line, since, until, due_on, pence
FROM books.unpaid, ledger_1.home WHERE unpaid.home_id = $1 AND home.home_id <> $1;

-- name: more_lines
-- The same of the last two years' lines ($3): a billing run reads those of one charge date.
INSERT INTO books.line
SELECT home.home_id, pg_temp.payer_of(home.home_id, payer_id, $2), line, replace(invoice, 'BOOKS-0', home.ref),
       charged_on, invoice_due_on, kind, resident_id, contribution, period_starts_on, adjusts, posted_on, due_on, pence, nights, weekly, position
FROM books.line, ledger_1.home WHERE line.home_id = $1 AND home.home_id <> $1 AND charged_on >= $3;

-- name: balances_by_statement
-- What the document answers, by one statement on the same rows.
SELECT json_build_object(
    'total', (SELECT json_build_object('charged', sum(charged), 'outstanding', sum(outstanding))
              FROM (SELECT DISTINCT ON (home_id) charged, outstanding FROM books.home_balance
                    WHERE since <= $1 ORDER BY home_id, since DESC) AS found),
    'lines', (SELECT json_agg(line) FROM (
        SELECT home.name, account.payer_id, balance.charged, balance.outstanding
        FROM (SELECT * FROM ledger_1.home ORDER BY name LIMIT 10) AS home
        JOIN books.account AS account USING (home_id)
        CROSS JOIN LATERAL (SELECT * FROM books.balance AS b WHERE b.home_id = account.home_id
                            AND b.payer_id = account.payer_id AND b.since <= $1
                            ORDER BY b.since DESC LIMIT 1) AS balance
        LIMIT 100) AS line)
)::text;

-- name: lines_to_copy
-- Every line of a charge date.
SELECT * FROM books.line WHERE charged_on = $1;
