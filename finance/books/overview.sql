-- name: homes_on
-- What each home's accounts come to on a day, with what of it is late, by name.
WITH late AS (
    SELECT home_id, sum(pence)::bigint AS pence
    FROM books.unpaid
    WHERE since <= $1 AND until > $1 AND due_on < $1
    GROUP BY home_id
)
SELECT home.home_id, home.ref, home.name, found.charged, found.received, found.outstanding, found.credit,
       coalesce(late.pence, 0) AS late
FROM ledger_1.home AS home
CROSS JOIN LATERAL (
    SELECT * FROM books.home_balance AS balance
    WHERE balance.home_id = home.home_id AND balance.since <= $1
    ORDER BY balance.since DESC
    LIMIT 1
) AS found
LEFT JOIN late ON late.home_id = home.home_id
ORDER BY home.name COLLATE "C", home.home_id;

-- name: kinds_on
-- The same by kind of payer.
WITH late AS (
    SELECT account.payer_kind, sum(unpaid.pence)::bigint AS pence
    FROM books.unpaid AS unpaid
    JOIN books.account AS account USING (home_id, payer_id)
    WHERE unpaid.since <= $1 AND unpaid.until > $1 AND unpaid.due_on < $1
    GROUP BY account.payer_kind
), summed AS (
    SELECT account.payer_kind, sum(found.charged)::bigint AS charged, sum(found.received)::bigint AS received,
           sum(found.outstanding)::bigint AS outstanding, sum(found.credit)::bigint AS credit
    FROM books.account AS account
    CROSS JOIN LATERAL (
        SELECT * FROM books.balance AS balance
        WHERE balance.home_id = account.home_id AND balance.payer_id = account.payer_id AND balance.since <= $1
        ORDER BY balance.since DESC
        LIMIT 1
    ) AS found
    WHERE account.since <= $1
    GROUP BY account.payer_kind
)
SELECT summed.*, coalesce(late.pence, 0) AS late
FROM summed
LEFT JOIN late USING (payer_kind)
ORDER BY payer_kind;

-- name: payers_on
-- What all payers, or some ($2), come to on a day over all homes: how many they are and their sums, and beside these
-- a page of them, most outstanding first, after one who owes so much ($3, $4), at most $5; one row without a payer
-- where the page is empty.
WITH late AS (
    SELECT payer_id, sum(pence)::bigint AS pence
    FROM books.unpaid
    WHERE since <= $1 AND until > $1 AND due_on < $1
    GROUP BY payer_id
), summed AS (
    SELECT account.payer_id, min(account.payer_kind) AS payer_kind, count(*) AS homes,
           sum(found.charged)::bigint AS charged, sum(found.received)::bigint AS received,
           sum(found.outstanding)::bigint AS outstanding, sum(found.credit)::bigint AS credit,
           coalesce(min(late.pence), 0) AS late
    FROM books.account AS account
    CROSS JOIN LATERAL (
        SELECT * FROM books.balance AS balance
        WHERE balance.home_id = account.home_id AND balance.payer_id = account.payer_id AND balance.since <= $1
        ORDER BY balance.since DESC
        LIMIT 1
    ) AS found
    LEFT JOIN late ON late.payer_id = account.payer_id
    WHERE account.since <= $1 AND ($2::uuid[] IS NULL OR account.payer_id = ANY ($2))
    GROUP BY account.payer_id
), page AS (
    SELECT * FROM summed
    WHERE $3::bigint IS NULL OR outstanding < $3 OR (outstanding = $3 AND payer_id > $4::uuid)
    ORDER BY outstanding DESC, payer_id
    LIMIT $5
)
SELECT page.*, total.*
FROM (
    SELECT count(*) AS payers, coalesce(sum(charged), 0)::bigint AS all_charged,
           coalesce(sum(received), 0)::bigint AS all_received,
           coalesce(sum(outstanding), 0)::bigint AS all_outstanding, coalesce(sum(credit), 0)::bigint AS all_credit,
           coalesce(sum(late), 0)::bigint AS all_late
    FROM summed
) AS total
LEFT JOIN page ON true
ORDER BY page.outstanding DESC, page.payer_id;

-- name: accounts_on
-- What the accounts of a home ($2), or of a payer ($3), come to on a day, with what is late.
SELECT home.home_id, home.ref AS home_ref, home.name AS home_name, account.payer_id, account.payer_kind,
       found.charged, found.received, found.outstanding, found.credit,
       coalesce((
           SELECT sum(unpaid.pence) FROM books.unpaid AS unpaid
           WHERE unpaid.home_id = account.home_id AND unpaid.payer_id = account.payer_id
             AND unpaid.since <= $1 AND unpaid.until > $1 AND unpaid.due_on < $1
       ), 0)::bigint AS late
