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

-- name: count_guards
-- How many of the triggers that refuse changes of events and commands are on.
SELECT count(*) FROM pg_trigger
WHERE tgname IN ('events_append_only', 'commands_append_only') AND tgenabled IN ('O', 'A');
