-- name: search_people
-- Accounts by name: of a home, of a role, of those whose name holds a text; NULL asks for all. Guests whose shift is
-- over are not among them.
SELECT a.account_id, a.name, a.role, a.disabled_at, a.expires_at, a.vouched_by IS NOT NULL AS is_guest,
       ARRAY(SELECT home_id FROM access.account_homes h WHERE h.account_id = a.account_id ORDER BY home_id) AS homes,
       EXISTS (SELECT FROM access.secrets s WHERE s.account_id = a.account_id)
           OR EXISTS (SELECT FROM access.passkeys p WHERE p.account_id = a.account_id) AS has_begun,
       EXISTS (SELECT FROM access.tokens t WHERE t.account_id = a.account_id AND t.revoked_at IS NULL) AS has_tokens,
       (SELECT max(created_at) FROM access.sessions s WHERE s.account_id = a.account_id) AS last_signed_in_at
FROM access.accounts a
WHERE ($1::uuid[] IS NULL OR a.account_id = ANY ($1) OR EXISTS (
          SELECT FROM access.account_homes h WHERE h.account_id = a.account_id AND h.home_id = $2))
  AND ($3::text IS NULL OR a.role = $3)
  AND ($4::text IS NULL OR strpos(lower(a.name), lower($4)) > 0)
  AND ($5::uuid IS NULL OR (a.name, a.account_id) > (
          SELECT name, account_id FROM access.accounts WHERE account_id = $5))
  AND (a.expires_at IS NULL OR a.expires_at > clock_timestamp())
ORDER BY a.name, a.account_id
LIMIT $6;
