-- name: put_secret
-- A password or a PIN, in place of the one before.
INSERT INTO access.secrets (account_id, kind, hash) VALUES ($1, $2, $3)
ON CONFLICT (account_id, kind) DO UPDATE SET hash = excluded.hash, changed_at = clock_timestamp();

-- name: find_secret
-- What is kept of a password or a PIN of somebody who may come in.
SELECT s.hash FROM access.secrets s JOIN access.accounts a USING (account_id)
WHERE account_id = $1 AND kind = $2 AND disabled_at IS NULL
  AND (a.expires_at IS NULL OR a.expires_at > clock_timestamp());

-- name: find_by_sign_in_name
-- Who signs in by this name, with what is kept of their password.
SELECT a.account_id, s.hash
FROM access.accounts a LEFT JOIN access.secrets s ON s.account_id = a.account_id AND s.kind = 'password'
WHERE a.sign_in_name = $1 AND disabled_at IS NULL;

-- name: find_credentials
-- What somebody can sign in with.
SELECT a.sign_in_name,
       a.vouched_by IS NOT NULL AS is_guest,
       EXISTS (SELECT FROM access.secrets s WHERE s.account_id = a.account_id AND s.kind = 'password') AS has_password,
       EXISTS (SELECT FROM access.secrets s WHERE s.account_id = a.account_id AND s.kind = 'pin') AS has_pin,
       (SELECT count(*) FROM access.passkeys p WHERE p.account_id = a.account_id) AS passkeys
FROM access.accounts a WHERE a.account_id = $1;

-- name: knows_browser
-- Whether an account's password counts in this browser; notes that it was asked for.
UPDATE access.browsers SET last_used_at = clock_timestamp(), client = $3
WHERE account_id = $1 AND digest = $2
RETURNING browser_id;

-- name: add_browser
-- From now on the account's password counts in this browser.
INSERT INTO access.browsers (browser_id, account_id, digest, client, last_used_at)
VALUES ($1, $2, $3, $4, clock_timestamp())
ON CONFLICT (account_id, digest) DO NOTHING;

-- name: list_browsers
-- The browsers in which somebody's password counts; the one that asks ($2) among them, if it is one.
SELECT browser_id, client, created_at, last_used_at, digest IS NOT DISTINCT FROM $2 AS is_this_one
FROM access.browsers
WHERE account_id = $1
ORDER BY created_at;

-- name: remove_browser
-- The password counts in it no more.
DELETE FROM access.browsers WHERE account_id = $1 AND browser_id = $2 RETURNING browser_id;

-- name: is_fresh
-- Whether somebody signed in so lately.
SELECT $1::timestamptz > clock_timestamp() - $2::interval;
