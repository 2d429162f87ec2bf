-- name: find_maker
-- The account that made a record and the device it was made on, as they stand now; device may be null.
SELECT a.name, a.role, a.disabled_at IS NOT NULL AS is_disabled, a.reset_at, a.expires_at,
       ARRAY(SELECT home_id FROM access.account_homes h WHERE h.account_id = a.account_id) AS homes,
       d.revoked_at IS NOT NULL AS is_revoked, d.enrolled_at
FROM access.accounts a
LEFT JOIN access.devices d ON d.device_id = $2
WHERE a.account_id = $1;
