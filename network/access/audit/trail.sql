-- name: add_audit
-- One line of who did what.
INSERT INTO access.audit (account_id, action, subject_id, details) VALUES ($1, $2, $3, $4::jsonb);
