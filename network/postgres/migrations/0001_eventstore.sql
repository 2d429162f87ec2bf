-- The event store: streams of facts, the commands that made them, snapshots, and the keys of sealed values.
-- Needs the roles hearth_owner (who runs this), hearth_web and hearth_projector.

CREATE SCHEMA eventstore;

-- CACHE stays 1: a session that kept numbers in hand would break "stream order is position order".
CREATE SEQUENCE eventstore.position AS bigint CACHE 1;

CREATE TABLE eventstore.events (
    -- The only order of the log. The transaction takes its id before its number, so that a reader who waits
    -- for all transactions older than a number knows that nothing can still come in below that number.
    position bigint NOT NULL DEFAULT
        CASE WHEN pg_current_xact_id() IS NOT NULL THEN nextval('eventstore.position') END,
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    -- The version of the record that this event amends, ends or follows up.
    about bigint,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    topic text NOT NULL,
    -- JSON; bytes, so that nothing between the writer and the reader re-encodes it.
    state bytea NOT NULL,
    CONSTRAINT events_position PRIMARY KEY (position),
    CONSTRAINT events_stream_version UNIQUE (originator_id, originator_version),
    CONSTRAINT events_version_from_one CHECK (originator_version >= 1),
    CONSTRAINT events_about_an_earlier_one CHECK (about BETWEEN 1 AND originator_version - 1)
);

-- Start-up and restore destroy the keys of the forgotten anew; this finds them among millions.
CREATE INDEX events_forgotten ON eventstore.events (position) WHERE topic = 'person-forgotten/1';

CREATE INDEX events_about ON eventstore.events (originator_id, about) WHERE about IS NOT NULL;

CREATE TABLE eventstore.commands (
    originator_id uuid NOT NULL,
    command_id uuid NOT NULL,
    -- HMAC of the parsed command: the same key with other content is told from a repetition.
    digest bytea NOT NULL,
    -- JSON of ids and versions, never of personal data: it is kept for ever.
    answer bytea NOT NULL,
    -- The last position of the append; null where the decision was that nothing changes.
    position bigint,
    CONSTRAINT commands_once PRIMARY KEY (originator_id, command_id)
);

CREATE TABLE eventstore.snapshots (
    originator_id uuid NOT NULL,
    version bigint NOT NULL,
    -- Of the code that made the state; a snapshot of other code is ignored and overwritten.
    fingerprint text NOT NULL,
    state bytea NOT NULL,
    CONSTRAINT snapshots_stream PRIMARY KEY (originator_id)
);

CREATE TABLE eventstore.sealing_keys (
    key_id uuid NOT NULL,
    person_id uuid NOT NULL,
    record_class text NOT NULL,
    -- The homes that may use the key. Grows when a person moves; what may be opened is decided by the viewer.
    homes uuid[] NOT NULL,
    -- The key, sealed under the network's key; null once the person is forgotten.
    wrapped bytea,
    CONSTRAINT sealing_keys_id PRIMARY KEY (key_id),
    CONSTRAINT sealing_keys_person UNIQUE (person_id, record_class),
    CONSTRAINT sealing_keys_class CHECK (record_class IN ('care', 'finance', 'employment'))
);

-- Append-only ------------------------------------------------------------------------------------------------

CREATE FUNCTION eventstore.refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% of %.% refused: what is recorded stays as it is', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'append_only',
              HINT = 'Record a correction: an event that amends, retracts or reverses.';
END
$$;

CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON eventstore.events
    FOR EACH STATEMENT EXECUTE FUNCTION eventstore.refuse_change();

CREATE TRIGGER commands_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON eventstore.commands
    FOR EACH STATEMENT EXECUTE FUNCTION eventstore.refuse_change();

-- Keys: seen by the homes and record classes of the transaction's viewer only ----------------------------------

ALTER TABLE eventstore.sealing_keys ENABLE ROW LEVEL SECURITY;

-- In sub-selects, so that the settings are read once a query and not once a row. '*' is every home.
CREATE POLICY sealing_keys_of_viewer ON eventstore.sealing_keys FOR SELECT USING (
    record_class = ANY ((SELECT string_to_array(current_setting('hearth.classes', true), ','))::text[])
    AND (
        (SELECT current_setting('hearth.homes', true)) = '*'
        OR homes && (
            SELECT CASE WHEN current_setting('hearth.homes', true) = '*' THEN '{}'
                   ELSE string_to_array(current_setting('hearth.homes', true), ',') END
        )::uuid[]
    )
);

-- Makes the keys that are missing and lets the home use those that exist. It runs as the owner because a home
-- that a person moves to must get the person's key, which it could not see before.
CREATE FUNCTION eventstore.prepare_keys(
    home uuid, key_ids uuid[], persons uuid[], classes text[], wrapped_keys bytea[]
) RETURNS SETOF eventstore.sealing_keys LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    WITH wanted AS (
        SELECT * FROM unnest(key_ids, persons, classes, wrapped_keys) AS w (key_id, person_id, record_class, wrapped)
    ), usable AS (
        SELECT known.* FROM eventstore.sealing_keys AS known JOIN wanted USING (person_id, record_class)
        WHERE home = ANY (known.homes)
    ), made AS (
        INSERT INTO eventstore.sealing_keys AS known (key_id, person_id, record_class, homes, wrapped)
        SELECT key_id, person_id, record_class, ARRAY[home], wrapped
        FROM wanted
        WHERE NOT EXISTS (SELECT FROM usable WHERE (usable.person_id, usable.record_class)
                                                 = (wanted.person_id, wanted.record_class))
        ORDER BY person_id, record_class
        ON CONFLICT ON CONSTRAINT sealing_keys_person DO UPDATE
        SET homes = CASE WHEN home = ANY (known.homes) THEN known.homes ELSE known.homes || home END
        RETURNING *
    )
    SELECT * FROM usable UNION ALL SELECT * FROM made
$$;

-- Destroys a person's key. The row stays, so that no new key is made for somebody who is forgotten.
CREATE FUNCTION eventstore.forget_keys(key_ids uuid[], persons uuid[], classes text[])
RETURNS bigint LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    WITH forgotten AS (
        INSERT INTO eventstore.sealing_keys AS known (key_id, person_id, record_class, homes, wrapped)
        SELECT key_id, person_id, record_class, '{}', NULL
        FROM unnest(key_ids, persons, classes) AS gone (key_id, person_id, record_class)
        ORDER BY person_id, record_class
        ON CONFLICT ON CONSTRAINT sealing_keys_person DO UPDATE SET wrapped = NULL WHERE known.wrapped IS NOT NULL
        RETURNING 1
    )
    SELECT count(*) FROM forgotten
$$;

-- Who may do what ---------------------------------------------------------------------------------------------

REVOKE ALL ON FUNCTION eventstore.prepare_keys, eventstore.forget_keys FROM PUBLIC;

GRANT USAGE ON SCHEMA eventstore TO hearth_web, hearth_projector;
GRANT SELECT, INSERT ON eventstore.events, eventstore.commands TO hearth_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON eventstore.snapshots TO hearth_web;
GRANT SELECT ON eventstore.sealing_keys TO hearth_web;
GRANT EXECUTE ON FUNCTION eventstore.prepare_keys, eventstore.forget_keys TO hearth_web;
GRANT USAGE, SELECT ON SEQUENCE eventstore.position TO hearth_web;
GRANT SELECT ON eventstore.events TO hearth_projector;
GRANT SELECT ON SEQUENCE eventstore.position TO hearth_projector;
