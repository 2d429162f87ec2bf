-- name: add_challenge
-- Something to sign, once and soon; for each that comes, ten old ones go.
WITH old AS (
    DELETE FROM access.challenges
    WHERE challenge IN (
        SELECT challenge FROM access.challenges WHERE expires_at < clock_timestamp() ORDER BY expires_at LIMIT 10
    )
)
INSERT INTO access.challenges (challenge, account_id, expires_at)
VALUES ($1, $2, clock_timestamp() + interval '5 minutes');

-- name: take_challenge
-- It was signed: nothing where it was before, or is too old, or was given to somebody else.
DELETE FROM access.challenges
WHERE challenge = $1 AND account_id IS NOT DISTINCT FROM $2 AND expires_at > clock_timestamp()
RETURNING challenge;

-- name: add_passkey
-- A passkey of an account.
INSERT INTO access.passkeys (passkey_id, account_id, credential_id, public_key, sign_count, name)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: find_passkey
-- A passkey of somebody who may come in.
SELECT passkey_id, account_id, public_key, sign_count
FROM access.passkeys JOIN access.accounts USING (account_id)
WHERE credential_id = $1 AND disabled_at IS NULL AND expires_at IS NULL;

-- name: use_passkey
-- It was used; nothing where it counts backwards, as a copy of it would.
UPDATE access.passkeys SET sign_count = $2, last_used_at = clock_timestamp()
WHERE passkey_id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))
RETURNING passkey_id;

-- name: list_passkeys
-- Somebody's passkeys.
SELECT passkey_id, credential_id, name, created_at, last_used_at
FROM access.passkeys WHERE account_id = $1 ORDER BY created_at;

-- name: remove_passkey
-- It lets nobody in any more.
DELETE FROM access.passkeys WHERE account_id = $1 AND passkey_id = $2 RETURNING passkey_id;
