-- name: list_audit
-- Who did what, newest first: of an account (by it or about it), of a kind, from a day to a day.
SELECT audit_id, happened_at, account_id, action, subject_id, details
FROM access.audit
WHERE ($1::bigint IS NULL OR audit_id < $1)
  AND ($2::uuid IS NULL OR account_id = $2 OR subject_id = $2)
  AND ($3::text IS NULL OR action = $3)
  AND ($4::timestamptz IS NULL OR happened_at >= $4)
  AND ($5::timestamptz IS NULL OR happened_at < $5)
ORDER BY audit_id DESC
LIMIT $6;

-- name: list_exports
-- What was taken away last, newest first.
SELECT audit_id, happened_at, account_id, action, subject_id, details
FROM access.audit
WHERE action = ANY ($1::text[])
ORDER BY audit_id DESC
LIMIT $2;
