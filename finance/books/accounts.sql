-- name: lines_of_account
-- Every line of a payer in a home up to a day ($3), with what of it is unpaid then and the event that caused it.
SELECT line.line, line.kind, line.posted_on, line.due_on, line.invoice, line.pence, line.nights, line.weekly,
       line.period_starts_on, line.adjusts, line.resident_id, resident.ref AS resident_ref, line.contribution,
       line.position, fact.home_id AS stream_id, fact.version,
       coalesce((
           SELECT sum(unpaid.pence) FROM books.unpaid AS unpaid
           WHERE unpaid.home_id = line.home_id AND unpaid.payer_id = line.payer_id AND unpaid.line = line.line
             AND unpaid.since <= $3::date AND unpaid.until > $3::date
       ), 0)::bigint AS outstanding
FROM books.line AS line
LEFT JOIN ledger_1.fact AS fact ON fact.position = line.position AND fact.home_id IN (line.home_id, $4)
LEFT JOIN payments_3.resident AS resident
       ON resident.home_id = line.home_id AND resident.resident_id = line.resident_id
WHERE line.home_id = $1 AND line.payer_id = $2 AND line.posted_on <= $3
ORDER BY line.posted_on, line.line;

-- name: receipts_of_account
-- Every payment and reversal of a payer in a home up to a day ($3), as the books count them.
SELECT payment.version, payment.posted_on, payment.received_on, payment.amount, payment.reference,
       payment.reverses, payment.recorded_at, payment.position
FROM payments_3.counted_payment AS payment
WHERE payment.home_id = $1 AND payment.payer_id = $2 AND payment.posted_on <= $3
ORDER BY payment.posted_on, payment.position;

-- name: facts_recorded
-- When facts were recorded, by their places in the log, of a home ($1) and of finance's stream ($2).
SELECT position, home_id AS stream_id, version, recorded_at
FROM ledger_1.fact
WHERE home_id IN ($1, $2) AND position = ANY ($3::bigint[]);

-- name: credit_on
-- What a payer holds in credit in a home on a day.
SELECT credit FROM books.balance
WHERE home_id = $1 AND payer_id = $2 AND since <= $3
ORDER BY since DESC
LIMIT 1;
