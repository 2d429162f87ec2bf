-- name: add_guest
-- An account for a shift.
INSERT INTO access.accounts (account_id, name, role, vouched_by, expires_at) VALUES ($1, $2, 'home_team', $3, $4);
