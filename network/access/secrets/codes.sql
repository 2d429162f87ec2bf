-- name: add_code
-- A code under its first part; an expired one makes room, nothing where one still holds that place.
INSERT INTO access.codes AS c (selector, hash, purpose, account_id, device_id, expires_at)
VALUES ($1, $2, $3, $4, $5, clock_timestamp() + $6::interval)
ON CONFLICT (selector) DO UPDATE SET
    hash = excluded.hash,
    purpose = excluded.purpose,
    account_id = excluded.account_id,
    device_id = excluded.device_id,
    created_at = clock_timestamp(),
    expires_at = excluded.expires_at
WHERE c.expires_at < clock_timestamp()
RETURNING expires_at;

-- name: find_code
-- What a code is for, while it works.
SELECT selector, hash, purpose, account_id, device_id
FROM access.codes WHERE selector = $1 AND expires_at > clock_timestamp();

-- name: use_code
-- A code works once: answers nothing to whoever comes second.
DELETE FROM access.codes WHERE selector = $1 AND hash = $2 AND expires_at > clock_timestamp() RETURNING selector;

-- name: drop_codes
-- Codes made before for the same thing stop working.
DELETE FROM access.codes WHERE purpose = $1 AND (account_id = $2 OR device_id = $3);
