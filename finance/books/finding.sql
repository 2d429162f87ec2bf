-- name: payers_matching
-- Payers whose code, public name or home holds a text ($1, in small letters), or whose invoice it is; the day of
-- its period ($2) tells whose it can be.
SELECT DISTINCT account.payer_id
FROM books.account AS account
JOIN payments_3.payer AS payer USING (payer_id)
JOIN ledger_1.home AS home ON home.home_id = account.home_id
WHERE strpos(lower(payer.ref), $1) > 0 OR strpos(lower(payer.name), $1) > 0
   OR strpos(lower(home.ref), $1) > 0 OR strpos(lower(home.name), $1) > 0
   OR lower(home.ref) || '-' || $2::text || '-' || lower(payer.ref) = $1
  AND EXISTS (SELECT FROM books.line
              WHERE line.home_id = account.home_id AND line.payer_id = account.payer_id AND lower(line.invoice) = $1);

-- name: private_payers
-- Payers whose names are sealed, where the books know an account of theirs.
SELECT payer_id FROM payments_3.payer
WHERE name IS NULL AND EXISTS (SELECT FROM books.account WHERE account.payer_id = payer.payer_id);
