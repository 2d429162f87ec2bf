-- name: colleagues_in
-- Who may come in to work in a home ($1), without guests, by name.
SELECT account.account_id, account.name
FROM access.accounts AS account JOIN access.account_homes USING (account_id)
WHERE account_homes.home_id = $1 AND account.role = 'home_team' AND account.disabled_at IS NULL
  AND account.expires_at IS NULL
ORDER BY account.name, account.account_id;

-- name: names_in
-- What everybody is called who may come in to work in a home ($1), or might until they were disabled.
SELECT DISTINCT account.name
FROM access.accounts AS account JOIN access.account_homes USING (account_id)
WHERE account_homes.home_id = $1 AND account.role = 'home_team';
