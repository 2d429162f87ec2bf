-- name: add_device
-- A tablet of a home, before anybody has it in hand.
INSERT INTO access.devices (device_id, home_id, name) VALUES ($1, $2, $3);

-- name: find_device
-- One device that was not revoked.
SELECT device_id, home_id, name FROM access.devices WHERE device_id = $1 AND revoked_at IS NULL;

-- name: enrol_device
-- The tablet in hand is this device from now on; one that was it before is it no more.
UPDATE access.devices SET digest = $2, enrolled_at = clock_timestamp()
WHERE device_id = $1 AND revoked_at IS NULL
RETURNING home_id;

-- name: recognise_device
-- Which device has this key; notes once a minute that it was seen.
WITH found AS (
    SELECT device_id, home_id, name, last_seen_at FROM access.devices WHERE digest = $1 AND revoked_at IS NULL
), seen AS (
    UPDATE access.devices d SET last_seen_at = clock_timestamp()
    FROM found f
    WHERE d.device_id = f.device_id
      AND (f.last_seen_at IS NULL OR f.last_seen_at < clock_timestamp() - interval '1 minute')
)
SELECT device_id, home_id, name FROM found;

-- name: revoke_device
-- The device is nobody's any more; answers nothing where it was revoked already or never was.
UPDATE access.devices SET revoked_at = clock_timestamp()
WHERE device_id = $1 AND revoked_at IS NULL
RETURNING home_id;

-- name: list_devices
-- Devices by home and name, those revoked last.
SELECT device_id, home_id, name, created_at, enrolled_at, last_seen_at, revoked_at
FROM access.devices
WHERE $1::uuid IS NULL OR home_id = $1
ORDER BY home_id, revoked_at NULLS FIRST, name, device_id
LIMIT 1000;

-- name: people_of_home
-- Who may sign in on a home's tablet: its team, and guests while their shift lasts.
SELECT account_id, name, vouched_by IS NOT NULL AS is_guest,
       EXISTS (SELECT FROM access.secrets s WHERE s.account_id = a.account_id AND s.kind = 'pin') AS has_pin
FROM access.accounts a JOIN access.account_homes h USING (account_id)
WHERE h.home_id = $1
  AND role = 'home_team'
  AND disabled_at IS NULL
  AND (expires_at IS NULL OR expires_at > clock_timestamp())
ORDER BY name, account_id;
