-- name: remitters
-- Public bodies that pay in several homes, by name.
SELECT payer.payer_id, payer.ref, payer.name
FROM payments_3.payer
JOIN books.account USING (payer_id)
WHERE payer.home_id IS NULL AND payer.name IS NOT NULL
GROUP BY payer.payer_id, payer.ref, payer.name
HAVING count(*) > 1
ORDER BY payer.name, payer.payer_id;

-- name: owed_by_remitters
-- What of the invoices of some payers ($2) is unpaid on a day ($1).
SELECT unpaid.payer_id, home.home_id, home.ref, home.name, line.invoice, line.charged_on,
       sum(unpaid.pence)::bigint AS pence
FROM books.unpaid AS unpaid
JOIN books.line AS line USING (home_id, payer_id, line)
JOIN payments_3.home AS home ON home.home_id = unpaid.home_id
WHERE unpaid.since <= $1::date AND unpaid.until > $1::date AND unpaid.payer_id = ANY ($2::uuid[])
GROUP BY unpaid.payer_id, home.home_id, line.invoice, line.charged_on
ORDER BY home.name COLLATE "C", home.home_id, line.charged_on, line.invoice;

-- name: paid_by_remitters
-- Payments of some payers ($1) received about some days ($2 to $3) that the bank has not shown yet.
SELECT payment.payer_id, home.home_id, home.ref, home.name, payment.version, payment.received_on, payment.amount,
       payment.reference, payment.remittance
FROM payments_3.payment AS payment
JOIN payments_3.home AS home USING (home_id)
WHERE payment.payer_id = ANY ($1::uuid[]) AND payment.received_on BETWEEN $2 AND $3
  AND payment.reverses IS NULL AND payment.is_same IS NOT true
  AND NOT EXISTS (SELECT FROM payments_3.payment AS back
                  WHERE back.home_id = payment.home_id AND back.reverses = payment.version)
  AND NOT EXISTS (SELECT FROM bank_1.match
                  WHERE match.home_id = payment.home_id AND match.payment = payment.version AND NOT released)
ORDER BY home.name COLLATE "C", home.home_id, payment.position
LIMIT 2000;

-- name: homes_of_remitter
-- Where a payer ($1) pays, with what is owed there on a day ($2); at most $3.
SELECT home.home_id, home.ref, home.name,
       coalesce((
           SELECT sum(unpaid.pence) FROM books.unpaid AS unpaid
           WHERE unpaid.home_id = account.home_id AND unpaid.payer_id = account.payer_id
             AND unpaid.since <= $2::date AND unpaid.until > $2::date
       ), 0)::bigint AS pence
FROM books.account AS account
JOIN payments_3.home AS home USING (home_id)
WHERE account.payer_id = $1
ORDER BY home.name COLLATE "C", home.home_id
LIMIT $3;

-- name: who_pays_where
-- In which of some homes ($1) which of some payers ($2) has agreed to pay, or owed before.
SELECT home_id, payer_id FROM payments_3.contribution
WHERE home_id = ANY ($1::uuid[]) AND payer_id = ANY ($2::uuid[])
UNION
SELECT home_id, payer_id FROM payments_3.opening_balance
WHERE home_id = ANY ($1::uuid[]) AND payer_id = ANY ($2::uuid[]);
