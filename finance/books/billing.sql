-- name: periods_charged
-- What was and will be charged on the charge dates from a day ($1) through another ($2), whether raised or not.
SELECT line.charged_on, count(DISTINCT (line.home_id, line.payer_id)) AS invoices,
       sum(line.pence)::bigint AS pence
FROM books.line AS line
WHERE line.charged_on BETWEEN $1 AND $2 AND line.kind <> 'opening'
GROUP BY line.charged_on
ORDER BY line.charged_on DESC;

-- name: first_charged
-- The first charge date on which anything but opening balances was charged; none where nothing is.
SELECT min(charged_on) FROM books.line WHERE kind <> 'opening';

-- name: homes_charged
-- What a charge date brings, home by home; of a home's lines, how many are of broken periods, and adjustments.
SELECT home.home_id, home.ref, home.name, count(DISTINCT line.payer_id) AS invoices,
       count(DISTINCT line.resident_id) AS residents,
       coalesce(sum(line.nights) FILTER (WHERE line.kind = 'charge'), 0)::bigint AS nights,
       coalesce(sum(line.pence) FILTER (WHERE line.kind = 'charge'), 0)::bigint AS charged,
       coalesce(sum(line.pence) FILTER (WHERE line.kind = 'adjustment'), 0)::bigint AS adjusted
FROM books.line AS line
JOIN ledger_1.home AS home USING (home_id)
WHERE line.charged_on = $1 AND line.kind <> 'opening'
GROUP BY home.home_id, home.ref, home.name
ORDER BY home.name COLLATE "C", home.home_id;

-- name: lines_charged
-- The lines of a home ($2) that stand on the invoices of a charge date, by resident and payer.
SELECT line.line, line.payer_id, account.payer_kind, line.invoice, line.kind, resident.ref AS resident_ref,
       line.nights, line.weekly, line.pence, line.period_starts_on, line.posted_on
FROM books.line AS line
JOIN books.account AS account USING (home_id, payer_id)
LEFT JOIN payments_3.resident AS resident
       ON resident.home_id = line.home_id AND resident.resident_id = line.resident_id
WHERE line.charged_on = $1 AND line.home_id = $2 AND line.kind <> 'opening'
ORDER BY resident_ref, line.payer_id, line.kind DESC, line.line;

-- name: invoice_called
-- The charge date of an invoice of a home by its number, and whose it is; of one payer ($3), or of any.
SELECT line.charged_on, line.payer_id FROM books.line AS line
WHERE line.home_id = $1 AND line.invoice = $2 AND ($3::uuid IS NULL OR line.payer_id = $3)
ORDER BY line.charged_on, line.payer_id
LIMIT 1;