FROM books.account AS account
JOIN ledger_1.home AS home USING (home_id)
CROSS JOIN LATERAL (
    SELECT * FROM books.balance AS balance
    WHERE balance.home_id = account.home_id AND balance.payer_id = account.payer_id AND balance.since <= $1
    ORDER BY balance.since DESC
    LIMIT 1
) AS found
WHERE account.since <= $1 AND ($2::uuid IS NULL OR account.home_id = $2)
  AND ($3::uuid IS NULL OR account.payer_id = $3)
ORDER BY found.outstanding DESC, home.name COLLATE "C", account.payer_id;

-- name: debts_on
-- What each payer, or each of some ($2), owes past its day, by age, the oldest first, after one of a day ($3, $4);
-- at most $5.
SELECT unpaid.payer_id, min(account.payer_kind) AS payer_kind, count(DISTINCT unpaid.home_id) AS homes,
       min(unpaid.due_on) AS oldest_due_on,
       coalesce(sum(pence) FILTER (WHERE $1 <= due_on), 0)::bigint AS current,
       coalesce(sum(pence) FILTER (WHERE $1 - due_on BETWEEN 1 AND 30), 0)::bigint AS days_1_to_30,
       coalesce(sum(pence) FILTER (WHERE $1 - due_on BETWEEN 31 AND 60), 0)::bigint AS days_31_to_60,
       coalesce(sum(pence) FILTER (WHERE $1 - due_on BETWEEN 61 AND 90), 0)::bigint AS days_61_to_90,
       coalesce(sum(pence) FILTER (WHERE $1 - due_on > 90), 0)::bigint AS over_90
FROM books.unpaid AS unpaid
JOIN books.account AS account USING (home_id, payer_id)
WHERE unpaid.since <= $1::date AND unpaid.until > $1::date AND ($2::uuid[] IS NULL OR unpaid.payer_id = ANY ($2))
GROUP BY unpaid.payer_id
HAVING min(unpaid.due_on) < $1
   AND ($3::date IS NULL OR (min(unpaid.due_on), unpaid.payer_id) > ($3, $4::uuid))
ORDER BY oldest_due_on, unpaid.payer_id
LIMIT $5;

-- name: debts_total_on
-- The same of all who are late, or of those of some ($2) who are, together, and how many they are.
WITH debt AS (
    SELECT unpaid.payer_id,
           coalesce(sum(pence) FILTER (WHERE $1 <= due_on), 0)::bigint AS current,
           coalesce(sum(pence) FILTER (WHERE $1 - due_on BETWEEN 1 AND 30), 0)::bigint AS days_1_to_30,
           coalesce(sum(pence) FILTER (WHERE $1 - due_on BETWEEN 31 AND 60), 0)::bigint AS days_31_to_60,
           coalesce(sum(pence) FILTER (WHERE $1 - due_on BETWEEN 61 AND 90), 0)::bigint AS days_61_to_90,
           coalesce(sum(pence) FILTER (WHERE $1 - due_on > 90), 0)::bigint AS over_90
    FROM books.unpaid AS unpaid
    WHERE unpaid.since <= $1::date AND unpaid.until > $1::date
      AND ($2::uuid[] IS NULL OR unpaid.payer_id = ANY ($2))
    GROUP BY unpaid.payer_id
    HAVING min(unpaid.due_on) < $1
)
SELECT count(*) AS payers, coalesce(sum(current), 0)::bigint AS current,
       coalesce(sum(days_1_to_30), 0)::bigint AS days_1_to_30,
       coalesce(sum(days_31_to_60), 0)::bigint AS days_31_to_60,
       coalesce(sum(days_61_to_90), 0)::bigint AS days_61_to_90, coalesce(sum(over_90), 0)::bigint AS over_90
FROM debt;

-- name: homes_by_name
-- Every home.
SELECT home_id, ref, name FROM ledger_1.home ORDER BY name COLLATE "C", home_id;

-- name: home_called
-- A home by id or reference.
SELECT home_id, ref, name FROM ledger_1.home WHERE ref = $1 OR home_id::text = lower($1);

-- name: payer_called
-- A payer's kind and code, where the books know any account of theirs.
SELECT payer.kind, payer.ref
FROM payments_3.payer AS payer
WHERE payer.payer_id = $1 AND EXISTS (SELECT FROM books.account WHERE account.payer_id = $1);
