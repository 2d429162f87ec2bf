-- name: page_of_tokens
-- Tokens by what they are for, after one of them: those that work, or all; with the homes of a home team's.
SELECT t.token_id, a.account_id, a.name, a.role, t.created_at, t.expires_at, t.last_used_at, t.revoked_at,
       a.disabled_at IS NOT NULL AS is_disabled,
       ARRAY(SELECT home_id FROM access.account_homes h WHERE h.account_id = a.account_id ORDER BY home_id) AS homes
FROM access.tokens t JOIN access.accounts a USING (account_id)
WHERE ($1
       OR t.revoked_at IS NULL AND a.disabled_at IS NULL
          AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp()))
  AND ($2::uuid IS NULL OR (a.name, t.token_id) > (
          SELECT b.name, s.token_id FROM access.tokens s JOIN access.accounts b USING (account_id)
          WHERE s.token_id = $2))
ORDER BY a.name, t.token_id
LIMIT $3;

-- name: find_token
-- One token, whether it works or not.
SELECT t.token_id, a.account_id, a.name, a.role, t.created_at, t.expires_at, t.last_used_at, t.revoked_at,
       a.disabled_at IS NOT NULL AS is_disabled,
       ARRAY(SELECT home_id FROM access.account_homes h WHERE h.account_id = a.account_id ORDER BY home_id) AS homes
FROM access.tokens t JOIN access.accounts a USING (account_id)
WHERE t.token_id = $1;

-- name: count_ended_tokens
-- How many tokens open nothing any more.
SELECT count(*)
FROM access.tokens t JOIN access.accounts a USING (account_id)
WHERE t.revoked_at IS NOT NULL OR a.disabled_at IS NOT NULL OR t.expires_at <= clock_timestamp();
