-- A fact's place in the log is given by the database alone. Whoever could name one could put a fact behind the
-- readers, into a gap that they have passed, and no read model would ever show it.

REVOKE INSERT ON eventstore.events FROM hearth_web;
GRANT INSERT (originator_id, originator_version, about, recorded_at, topic, state) ON eventstore.events TO hearth_web;
