-- name: find_by_sign_in_name
-- Who signs in by this name, with what is kept of their password.
SELECT a.account_id, s.hash
FROM access.accounts a LEFT JOIN access.secrets s ON s.account_id = a.account_id AND s.kind = 'password'
WHERE a.sign_in_name = $1 AND disabled_at IS NULL;

-- name: find_secret
-- What is kept of a password or a PIN of somebody who may come in.
SELECT s.hash FROM access.secrets s JOIN access.accounts a USING (account_id)
WHERE account_id = $1 AND kind = $2 AND disabled_at IS NULL
  AND (a.expires_at IS NULL OR a.expires_at > clock_timestamp());
