-- name: homes_of_candidates
-- Every home by its reference, to find it named in a line.
SELECT home_id, ref, name FROM payments_3.home ORDER BY ref;

-- name: unseen_payments
-- Payments of some amounts ($1) received about some days ($2 to $3) that the bank has not shown yet.
SELECT payment.home_id, payment.version, payment.payer_id, payment.received_on, payment.amount,
       payment.reference, home.ref AS home_ref, home.name AS home_name
FROM payments_3.payment AS payment
JOIN payments_3.home AS home USING (home_id)
WHERE payment.received_on BETWEEN $2 AND $3 AND payment.amount = ANY ($1::numeric[])
  AND payment.reverses IS NULL AND payment.is_same IS NOT true
  AND NOT EXISTS (SELECT FROM payments_3.payment AS back
                  WHERE back.home_id = payment.home_id AND back.reverses = payment.version)
  AND NOT EXISTS (SELECT FROM bank_1.match
                  WHERE match.home_id = payment.home_id AND match.payment = payment.version AND NOT released)
ORDER BY payment.received_on, payment.position
LIMIT 500;

-- name: owing_accounts
-- Who owes what on a day ($1): accounts whose debt, or whose one invoice, is one of some amounts in pence ($2).
WITH owed AS (
    SELECT unpaid.home_id, unpaid.payer_id, line.invoice, sum(unpaid.pence) AS pence
    FROM books.unpaid AS unpaid
    JOIN books.line AS line USING (home_id, payer_id, line)
    WHERE unpaid.since <= $1::date AND unpaid.until > $1::date
    GROUP BY unpaid.home_id, unpaid.payer_id, line.invoice
), found AS (
    SELECT home_id, payer_id, invoice, pence::bigint AS pence FROM owed WHERE pence = ANY ($2::bigint[])
    UNION
    SELECT home_id, payer_id, NULL, sum(pence)::bigint FROM owed
    GROUP BY home_id, payer_id HAVING sum(pence) = ANY ($2::bigint[])
)
SELECT found.*, home.ref AS home_ref, home.name AS home_name
FROM found
JOIN payments_3.home AS home USING (home_id)
ORDER BY home.ref, found.payer_id, found.invoice
LIMIT 500;

-- name: payers_of_homes
-- Who has agreed to pay in some homes.
SELECT DISTINCT agreed.home_id, agreed.payer_id, payer.ref, home.ref AS home_ref, home.name AS home_name
FROM payments_3.contribution AS agreed
JOIN payments_3.payer USING (payer_id)
JOIN payments_3.home AS home ON home.home_id = agreed.home_id
WHERE agreed.home_id = ANY ($1::uuid[]);
