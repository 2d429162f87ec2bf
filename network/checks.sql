-- name: read_server
-- What kind of server this is and how full.
SELECT current_setting('server_version') AS version,
       current_setting('server_version_num')::integer AS version_number,
       pg_is_in_recovery() AS in_recovery,
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
       current_setting('max_connections')::integer AS most,
       to_regclass('public.hearth_restore_unfinished') IS NOT NULL AS unfinished_restore;

-- name: may_change_events
-- Whether this role was granted what nobody but the owner may do.
SELECT has_table_privilege(session_user, 'eventstore.events', 'UPDATE')
    OR has_table_privilege(session_user, 'eventstore.events', 'DELETE')
    OR has_table_privilege(session_user, 'eventstore.events', 'TRUNCATE')
    OR has_table_privilege(session_user, 'eventstore.commands', 'UPDATE')
    OR has_table_privilege(session_user, 'eventstore.commands', 'DELETE');

-- name: find_memberships
-- Which roles this one is in beside the one that `hearth migrate` puts it in; null where there are none.
SELECT format('%I is in %s', session_user, string_agg(quote_ident(rolname), ', ' ORDER BY rolname))
FROM pg_roles
WHERE rolname NOT IN (session_user, 'pg_read_all_stats') AND pg_has_role(session_user, oid, 'MEMBER')
HAVING count(*) > 0;

-- name: find_readable_tables
-- The tables of read models that this role may read.
SELECT format('%I.%I', nspname, relname) AS named
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE relkind = 'r' AND pg_get_userbyid(nspowner) = 'hearth_projector'
  AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT');
