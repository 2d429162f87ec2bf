-- name: add_session
-- A session of an account that may come in, no longer than a guest's shift; nothing where it may not.
INSERT INTO access.sessions (session_id, account_id, digest, method, device_id, client, idle_for, expires_at)
SELECT $1, account_id, $3, $4, $5, $6, $7, least(clock_timestamp() + $8::interval, a.expires_at)
FROM access.accounts a
WHERE account_id = $2
  AND disabled_at IS NULL
  AND (a.expires_at IS NULL OR a.expires_at > clock_timestamp())
RETURNING session_id;

-- name: renew_session
-- The same session under another token: the one from before opens nothing any more.
UPDATE access.sessions SET digest = $2, seen_at = clock_timestamp()
WHERE session_id = $1 AND ended_at IS NULL
RETURNING session_id;

-- name: end_session
-- One session ends; answers whose it was, and nothing where it had ended.
UPDATE access.sessions SET ended_at = clock_timestamp()
WHERE session_id = $1 AND ended_at IS NULL
RETURNING account_id;

-- name: end_sessions_of_account
-- All of an account's end, but for one that may be kept.
UPDATE access.sessions SET ended_at = clock_timestamp()
WHERE account_id = $1 AND ended_at IS NULL AND session_id IS DISTINCT FROM $2
RETURNING session_id;

-- name: end_sessions_of_device
-- All on a device end.
UPDATE access.sessions SET ended_at = clock_timestamp()
WHERE device_id = $1 AND ended_at IS NULL
RETURNING session_id;

-- name: list_sessions
-- Sessions that last, newest first: of an account, of those who work in a home, one, or all.
SELECT s.session_id, s.account_id, a.name, a.role, s.method, s.device_id, d.name AS device_name, s.client,
       s.created_at, s.seen_at, s.expires_at, a.vouched_by IS NOT NULL AS is_guest
FROM access.sessions s
JOIN access.accounts a USING (account_id)
LEFT JOIN access.devices d USING (device_id)
WHERE s.ended_at IS NULL
  AND s.expires_at > clock_timestamp()
  AND s.seen_at + s.idle_for > clock_timestamp()
  AND a.disabled_at IS NULL
  AND d.revoked_at IS NULL
  AND ($1::uuid IS NULL OR s.account_id = $1)
  AND ($4::uuid IS NULL OR s.session_id = $4)
  AND ($2::uuid IS NULL
       OR d.home_id = $2
       OR EXISTS (SELECT FROM access.account_homes h WHERE h.account_id = s.account_id AND h.home_id = $2))
ORDER BY s.created_at DESC, s.session_id
LIMIT $3;

-- name: delete_old_sessions
-- What ended weeks ago goes, so many at a time: the audit keeps that it was.
DELETE FROM access.sessions
WHERE session_id IN (
    SELECT session_id FROM access.sessions
    WHERE expires_at < clock_timestamp() - interval '30 days'
    ORDER BY expires_at
    LIMIT 100
);

-- name: whose_session
-- Whose session this is or was.
SELECT account_id FROM access.sessions WHERE digest = $1;
