-- name: list_people
-- Accounts by name, with what they can sign in with; of one home or all.
SELECT a.account_id, a.name, a.role, a.sign_in_name, a.created_at, a.disabled_at, a.expires_at, a.vouched_by,
       ARRAY(SELECT home_id FROM access.account_homes h WHERE h.account_id = a.account_id ORDER BY home_id) AS homes,
       EXISTS (SELECT FROM access.secrets s WHERE s.account_id = a.account_id AND s.kind = 'password') AS has_password,
       EXISTS (SELECT FROM access.secrets s WHERE s.account_id = a.account_id AND s.kind = 'pin') AS has_pin,
       (SELECT count(*) FROM access.passkeys p WHERE p.account_id = a.account_id) AS passkeys,
       (SELECT max(created_at) FROM access.sessions s WHERE s.account_id = a.account_id) AS last_signed_in_at
FROM access.accounts a
WHERE ($1::uuid IS NULL OR EXISTS (
          SELECT FROM access.account_homes h WHERE h.account_id = a.account_id AND h.home_id = $1))
  AND ($2::uuid IS NULL OR a.account_id = $2)
  AND ($3::text IS NULL OR (a.name, a.account_id) > ($3, $4::uuid))
  AND (a.expires_at IS NULL OR a.expires_at > clock_timestamp() OR $2 IS NOT NULL)
ORDER BY a.name, a.account_id
LIMIT $5;

-- name: lock_account
-- One account that may come in, for as long as the transaction lasts.
SELECT name, role, sign_in_name FROM access.accounts
WHERE account_id = $1 AND disabled_at IS NULL AND vouched_by IS NULL
FOR UPDATE;

-- name: taken_sign_in_names
-- Sign-in names that begin like this.
SELECT sign_in_name FROM access.accounts WHERE starts_with(sign_in_name, $1);

-- name: name_account
-- The name by which somebody signs in.
UPDATE access.accounts SET sign_in_name = $2 WHERE account_id = $1;

-- name: note_reset
-- What was signed for the account before now is doubted.
UPDATE access.accounts SET reset_at = clock_timestamp() WHERE account_id = $1;

-- name: drop_account_homes
-- The homes that somebody worked in.
DELETE FROM access.account_homes WHERE account_id = $1;

-- name: drop_secrets
-- What somebody signed in with works no more.
DELETE FROM access.secrets WHERE account_id = $1;

-- name: drop_passkeys
-- Nor do somebody's passkeys.
DELETE FROM access.passkeys WHERE account_id = $1;

-- name: drop_browsers
-- Nor their password in any browser.
DELETE FROM access.browsers WHERE account_id = $1;
