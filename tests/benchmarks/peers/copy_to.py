"""COPY … TO of the columns of the payments export as they stand, sealed and unformatted."""

COPIED = """
SELECT home.ref AS home_ref, home.name AS home_name, payer.kind AS payer_kind, payer.ref AS payer_ref,
       payer.name AS payer_name, private_payer.payer_id, resident.ref AS resident_ref, initials.resident_id,
       payment.received_on, payment.posted_on, payment.amount, payment.reference, payment.method,
       payment.remittance, payment.recorded_at, payment.home_id, payment.version, payment.reverses,
       payment.possible_duplicate_of
FROM payments_3.payment AS payment
LEFT JOIN payments_3.home AS home ON home.home_id = payment.home_id
LEFT JOIN payments_3.payer AS payer ON payer.payer_id = payment.payer_id
LEFT JOIN payments_3.private_payer AS private_payer ON private_payer.payer_id = payment.payer_id
LEFT JOIN payments_3.resident AS resident
       ON resident.home_id = payment.home_id AND resident.resident_id = payment.resident_id
LEFT JOIN payments_3.resident_initials AS initials
       ON initials.home_id = payment.home_id AND initials.resident_id = payment.resident_id
WHERE payment.posted_on BETWEEN '2024-01-01' AND '2026-12-31' AND payment.recorded_at <= '2026-12-31'
ORDER BY payment.posted_on, payment.position
"""
