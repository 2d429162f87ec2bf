-- name: account_by_id
-- A bank account with its place in its stream.
SELECT account_id, name, mapping, version FROM bank_1.account WHERE account_id = $1;

-- name: bank_accounts
-- Every bank account, with how much of what it brought in is no payment yet.
SELECT account.account_id, account.name, account.mapping, account.version,
       (SELECT max(line.booked_on) FROM bank_1.line WHERE line.account_id = account.account_id) AS latest
FROM bank_1.account
ORDER BY account.name;

-- name: known_lines
-- Which of some lines have been brought in.
SELECT line_id FROM bank_1.line WHERE line_id = ANY ($1::uuid[]);

-- name: line_by_id
-- A line, what of it is no payment yet, and how often it was matched.
SELECT line.*, account.name AS account_name, account.version AS account_version,
       EXISTS (SELECT FROM bank_1.aside WHERE aside.line_id = line.line_id) AS is_aside,
       coalesce((SELECT sum(amount) FROM bank_1.match WHERE match.line_id = line.line_id AND NOT released), 0.00)
           AS matched,
       (SELECT count(*) FROM bank_1.match WHERE match.line_id = line.line_id) AS decided
FROM bank_1.line AS line
JOIN bank_1.account AS account USING (account_id)
WHERE line.line_id = $1;

-- name: matches_of_lines
-- The payments that some lines are, with whose they are.
SELECT match.line_id, match.version, match.home_id, match.payment, match.amount, match.made_from_line,
       home.ref AS home_ref, home.name AS home_name, payment.payer_id, payment.received_on
FROM bank_1.match AS match
LEFT JOIN payments_3.home AS home USING (home_id)
LEFT JOIN payments_3.payment AS payment ON payment.home_id = match.home_id AND payment.version = match.payment
WHERE match.line_id = ANY ($1::uuid[]) AND NOT match.released
ORDER BY match.version;

-- name: match_by_version
-- A match of an account that still holds.
SELECT * FROM bank_1.match WHERE account_id = $1 AND version = $2 AND NOT released;

-- name: payment_to_match
-- A payment of a home: its amount, what of it the bank has shown, and whether it was taken back.
SELECT payment.amount, payment.received_on, payment.payer_id,
       coalesce((SELECT sum(match.amount) FROM bank_1.match
                 WHERE match.home_id = payment.home_id AND match.payment = payment.version AND NOT released), 0.00)
           AS seen,
       EXISTS (SELECT FROM payments_3.payment AS back
               WHERE back.home_id = payment.home_id AND back.reverses = payment.version) AS is_reversed
FROM payments_3.payment AS payment
WHERE payment.home_id = $1 AND payment.version = $2 AND payment.reverses IS NULL;

-- name: page_of_lines
-- Lines of an account ($1, or all) that stand in a way ($2), newest first, after a place ($3, $4); at most $5.
SELECT found.* FROM (
    SELECT line.line_id, line.account_id, line.version, line.place, line.booked_on, line.amount, line.reference,
           line.occurrence, account.name AS account_name, aside.line_id IS NOT NULL AS is_aside,
           coalesce(matched.amount, 0.00) AS matched,
           CASE WHEN line.amount <= 0 THEN 'out' WHEN aside.line_id IS NOT NULL THEN 'aside'
                WHEN coalesce(matched.amount, 0) >= line.amount THEN 'matched' ELSE 'open' END AS standing
    FROM bank_1.line AS line
    JOIN bank_1.account AS account USING (account_id)
    LEFT JOIN bank_1.aside AS aside USING (line_id)
    LEFT JOIN LATERAL (
        SELECT sum(match.amount) AS amount FROM bank_1.match
        WHERE match.line_id = line.line_id AND NOT match.released
    ) AS matched ON true
    WHERE ($1::uuid IS NULL OR line.account_id = $1) AND (line.booked_on, line.line_id) < ($3, $4)
) AS found
WHERE $2::text IS NULL OR found.standing = $2
ORDER BY found.booked_on DESC, found.line_id DESC
LIMIT $5;

-- name: standing_of_lines
-- How many lines stand in which way, and what of them is no payment yet.
SELECT standing, count(*) AS lines, sum(left_over) AS left_over
FROM (
    SELECT CASE WHEN line.amount <= 0 THEN 'out' WHEN aside.line_id IS NOT NULL THEN 'aside'
                WHEN coalesce(matched.amount, 0) >= line.amount THEN 'matched' ELSE 'open' END AS standing,
           line.amount - coalesce(matched.amount, 0) AS left_over
    FROM bank_1.line AS line
    LEFT JOIN bank_1.aside AS aside USING (line_id)
    LEFT JOIN (
        SELECT line_id, sum(amount) AS amount FROM bank_1.match WHERE NOT released GROUP BY line_id
    ) AS matched USING (line_id)
) AS line
GROUP BY standing;

-- name: doubled_lines
-- Lines that are alike in everything with another of the same statement: the bank may have booked them twice.
SELECT line.line_id, line.booked_on, line.amount, line.reference, line.occurrence, account.name AS account_name
FROM bank_1.line AS line
JOIN bank_1.account AS account USING (account_id)
WHERE line.occurrence > 1 AND line.amount > 0
ORDER BY line.booked_on DESC, line.line_id
LIMIT $1;

-- name: doubled_payments
-- Payments that may repeat another of the same home, and that nobody has settled.
SELECT payment.home_id, payment.version, payment.payer_id, payment.received_on, payment.amount,
       payment.reference, home.ref AS home_ref, home.name AS home_name
FROM payments_3.payment AS payment
JOIN payments_3.home AS home USING (home_id)
WHERE payment.possible_duplicate_of IS NOT NULL AND payment.settled_at IS NULL
  AND NOT EXISTS (SELECT FROM payments_3.payment AS back
                  WHERE back.home_id = payment.home_id AND back.reverses = payment.version)
ORDER BY payment.received_on DESC, payment.position DESC
LIMIT $1;

-- name: parts_of_lines
-- What the bank calls the payers of some parts of statements; for who may open what is sealed for finance.
SELECT account_id, version, token
FROM bank_1.part
WHERE (account_id, version) IN (SELECT * FROM unnest($1::uuid[], $2::bigint[]));

-- name: open_finance
-- For this transaction: with sight of what is sealed for finance.
SELECT set_config('hearth.homes', '*', true), set_config('hearth.classes', 'finance', true);
