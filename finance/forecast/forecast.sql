-- name: take_time
-- How long the questions of this transaction may take, in milliseconds.
SELECT set_config('statement_timeout', $1, true);

-- name: steps_of_bills
-- What is due to each payer on each day since one ($1), and how it changed until another ($2), itself left out: a row a
-- payer, days counted from the first of January of the year 1. Arrays are read ten times as fast as rows.
WITH step AS (
    SELECT payer_id, due_on, since AS "on", pence FROM books.unpaid WHERE due_on >= $1::date AND since < $2::date
    UNION ALL
    SELECT payer_id, due_on, until, -pence FROM books.unpaid WHERE due_on >= $1::date AND until < $2::date
), summed AS (
    SELECT payer_id, due_on, "on", sum(pence)::bigint AS pence
    FROM step
    GROUP BY payer_id, due_on, "on"
    HAVING sum(pence) <> 0
)
SELECT payer_id, array_agg(due_on - date '0001-01-01' + 1) AS due, array_agg("on" - date '0001-01-01' + 1) AS changed,
       array_agg(pence) AS pence
FROM summed
GROUP BY payer_id;

-- name: payer_kinds
-- Every payer of the books, of which kind.
SELECT payer_id, min(payer_kind) AS payer_kind FROM books.account GROUP BY payer_id ORDER BY payer_id;

-- name: unpaid_bills
-- What payers have not paid, of what was charged before a day ($1), in all homes or one ($2): a row a payer, as above;
-- what is due on one day may stand there in parts.
SELECT payer_id, array_agg(due_on - date '0001-01-01' + 1) AS due, array_agg(pence) AS pence
FROM books.unpaid
WHERE since < $1::date AND until >= $1::date AND ($2::uuid IS NULL OR home_id = $2)
GROUP BY payer_id;

-- name: bills_to_come
-- What payers will have to pay of what is charged from a day ($1) through another ($2), less what credit pays: the same.
SELECT payer_id, array_agg(due_on - date '0001-01-01' + 1) AS due, array_agg(pence) AS pence
FROM books.unpaid
WHERE since BETWEEN $1::date AND $2::date AND until = 'infinity' AND ($3::uuid IS NULL OR home_id = $3)
GROUP BY payer_id;

-- name: charges_around
-- The charges of the last period charged before a day ($1), and of the one that was running then, by contribution.
SELECT line.home_id, line.contribution, line.payer_id, line.charged_on, line.due_on, line.nights, line.pence,
       line.weekly
FROM books.line AS line
WHERE line.kind = 'charge' AND line.charged_on >= $1::date - 28 AND line.charged_on < $1::date + 28
  AND ($2::uuid IS NULL OR line.home_id = $2);

-- name: received_by_day
-- What came in from a day ($1) until another ($2), itself left out, less reversals, by day.
SELECT posted_on, (sum(amount) * 100)::bigint AS pence
FROM payments_3.counted_payment
WHERE posted_on >= $1::date AND posted_on < $2::date AND ($3::uuid IS NULL OR home_id = $3)
GROUP BY posted_on;

-- name: charged_since
-- The first charge date of all homes or one ($1) that is not an opening balance; NULL where there is none.
SELECT min(charged_on) AS known_since FROM books.line WHERE kind = 'charge' AND ($1::uuid IS NULL OR home_id = $1);
