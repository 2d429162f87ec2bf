-- name: recognise_token
-- Whose token this is, while it holds; notes its use at most once a minute.
WITH recognised AS (
    SELECT t.token_id, t.last_used_at, a.account_id, a.name, a.role
    FROM access.tokens t JOIN access.accounts a USING (account_id)
    WHERE t.digest = $1
      AND t.revoked_at IS NULL
      AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp())
      AND (a.expires_at IS NULL OR a.expires_at > clock_timestamp())
      AND a.disabled_at IS NULL
), used AS (
    UPDATE access.tokens t SET last_used_at = clock_timestamp()
    FROM recognised r
    WHERE t.token_id = r.token_id
      AND (r.last_used_at IS NULL OR r.last_used_at < clock_timestamp() - interval '1 minute')
)
SELECT account_id, name, role,
       ARRAY(SELECT home_id FROM access.account_homes h WHERE h.account_id = r.account_id) AS homes
FROM recognised r;

-- name: recognise_session
-- Whose session this is, while it lasts.
SELECT s.session_id, s.method, s.device_id, s.created_at, s.expires_at, s.idle_for,
       a.account_id, a.name, a.role, a.vouched_by IS NOT NULL AS is_guest,
       ARRAY(SELECT home_id FROM access.account_homes h WHERE h.account_id = a.account_id) AS homes
FROM access.sessions s
JOIN access.accounts a USING (account_id)
LEFT JOIN access.devices d USING (device_id)
WHERE s.digest = $1
  AND s.ended_at IS NULL
  AND s.expires_at > clock_timestamp()
  AND s.seen_at + s.idle_for > clock_timestamp()
  AND a.disabled_at IS NULL
  AND (a.expires_at IS NULL OR a.expires_at > clock_timestamp())
  AND d.revoked_at IS NULL;

-- name: see_session
-- Its person has just done something.
UPDATE access.sessions SET seen_at = clock_timestamp() WHERE session_id = $1 AND ended_at IS NULL;
