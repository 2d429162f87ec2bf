-- name: export_snapshot
-- The snapshot that pg_dump is to read too, so that facts and keys are of one moment.
SELECT pg_export_snapshot();

-- name: last_position
-- The last fact in the snapshot: what tells which backup and which keys belong together.
SELECT coalesce(max(position), 0) FROM eventstore.events;

-- name: count_keys
-- How many keys there are, so that a file with fewer is known to be cut short.
SELECT count(*) FROM eventstore.sealing_keys;

-- name: read_keys
-- Every person's key, wrapped as it is.
SELECT key_id, person_id, record_class, homes, wrapped FROM eventstore.sealing_keys ORDER BY key_id;

-- name: find_projection_schemas
-- The schemas of read models, which a backup leaves out: they follow from the facts.
SELECT nspname FROM pg_namespace WHERE pg_get_userbyid(nspowner) = 'hearth_projector' ORDER BY nspname;

-- name: find_our_schemas
-- Which of the schemas are there that a backup brings back.
SELECT nspname FROM pg_namespace WHERE nspname = ANY ($1);

-- name: is_unfinished
-- Whether a restore was begun here and did not come to its end.
SELECT to_regclass('public.hearth_restore_unfinished') IS NOT NULL;

-- name: begin_restore
-- From here on what is in this database is a half restore, until it is finished.
CREATE TABLE IF NOT EXISTS public.hearth_restore_unfinished (begun_at timestamptz NOT NULL DEFAULT clock_timestamp());

-- name: finish_restore
-- The restore is whole.
DROP TABLE public.hearth_restore_unfinished;

-- name: is_empty
-- Whether nothing was ever recorded here and nobody has an account.
SELECT NOT EXISTS (SELECT FROM eventstore.events)
   AND NOT EXISTS (SELECT FROM eventstore.commands)
   AND NOT EXISTS (SELECT FROM access.accounts);
