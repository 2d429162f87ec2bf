-- name: note_look
-- That somebody looks today; what was today's on an earlier day becomes the look before.
INSERT INTO access.looks AS known (account_id, looked_on) VALUES ($1, $2)
ON CONFLICT (account_id) DO UPDATE
SET looked_on = greatest(known.looked_on, excluded.looked_on),
    looked_before = CASE WHEN known.looked_on < excluded.looked_on THEN known.looked_on ELSE known.looked_before END
RETURNING looked_before;
