-- name: names_of_accounts
-- What these accounts are called, disabled ones too.
SELECT account_id, name FROM access.accounts WHERE account_id = ANY ($1::uuid[]);
