-- name: add_account
-- An account with its role.
INSERT INTO access.accounts (account_id, name, role) VALUES ($1, $2, $3);

-- name: add_account_homes
-- The homes that a home team's account works in.
INSERT INTO access.account_homes (account_id, home_id)
SELECT $1, unnest($2::uuid[]);

-- name: list_accounts
-- A page of accounts in the order of their ids, with the homes of a home team's.
SELECT account_id, name, role, created_at, disabled_at,
       ARRAY(SELECT home_id FROM access.account_homes h WHERE h.account_id = a.account_id ORDER BY home_id) AS homes
FROM access.accounts a
WHERE ($1::uuid IS NULL OR account_id > $1)
ORDER BY account_id
LIMIT $2;

-- name: find_account
-- One account.
SELECT account_id, name, role, created_at, disabled_at,
       ARRAY(SELECT home_id FROM access.account_homes h WHERE h.account_id = a.account_id ORDER BY home_id) AS homes
FROM access.accounts a
WHERE account_id = $1;

-- name: disable_account
-- An account comes in no more; answers nothing where it was disabled already.
UPDATE access.accounts SET disabled_at = clock_timestamp()
WHERE account_id = $1 AND disabled_at IS NULL
RETURNING account_id;

-- name: add_token
-- A token, by its hash alone.
INSERT INTO access.tokens (token_id, account_id, digest, expires_at) VALUES ($1, $2, $3, $4);

-- name: list_tokens
-- A page of tokens in the order of their ids, with the account of each and the homes of a home team's.
SELECT token_id, account_id, name, role, t.created_at, t.expires_at, last_used_at, revoked_at,
       ARRAY(SELECT home_id FROM access.account_homes h WHERE h.account_id = t.account_id ORDER BY home_id) AS homes
FROM access.tokens t JOIN access.accounts USING (account_id)
WHERE ($1::uuid IS NULL OR token_id > $1)
ORDER BY token_id
LIMIT $2;

-- name: revoke_token
-- A token opens nothing any more; answers nothing where it was revoked already or never was.
UPDATE access.tokens SET revoked_at = clock_timestamp()
WHERE token_id = $1 AND revoked_at IS NULL
RETURNING token_id;
