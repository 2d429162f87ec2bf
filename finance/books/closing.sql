-- name: adjustments_after
-- What became known after days were closed: adjustments posted after a day ($1), charged for periods before it.
SELECT line.home_id, home.ref, home.name, line.payer_id, account.payer_kind, line.line, line.invoice,
       resident.ref AS resident_ref, line.period_starts_on, line.posted_on, line.pence,
       fact.home_id AS stream_id, fact.version, fact.recorded_at
FROM books.line AS line
JOIN ledger_1.home AS home USING (home_id)
JOIN books.account AS account USING (home_id, payer_id)
LEFT JOIN ledger_1.fact AS fact ON fact.position = line.position AND fact.home_id IN (line.home_id, $3)
LEFT JOIN payments_3.resident AS resident
       ON resident.home_id = line.home_id AND resident.resident_id = line.resident_id
WHERE line.charged_on > $1 AND line.kind = 'adjustment' AND line.posted_on > $1 AND line.posted_on <= $2
  AND line.period_starts_on + 28 <= $1
ORDER BY fact.recorded_at DESC, line.home_id, line.line
LIMIT $4;

-- name: receipts_after
-- Money that was received on closed days and recorded later: rows posted after their own day, from a day ($1) on.
SELECT count(*) AS payments, coalesce(sum(payment.amount), 0) AS amount
FROM payments_3.counted_payment AS payment
WHERE payment.posted_on > $1 AND payment.received_on <= $1;

-- name: received_between
-- What a payer paid from a day through another, in a home ($4) or in all.
SELECT coalesce(sum(payment.amount), 0) AS amount
FROM payments_3.counted_payment AS payment
WHERE payment.payer_id = $1 AND payment.received_on BETWEEN $2 AND $3
  AND ($4::uuid IS NULL OR payment.home_id = $4);

-- name: bank_lines_open
-- Money in of days up to one that the bank shows and that is no payment yet, in pounds.
SELECT count(*) AS lines, coalesce(sum(line.amount - coalesce(matched.amount, 0)), 0) AS amount
FROM bank_1.line AS line
LEFT JOIN bank_1.aside AS aside USING (line_id)
LEFT JOIN (
    SELECT line_id, sum(amount) AS amount FROM bank_1.match WHERE NOT released GROUP BY line_id
) AS matched USING (line_id)
WHERE line.amount > coalesce(matched.amount, 0) AND aside.line_id IS NULL AND line.booked_on <= $1;
