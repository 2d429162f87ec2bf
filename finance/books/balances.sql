-- name: total_on
-- What all homes' accounts, or one home's ($2), come to on a day.
SELECT count(*) AS homes, coalesce(sum(found.accounts), 0)::bigint AS accounts,
       coalesce(sum(found.charged), 0)::bigint AS charged, coalesce(sum(found.received), 0)::bigint AS received,
       coalesce(sum(found.outstanding), 0)::bigint AS outstanding,
       coalesce(sum(found.credit), 0)::bigint AS credit
FROM books.kept
CROSS JOIN LATERAL (
    SELECT * FROM books.home_balance AS balance
    WHERE balance.home_id = kept.home_id AND balance.since <= $1
    ORDER BY balance.since DESC
    LIMIT 1
) AS found
WHERE ($2::uuid IS NULL OR kept.home_id = $2) AND NOT kept.home_id = ANY ($3::uuid[]);

-- name: lines_on
-- Accounts on a day by home and payer, after a place ($4 to $6), without some homes ($3); at most $7.
WITH counted AS (
    -- Homes in their order with how many accounts come before theirs, so that only those of the page are read.
    SELECT home.home_id, home.name,
           sum(CASE WHEN home.home_id = $5 THEN 0 ELSE found.accounts END)
               OVER (ORDER BY home.name COLLATE "C", home.home_id)
               - CASE WHEN home.home_id = $5 THEN 0 ELSE found.accounts END AS accounts_before
    FROM ledger_1.home AS home
    CROSS JOIN LATERAL (
        SELECT balance.accounts FROM books.home_balance AS balance
        WHERE balance.home_id = home.home_id AND balance.since <= $1
        ORDER BY balance.since DESC
        LIMIT 1
    ) AS found
    WHERE ($2::uuid IS NULL OR home.home_id = $2) AND NOT home.home_id = ANY ($3::uuid[])
      AND (home.name COLLATE "C", home.home_id) >= ($4 COLLATE "C", $5)
), chosen AS MATERIALIZED (
    SELECT counted.home_id, counted.name, account.payer_id, account.payer_kind
    FROM counted
    JOIN books.account AS account USING (home_id)
    WHERE counted.accounts_before < $7 AND account.since <= $1
      AND (counted.name COLLATE "C", counted.home_id, account.payer_id) > ($4 COLLATE "C", $5, $6)
    ORDER BY counted.name COLLATE "C", counted.home_id, account.payer_id
    LIMIT $7
)
SELECT chosen.home_id, chosen.name AS home_name, chosen.payer_id, chosen.payer_kind,
       balance.charged, balance.received, balance.outstanding, balance.credit
FROM chosen
CROSS JOIN LATERAL (
    SELECT * FROM books.balance AS found
    WHERE found.home_id = chosen.home_id AND found.payer_id = chosen.payer_id AND found.since <= $1
    ORDER BY found.since DESC
    LIMIT 1
) AS balance
ORDER BY chosen.name COLLATE "C", chosen.home_id, chosen.payer_id;

-- name: ages_on
-- What is unpaid of some accounts on a day, by the days past due; an account at a time, by its key.
SELECT asked.home_id, asked.payer_id, found.*
FROM unnest($2::uuid[], $3::uuid[]) AS asked (home_id, payer_id)
CROSS JOIN LATERAL (
    SELECT sum(pence) FILTER (WHERE $1 <= due_on) AS current,
           sum(pence) FILTER (WHERE $1 - due_on BETWEEN 1 AND 30) AS days_1_to_30,
           sum(pence) FILTER (WHERE $1 - due_on BETWEEN 31 AND 60) AS days_31_to_60,
           sum(pence) FILTER (WHERE $1 - due_on BETWEEN 61 AND 90) AS days_61_to_90,
           sum(pence) FILTER (WHERE $1 - due_on > 90) AS over_90
    FROM books.unpaid AS unpaid
    WHERE unpaid.home_id = asked.home_id AND unpaid.payer_id = asked.payer_id
      AND since <= $1::date AND until > $1::date
) AS found;

-- name: closed_through
-- The last closed day, as known at an instant.
SELECT max(through) FROM ledger_1.closing WHERE recorded_at <= coalesce($1, 'infinity'::timestamptz);

-- name: kept_through
-- Up to which charge date every home's books are kept; NULL where there are none.
SELECT min(charged_through) FROM books.kept;

-- name: decided_since
-- What finance has decided after an instant ($2).
SELECT position, told FROM ledger_1.fact WHERE home_id = $1 AND recorded_at > $2 ORDER BY position;

-- name: changed_since
-- Homes of which a fact was recorded after an instant ($1), and those that a decision since reaches: all ($3), or
-- those with payers of some kinds ($4).
SELECT home.home_id, home.ref, home.name
FROM ledger_1.home AS home
WHERE ($2::uuid IS NULL OR home.home_id = $2)
  AND ($3 OR EXISTS (SELECT FROM ledger_1.fact WHERE fact.home_id = home.home_id AND fact.recorded_at > $1)
       OR EXISTS (SELECT FROM books.account
                  WHERE account.home_id = home.home_id AND account.payer_kind = ANY ($4::text[])));

-- name: behind
-- Whether any home's books, or one home's ($2), are not those of its last facts; $1 is finance's stream.
SELECT EXISTS (
    SELECT FROM ledger_1.latest AS latest
    LEFT JOIN books.kept AS kept ON kept.home_id = latest.home_id
    WHERE latest.home_id <> $1 AND ($2::uuid IS NULL OR latest.home_id = $2)
      AND (kept.position IS DISTINCT FROM latest.position
           OR kept.rules_position IS DISTINCT FROM
              coalesce((SELECT position FROM ledger_1.latest AS rules WHERE rules.home_id = $1), 0))
);

-- name: places_then
-- The last facts of some homes ($1), and of finance's stream ($2), that were recorded by an instant.
SELECT asked.home_id,
       (SELECT max(position) FROM ledger_1.fact
        WHERE fact.home_id = asked.home_id AND fact.recorded_at <= $3) AS position,
       (SELECT max(position) FROM ledger_1.fact WHERE fact.home_id = $2 AND fact.recorded_at <= $3) AS rules_position
FROM unnest($1::uuid[]) AS asked (home_id);
