-- name: months_of_homes
-- What homes spent in months ($1 to $2, themselves included) of which costs are recorded, and what they earned then.
-- A period's charges, adjusted as is known now, are spread over its 28 nights.
WITH spent AS (
    SELECT home_id, month, (sum(amount) * 100)::bigint AS cost
    FROM payments_3.cost
    WHERE month BETWEEN $1::date AND $2::date AND amount > 0
    GROUP BY home_id, month
), charged AS (
    SELECT home_id, period_starts_on, sum(pence) AS pence
    FROM books.line
    WHERE period_starts_on > $1::date - 28 AND period_starts_on < $2::date + 31
    GROUP BY home_id, period_starts_on
)
SELECT home.home_id, home.ref, home.name, spent.month, spent.cost,
       coalesce(round(sum(
           charged.pence * (
               least(charged.period_starts_on + 28, (spent.month + interval '1 month')::date)
               - greatest(charged.period_starts_on, spent.month)
           ) / 28
       )), 0)::bigint AS income
FROM ledger_1.home AS home
LEFT JOIN spent USING (home_id)
LEFT JOIN charged ON charged.home_id = spent.home_id
      AND charged.period_starts_on < (spent.month + interval '1 month')::date
      AND charged.period_starts_on + 28 > spent.month
GROUP BY home.home_id, home.ref, home.name, spent.month, spent.cost
ORDER BY home.name COLLATE "C", home.home_id, spent.month;
