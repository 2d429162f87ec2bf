-- name: knows_browser
-- Whether an account's password counts in this browser; notes that it was asked for.
UPDATE access.browsers SET last_used_at = clock_timestamp(), client = $3
WHERE account_id = $1 AND digest = $2
RETURNING browser_id;

-- name: is_known_browser
-- Whether somebody's password counts in a browser, whoever's.
SELECT EXISTS (SELECT FROM access.browsers WHERE digest = $1);

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
