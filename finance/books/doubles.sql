-- name: doubles_unsettled
-- Payments of days up to one ($1) that may repeat another, that nobody has settled and no home has reversed, each
-- beside the other; or the one of a home and version ($2, $3).
WITH told AS (
    SELECT payment.home_id, payment.version, payment.payer_id, payment.received_on,
           payment.possible_duplicate_of, payment.settled_at, payment.position,
           ROW(payment.version, payment.received_on, payment.amount, payment.reference, payment.method,
               payment.remittance, resident.ref, payment.recorded_at,
               (SELECT line_id FROM bank_1.match
                WHERE match.home_id = payment.home_id AND match.payment = payment.version AND NOT released
                ORDER BY line_id LIMIT 1)) AS said
    FROM payments_3.payment AS payment
    LEFT JOIN payments_3.resident AS resident USING (home_id, resident_id)
)
SELECT home.home_id, home.ref, home.name, second.payer_id, payer.kind AS payer_kind, first.said AS first,
       second.said AS second
FROM told AS second
JOIN told AS first ON first.home_id = second.home_id AND first.version = second.possible_duplicate_of
JOIN payments_3.home AS home ON home.home_id = second.home_id
JOIN payments_3.payer AS payer ON payer.payer_id = second.payer_id
WHERE second.possible_duplicate_of IS NOT NULL AND second.settled_at IS NULL
  AND ($1::date IS NULL OR second.received_on <= $1)
  AND ($2::uuid IS NULL OR (second.home_id = $2 AND second.version = $3::bigint))
  AND NOT EXISTS (SELECT FROM payments_3.payment AS back
                  WHERE back.home_id = second.home_id AND back.reverses = second.version)
ORDER BY second.received_on DESC, second.position DESC;
