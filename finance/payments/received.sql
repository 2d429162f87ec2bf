-- name: page_of_payments
-- Payments posted in a period ($1, $2) and counted by an instant, after a place in the books ($4, $5).
SELECT payment.home_id, payment.version, payment.position, payment.recorded_at, payment.payer_id,
       payment.received_on, payment.posted_on, payment.amount, payment.reference, payment.method,
       payment.remittance, payment.reverses, home.name AS home_name, payer.kind AS payer_kind,
       payer.name AS payer_name
FROM payments_3.counted_payment AS payment
JOIN payments_3.home USING (home_id)
JOIN payments_3.payer USING (payer_id)
WHERE payment.posted_on BETWEEN $1 AND $2 AND payment.counted_since <= coalesce($3, 'infinity'::timestamptz)
  AND (payment.posted_on, payment.position) > ($4, $5)
ORDER BY payment.posted_on, payment.position
LIMIT $6;

-- name: page_of_home_payments
-- The same, of one home ($7).
SELECT payment.home_id, payment.version, payment.position, payment.recorded_at, payment.payer_id,
       payment.received_on, payment.posted_on, payment.amount, payment.reference, payment.method,
       payment.remittance, payment.reverses, home.name AS home_name, payer.kind AS payer_kind,
       payer.name AS payer_name
FROM payments_3.counted_payment AS payment
JOIN payments_3.home USING (home_id)
JOIN payments_3.payer USING (payer_id)
WHERE payment.home_id = $7
  AND payment.posted_on BETWEEN $1 AND $2 AND payment.counted_since <= coalesce($3, 'infinity'::timestamptz)
  AND (payment.posted_on, payment.position) > ($4, $5)
ORDER BY payment.posted_on, payment.position
LIMIT $6;

-- name: totals_of_payments
-- How many payments were posted in a period and counted by an instant, and what they add up to.
SELECT count(*) AS payments, coalesce(sum(amount), 0) AS amount
FROM payments_3.counted_payment
WHERE posted_on BETWEEN $1 AND $2 AND counted_since <= coalesce($3, 'infinity'::timestamptz);

-- name: totals_of_home_payments
-- The same, of one home ($4).
SELECT count(*) AS payments, coalesce(sum(amount), 0) AS amount
FROM payments_3.counted_payment
WHERE home_id = $4 AND posted_on BETWEEN $1 AND $2 AND counted_since <= coalesce($3, 'infinity'::timestamptz);

-- name: sealed_payers
-- The sealed names of these private payers, as far as the viewer may see them.
SELECT payer_id, home_id, token FROM payments_3.private_payers_for($1, $2, $3);

-- name: payers_of_home
-- Who has agreed a contribution in a home, and for whom.
SELECT payer.payer_id, payer.kind, payer.ref, payer.name, agreed.residents
FROM payments_3.payer
JOIN (
    SELECT payer_id, array_agg(DISTINCT resident_id) AS residents
    FROM payments_3.contribution
    WHERE home_id = $1
    GROUP BY payer_id
) AS agreed ON agreed.payer_id = payer.payer_id
ORDER BY payer.name, payer.payer_id;

-- name: payers_by_id
-- What payers are; a private one's name is sealed elsewhere.
SELECT payer_id, kind, name FROM payments_3.payer WHERE payer_id = ANY ($1::uuid[]);

-- name: payer_is_known
-- Whether a payer ($1) has agreed to pay or owed before, in a home ($2) or in any.
SELECT EXISTS (SELECT FROM payments_3.payer WHERE payer_id = $1) AND (
    $2::uuid IS NULL
    OR EXISTS (SELECT FROM payments_3.contribution WHERE home_id = $2 AND payer_id = $1)
    OR EXISTS (SELECT FROM payments_3.opening_balance WHERE home_id = $2 AND payer_id = $1)
);
