-- name: page_of_invoices
-- Invoices charged in some days ($1, $2), of a home ($3), a payer ($4) or of a number ($5), after a place
-- ($6 to $9); at most $10.
SELECT line.home_id, home.name AS home_name, line.payer_id, account.payer_kind, line.invoice, line.charged_on,
       line.invoice_due_on, sum(line.pence)::bigint AS pence, array_agg(line.line ORDER BY line.line) AS lines
FROM books.line AS line
JOIN ledger_1.home AS home USING (home_id)
JOIN books.account AS account USING (home_id, payer_id)
WHERE line.charged_on BETWEEN $1 AND $2
  AND ($3::uuid IS NULL OR line.home_id = $3) AND ($4::uuid IS NULL OR line.payer_id = $4)
  AND ($5::text IS NULL OR line.invoice = $5)
  AND (line.charged_on, line.home_id, line.payer_id, line.invoice) > ($6, $7, $8, $9)
GROUP BY line.home_id, home.name, line.payer_id, account.payer_kind, line.invoice, line.charged_on,
         line.invoice_due_on
ORDER BY line.charged_on, line.home_id, line.payer_id, line.invoice
LIMIT $10;

-- name: totals_of_invoices
-- How many invoices are charged in some days, of a home, a payer or a number, and what they add up to.
SELECT count(DISTINCT (line.home_id, line.payer_id, line.invoice)) AS invoices,
       coalesce(sum(line.pence), 0)::bigint AS pence
FROM books.line AS line
WHERE line.charged_on BETWEEN $1 AND $2
  AND ($3::uuid IS NULL OR line.home_id = $3) AND ($4::uuid IS NULL OR line.payer_id = $4)
  AND ($5::text IS NULL OR line.invoice = $5);

-- name: lines_of_invoices
-- The lines of some accounts charged in some days ($3, $4), with what of each is unpaid on a day ($5).
SELECT line.home_id, line.payer_id, line.invoice, line.kind, line.pence, line.nights, line.weekly,
       line.period_starts_on, line.adjusts, line.posted_on, resident.ref AS resident_ref,
       coalesce((
           SELECT sum(unpaid.pence) FROM books.unpaid AS unpaid
           WHERE unpaid.home_id = line.home_id AND unpaid.payer_id = line.payer_id AND unpaid.line = line.line
             AND unpaid.since <= $5::date AND unpaid.until > $5::date
       ), 0)::bigint AS outstanding
FROM (SELECT DISTINCT * FROM unnest($1::uuid[], $2::uuid[])) AS asked (home_id, payer_id)
JOIN books.line AS line USING (home_id, payer_id)
LEFT JOIN payments_3.resident AS resident
       ON resident.home_id = line.home_id AND resident.resident_id = line.resident_id
WHERE line.charged_on BETWEEN $3 AND $4
ORDER BY line.line;
