-- name: homes_of_books
-- Homes with books by their references: all, or one.
SELECT home.home_id, home.ref, home.name
FROM ledger_1.home AS home
JOIN ledger_1.latest USING (home_id)
WHERE $1::uuid IS NULL OR home.home_id = $1
ORDER BY home.ref;

-- name: home_of_books
-- The home of an id or a reference.
SELECT home_id FROM ledger_1.home WHERE ref = $1 OR home_id::text = lower($1);

-- name: payers_of_books
-- What some payers are called; a private payer's name is sealed, and told where the viewer may see it.
SELECT payer.payer_id, payer.ref, payer.name, private_payer.home_id, private_payer.token
FROM payments_3.payer AS payer
LEFT JOIN payments_3.private_payer AS private_payer USING (payer_id)
WHERE payer.payer_id = ANY ($1::uuid[]);

-- name: residents_of_books
-- What a home's residents are called: references, and sealed initials.
SELECT resident.resident_id, resident.ref, initials.token
FROM payments_3.resident AS resident
LEFT JOIN payments_3.resident_initials AS initials
       ON initials.home_id = resident.home_id AND initials.resident_id = resident.resident_id
WHERE resident.home_id = $1;
