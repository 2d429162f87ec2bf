-- name: put_secret
-- A password or a PIN, in place of the one before.
INSERT INTO access.secrets (account_id, kind, hash) VALUES ($1, $2, $3)
ON CONFLICT (account_id, kind) DO UPDATE SET hash = excluded.hash, changed_at = clock_timestamp();

-- name: find_credentials
-- What somebody can sign in with.
SELECT a.sign_in_name,
       a.vouched_by IS NOT NULL AS is_guest,
       EXISTS (SELECT FROM access.secrets s WHERE s.account_id = a.account_id AND s.kind = 'password') AS has_password,
       EXISTS (SELECT FROM access.secrets s WHERE s.account_id = a.account_id AND s.kind = 'pin') AS has_pin,
       (SELECT count(*) FROM access.passkeys p WHERE p.account_id = a.account_id) AS passkeys
FROM access.accounts a WHERE a.account_id = $1;

-- name: is_fresh
-- Whether somebody signed in so lately.
SELECT $1::timestamptz > clock_timestamp() - $2::interval;
