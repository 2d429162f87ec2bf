-- The whole current schema, for reading. Written by `make schema` from the migrations, which make it;
-- a test compares the two. The tables of projections are not here: each projection has its own schema.sql.

-- Functions come before the tables that they use.
SET check_function_bodies = false;

CREATE SCHEMA access;

CREATE SCHEMA books;

CREATE SCHEMA eventstore;

CREATE SCHEMA projections;

CREATE FUNCTION access.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'access.audit is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE FUNCTION eventstore.forget_keys(key_ids uuid[], persons uuid[], classes text[]) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

CREATE TABLE eventstore.sealing_keys (
    key_id uuid NOT NULL,
    person_id uuid NOT NULL,
    record_class text NOT NULL,
    homes uuid[] NOT NULL,
    wrapped bytea,
    CONSTRAINT sealing_keys_class CHECK ((record_class = ANY (ARRAY['care'::text, 'finance'::text, 'employment'::text])))
);

CREATE FUNCTION eventstore.prepare_keys(home uuid, key_ids uuid[], persons uuid[], classes text[], wrapped_keys bytea[]) RETURNS SETOF eventstore.sealing_keys
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

CREATE FUNCTION eventstore.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION '% of %.% refused: what is recorded stays as it is', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'append_only',
              HINT = 'Record a correction: an event that amends, retracts or reverses.';
END
$$;

CREATE TABLE access.account_homes (
    account_id uuid NOT NULL,
    home_id uuid NOT NULL
);

CREATE TABLE access.accounts (
    account_id uuid NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    disabled_at timestamp with time zone,
    sign_in_name text,
    expires_at timestamp with time zone,
    vouched_by uuid,
    reset_at timestamp with time zone,
    CONSTRAINT accounts_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT accounts_role_check CHECK ((role = ANY (ARRAY['home_team'::text, 'coach'::text, 'finance'::text, 'network_it'::text]))),
    CONSTRAINT accounts_sign_in_name_check CHECK ((sign_in_name ~ '^[a-z0-9][a-z0-9._@+-]{1,99}$'::text)),
    CONSTRAINT guests_end CHECK (((expires_at IS NULL) = (vouched_by IS NULL)))
);

COMMENT ON COLUMN access.accounts.vouched_by IS 'Who of the team let this guest in for a shift.';

COMMENT ON COLUMN access.accounts.reset_at IS 'Grants of sessions that began before this are doubted: a phone or a PIN was in wrong hands.';

CREATE TABLE access.attempts (
    subject bytea NOT NULL,
    failures integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    blocked_until timestamp with time zone,
    CONSTRAINT attempts_subject_check CHECK ((octet_length(subject) = 32))
);

CREATE TABLE access.audit (
    audit_id bigint NOT NULL,
    happened_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    account_id uuid,
    action text NOT NULL,
    subject_id uuid,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT audit_action_check CHECK ((action ~ '^[a-z_]{1,60}$'::text))
);

ALTER TABLE access.audit ALTER COLUMN audit_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.audit_audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE access.browsers (
    browser_id uuid NOT NULL,
    account_id uuid NOT NULL,
    digest bytea NOT NULL,
    client text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT browsers_client_check CHECK ((char_length(client) <= 60)),
    CONSTRAINT browsers_digest_check CHECK ((octet_length(digest) = 32))
);

CREATE TABLE access.challenges (
    challenge bytea NOT NULL,
    account_id uuid,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT challenges_challenge_check CHECK ((octet_length(challenge) = 32))
);

CREATE TABLE access.codes (
    selector text NOT NULL,
    hash text NOT NULL,
    purpose text NOT NULL,
    account_id uuid,
    device_id uuid,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT codes_check CHECK ((
CASE
    WHEN (purpose = 'device'::text) THEN device_id
    ELSE account_id
END IS NOT NULL)),
    CONSTRAINT codes_check1 CHECK ((num_nonnulls(account_id, device_id) = 1)),
    CONSTRAINT codes_hash_check CHECK ((hash ~~ '$argon2id$%'::text)),
    CONSTRAINT codes_purpose_check CHECK ((purpose = ANY (ARRAY['start'::text, 'browser'::text, 'device'::text]))),
    CONSTRAINT codes_selector_check CHECK ((selector ~ '^[0-9A-Z]{4}$'::text))
);

CREATE TABLE access.devices (
    device_id uuid NOT NULL,
    home_id uuid NOT NULL,
    name text NOT NULL,
    digest bytea,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    enrolled_at timestamp with time zone,
    last_seen_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT devices_check CHECK (((digest IS NULL) = (enrolled_at IS NULL))),
    CONSTRAINT devices_digest_check CHECK ((octet_length(digest) = 32)),
    CONSTRAINT devices_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))
);

CREATE TABLE access.looks (
    account_id uuid NOT NULL,
    looked_on date NOT NULL,
    looked_before date,
    CONSTRAINT looks_check CHECK ((looked_before < looked_on))
);

CREATE TABLE access.passkeys (
    passkey_id uuid NOT NULL,
    account_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT passkeys_credential_id_check CHECK (((octet_length(credential_id) >= 16) AND (octet_length(credential_id) <= 1023))),
    CONSTRAINT passkeys_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))
);

CREATE TABLE access.secrets (
    account_id uuid NOT NULL,
    kind text NOT NULL,
    hash text NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT secrets_hash_check CHECK ((hash ~~ '$argon2id$%'::text)),
    CONSTRAINT secrets_kind_check CHECK ((kind = ANY (ARRAY['password'::text, 'pin'::text])))
);

CREATE TABLE access.sessions (
    session_id uuid NOT NULL,
    account_id uuid NOT NULL,
    digest bytea NOT NULL,
    method text NOT NULL,
    device_id uuid,
    client text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    idle_for interval NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT sessions_client_check CHECK ((char_length(client) <= 60)),
    CONSTRAINT sessions_digest_check CHECK ((octet_length(digest) = 32)),
    CONSTRAINT sessions_method_check CHECK ((method = ANY (ARRAY['password'::text, 'passkey'::text, 'pin'::text, 'code'::text, 'vouched'::text])))
);

CREATE TABLE access.tokens (
    token_id uuid NOT NULL,
    account_id uuid NOT NULL,
    digest bytea NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT tokens_digest_check CHECK ((octet_length(digest) = 32))
);

CREATE TABLE books.account (
    home_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    payer_kind text NOT NULL,
    since date NOT NULL
);

CREATE TABLE books.balance (
    home_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    since date NOT NULL,
    charged bigint NOT NULL,
    received bigint NOT NULL,
    outstanding bigint NOT NULL,
    credit bigint NOT NULL,
    CONSTRAINT balance_agrees CHECK (((charged - received) = (outstanding - credit))),
    CONSTRAINT balance_credit_check CHECK ((credit >= 0)),
    CONSTRAINT balance_outstanding_check CHECK ((outstanding >= 0))
);

CREATE TABLE books.home_balance (
    home_id uuid NOT NULL,
    since date NOT NULL,
    accounts bigint NOT NULL,
    charged bigint NOT NULL,
    received bigint NOT NULL,
    outstanding bigint NOT NULL,
    credit bigint NOT NULL,
    CONSTRAINT home_balance_agrees CHECK (((charged - received) = (outstanding - credit)))
);

CREATE TABLE books.kept (
    home_id uuid NOT NULL,
    "position" bigint NOT NULL,
    rules_position bigint NOT NULL,
    charged_through date NOT NULL,
    calculation integer NOT NULL,
    closed_through date
);

CREATE TABLE books.line (
    home_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    line integer NOT NULL,
    invoice text NOT NULL,
    charged_on date NOT NULL,
    invoice_due_on date NOT NULL,
    kind text NOT NULL,
    resident_id uuid,
    contribution bigint,
    period_starts_on date,
    adjusts date,
    posted_on date NOT NULL,
    due_on date NOT NULL,
    pence bigint NOT NULL,
    nights integer NOT NULL,
    weekly bigint NOT NULL,
    "position" bigint NOT NULL
);

CREATE TABLE books.stuck (
    home_id uuid NOT NULL,
    "position" bigint NOT NULL,
    error text NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE books.unpaid (
    home_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    line integer NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    due_on date NOT NULL,
    pence bigint NOT NULL,
    CONSTRAINT unpaid_pence_check CHECK ((pence > 0))
);

CREATE TABLE eventstore.commands (
    originator_id uuid NOT NULL,
    command_id uuid NOT NULL,
    digest bytea NOT NULL,
    answer bytea NOT NULL,
    "position" bigint
);

CREATE SEQUENCE eventstore."position"
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE eventstore.events (
    "position" bigint DEFAULT 
CASE
    WHEN (pg_current_xact_id() IS NOT NULL) THEN nextval('eventstore."position"'::regclass)
    ELSE NULL::bigint
END NOT NULL,
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    about bigint,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    CONSTRAINT events_about_an_earlier_one CHECK (((about >= 1) AND (about <= (originator_version - 1)))),
    CONSTRAINT events_version_from_one CHECK ((originator_version >= 1))
);

CREATE TABLE eventstore.snapshots (
    originator_id uuid NOT NULL,
    version bigint NOT NULL,
    fingerprint text NOT NULL,
    state bytea NOT NULL
);

CREATE TABLE projections.checkpoints (
    name text NOT NULL,
    version integer NOT NULL,
    "position" bigint DEFAULT 0 NOT NULL,
    status text DEFAULT 'rebuilding'::text NOT NULL,
    schema_digest text NOT NULL,
    error text,
    failed_at timestamp with time zone,
    CONSTRAINT checkpoints_error CHECK (((status = 'failed'::text) = ((error IS NOT NULL) AND (failed_at IS NOT NULL)))),
    CONSTRAINT checkpoints_name CHECK ((name ~ '^[a-z][a-z_]{1,40}$'::text)),
    CONSTRAINT checkpoints_status CHECK ((status = ANY (ARRAY['live'::text, 'rebuilding'::text, 'failed'::text])))
)
WITH (fillfactor='20');

CREATE TABLE public.hearth_migrations (
    number integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE ONLY access.account_homes
    ADD CONSTRAINT account_homes_pkey PRIMARY KEY (account_id, home_id);

ALTER TABLE ONLY access.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY access.accounts
    ADD CONSTRAINT accounts_sign_in_name_key UNIQUE (sign_in_name);

ALTER TABLE ONLY access.attempts
    ADD CONSTRAINT attempts_pkey PRIMARY KEY (subject);

ALTER TABLE ONLY access.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (audit_id);

ALTER TABLE ONLY access.browsers
    ADD CONSTRAINT browsers_account_id_digest_key UNIQUE (account_id, digest);

ALTER TABLE ONLY access.browsers
    ADD CONSTRAINT browsers_pkey PRIMARY KEY (browser_id);

ALTER TABLE ONLY access.challenges
    ADD CONSTRAINT challenges_pkey PRIMARY KEY (challenge);

ALTER TABLE ONLY access.codes
    ADD CONSTRAINT codes_pkey PRIMARY KEY (selector);

ALTER TABLE ONLY access.devices
    ADD CONSTRAINT devices_digest_key UNIQUE (digest);

ALTER TABLE ONLY access.devices
    ADD CONSTRAINT devices_pkey PRIMARY KEY (device_id);

ALTER TABLE ONLY access.looks
    ADD CONSTRAINT looks_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY access.passkeys
    ADD CONSTRAINT passkeys_credential_id_key UNIQUE (credential_id);

ALTER TABLE ONLY access.passkeys
    ADD CONSTRAINT passkeys_pkey PRIMARY KEY (passkey_id);

ALTER TABLE ONLY access.secrets
    ADD CONSTRAINT secrets_pkey PRIMARY KEY (account_id, kind);

ALTER TABLE ONLY access.sessions
    ADD CONSTRAINT sessions_digest_key UNIQUE (digest);

ALTER TABLE ONLY access.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (session_id);

ALTER TABLE ONLY access.tokens
    ADD CONSTRAINT tokens_digest_key UNIQUE (digest);

ALTER TABLE ONLY access.tokens
    ADD CONSTRAINT tokens_pkey PRIMARY KEY (token_id);

ALTER TABLE ONLY books.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (home_id, payer_id);

ALTER TABLE ONLY books.balance
    ADD CONSTRAINT balance_pkey PRIMARY KEY (home_id, payer_id, since);

ALTER TABLE ONLY books.home_balance
    ADD CONSTRAINT home_balance_pkey PRIMARY KEY (home_id, since);

ALTER TABLE ONLY books.kept
    ADD CONSTRAINT kept_pkey PRIMARY KEY (home_id);

ALTER TABLE ONLY books.line
    ADD CONSTRAINT line_pkey PRIMARY KEY (home_id, payer_id, line);

ALTER TABLE ONLY books.stuck
    ADD CONSTRAINT stuck_pkey PRIMARY KEY (home_id);

ALTER TABLE ONLY books.unpaid
    ADD CONSTRAINT unpaid_pkey PRIMARY KEY (home_id, payer_id, line, since);

ALTER TABLE ONLY eventstore.commands
    ADD CONSTRAINT commands_once PRIMARY KEY (originator_id, command_id);

ALTER TABLE ONLY eventstore.events
    ADD CONSTRAINT events_position PRIMARY KEY ("position");

ALTER TABLE ONLY eventstore.events
    ADD CONSTRAINT events_stream_version UNIQUE (originator_id, originator_version);

ALTER TABLE ONLY eventstore.sealing_keys
    ADD CONSTRAINT sealing_keys_id PRIMARY KEY (key_id);

ALTER TABLE ONLY eventstore.sealing_keys
    ADD CONSTRAINT sealing_keys_person UNIQUE (person_id, record_class);

ALTER TABLE ONLY eventstore.snapshots
    ADD CONSTRAINT snapshots_stream PRIMARY KEY (originator_id);

ALTER TABLE ONLY projections.checkpoints
    ADD CONSTRAINT checkpoints_projection PRIMARY KEY (name, version);

ALTER TABLE ONLY public.hearth_migrations
    ADD CONSTRAINT hearth_migrations_pkey PRIMARY KEY (number);

CREATE INDEX account_homes_home ON access.account_homes USING btree (home_id);

CREATE INDEX attempts_last ON access.attempts USING btree (last_at);

CREATE INDEX audit_account ON access.audit USING btree (account_id, audit_id);

CREATE INDEX audit_action ON access.audit USING btree (action, audit_id);

CREATE INDEX browsers_digest ON access.browsers USING btree (digest);

CREATE INDEX challenges_expires ON access.challenges USING btree (expires_at);

CREATE INDEX devices_home ON access.devices USING btree (home_id);

CREATE INDEX passkeys_account ON access.passkeys USING btree (account_id);

CREATE INDEX sessions_account ON access.sessions USING btree (account_id) WHERE (ended_at IS NULL);

CREATE INDEX sessions_device ON access.sessions USING btree (device_id) WHERE (ended_at IS NULL);

CREATE INDEX sessions_expires ON access.sessions USING btree (expires_at);

CREATE INDEX tokens_account ON access.tokens USING btree (account_id);

CREATE INDEX line_charged ON books.line USING btree (charged_on, home_id, payer_id);

CREATE INDEX unpaid_until ON books.unpaid USING btree (until, since);

CREATE INDEX events_about ON eventstore.events USING btree (originator_id, about) WHERE (about IS NOT NULL);

CREATE INDEX events_erased ON eventstore.events USING btree ("position") WHERE (topic = ANY (ARRAY['person-forgotten/1'::text, 'words-taken-back/1'::text]));

CREATE TRIGGER audit_is_append_only BEFORE DELETE OR UPDATE ON access.audit FOR EACH ROW EXECUTE FUNCTION access.refuse_change();

CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON access.audit FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_change();

CREATE TRIGGER commands_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON eventstore.commands FOR EACH STATEMENT EXECUTE FUNCTION eventstore.refuse_change();

CREATE TRIGGER events_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON eventstore.events FOR EACH STATEMENT EXECUTE FUNCTION eventstore.refuse_change();

ALTER TABLE ONLY access.account_homes
    ADD CONSTRAINT account_homes_account_id_fkey FOREIGN KEY (account_id) REFERENCES access.accounts(account_id);

ALTER TABLE ONLY access.accounts
    ADD CONSTRAINT accounts_vouched_by_fkey FOREIGN KEY (vouched_by) REFERENCES access.accounts(account_id);

ALTER TABLE ONLY access.browsers
    ADD CONSTRAINT browsers_account_id_fkey FOREIGN KEY (account_id) REFERENCES access.accounts(account_id);

ALTER TABLE ONLY access.challenges
    ADD CONSTRAINT challenges_account_id_fkey FOREIGN KEY (account_id) REFERENCES access.accounts(account_id);

ALTER TABLE ONLY access.codes
    ADD CONSTRAINT codes_account_id_fkey FOREIGN KEY (account_id) REFERENCES access.accounts(account_id);

ALTER TABLE ONLY access.codes
    ADD CONSTRAINT codes_device_id_fkey FOREIGN KEY (device_id) REFERENCES access.devices(device_id);

ALTER TABLE ONLY access.looks
    ADD CONSTRAINT looks_account_id_fkey FOREIGN KEY (account_id) REFERENCES access.accounts(account_id);

ALTER TABLE ONLY access.passkeys
    ADD CONSTRAINT passkeys_account_id_fkey FOREIGN KEY (account_id) REFERENCES access.accounts(account_id);

ALTER TABLE ONLY access.secrets
    ADD CONSTRAINT secrets_account_id_fkey FOREIGN KEY (account_id) REFERENCES access.accounts(account_id);

ALTER TABLE ONLY access.sessions
    ADD CONSTRAINT sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES access.accounts(account_id);

ALTER TABLE ONLY access.sessions
    ADD CONSTRAINT sessions_device_id_fkey FOREIGN KEY (device_id) REFERENCES access.devices(device_id);

ALTER TABLE ONLY access.tokens
    ADD CONSTRAINT tokens_account_id_fkey FOREIGN KEY (account_id) REFERENCES access.accounts(account_id);

ALTER TABLE eventstore.sealing_keys ENABLE ROW LEVEL SECURITY;

CREATE POLICY sealing_keys_of_viewer ON eventstore.sealing_keys FOR SELECT USING (((record_class = ANY (( SELECT string_to_array(current_setting('hearth.classes'::text, true), ','::text) AS string_to_array)::text[])) AND ((( SELECT current_setting('hearth.homes'::text, true) AS current_setting) = '*'::text) OR (homes && (( SELECT
        CASE
            WHEN (current_setting('hearth.homes'::text, true) = '*'::text) THEN '{}'::text[]
            ELSE string_to_array(current_setting('hearth.homes'::text, true), ','::text)
        END AS string_to_array))::uuid[]))));

GRANT USAGE ON SCHEMA access TO hearth_web;

GRANT USAGE ON SCHEMA books TO hearth_web;
GRANT USAGE ON SCHEMA books TO hearth_projector;

GRANT USAGE ON SCHEMA eventstore TO hearth_web;
GRANT USAGE ON SCHEMA eventstore TO hearth_projector;

GRANT USAGE ON SCHEMA projections TO hearth_web;
GRANT USAGE ON SCHEMA projections TO hearth_projector;

REVOKE ALL ON FUNCTION eventstore.forget_keys(key_ids uuid[], persons uuid[], classes text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION eventstore.forget_keys(key_ids uuid[], persons uuid[], classes text[]) TO hearth_web;

GRANT SELECT ON TABLE eventstore.sealing_keys TO hearth_web;

REVOKE ALL ON FUNCTION eventstore.prepare_keys(home uuid, key_ids uuid[], persons uuid[], classes text[], wrapped_keys bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION eventstore.prepare_keys(home uuid, key_ids uuid[], persons uuid[], classes text[], wrapped_keys bytea[]) TO hearth_web;

GRANT SELECT,INSERT,DELETE ON TABLE access.account_homes TO hearth_web;

GRANT SELECT,INSERT ON TABLE access.accounts TO hearth_web;

GRANT UPDATE(disabled_at) ON TABLE access.accounts TO hearth_web;

GRANT UPDATE(sign_in_name) ON TABLE access.accounts TO hearth_web;

GRANT UPDATE(reset_at) ON TABLE access.accounts TO hearth_web;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE access.attempts TO hearth_web;

GRANT SELECT,INSERT ON TABLE access.audit TO hearth_web;

GRANT SELECT,INSERT,DELETE ON TABLE access.browsers TO hearth_web;

GRANT UPDATE(client) ON TABLE access.browsers TO hearth_web;

GRANT UPDATE(last_used_at) ON TABLE access.browsers TO hearth_web;

GRANT SELECT,INSERT,DELETE ON TABLE access.challenges TO hearth_web;

GRANT SELECT,INSERT,DELETE ON TABLE access.codes TO hearth_web;

GRANT UPDATE(hash) ON TABLE access.codes TO hearth_web;

GRANT UPDATE(purpose) ON TABLE access.codes TO hearth_web;

GRANT UPDATE(account_id) ON TABLE access.codes TO hearth_web;

GRANT UPDATE(device_id) ON TABLE access.codes TO hearth_web;

GRANT UPDATE(created_at) ON TABLE access.codes TO hearth_web;

GRANT UPDATE(expires_at) ON TABLE access.codes TO hearth_web;

GRANT SELECT,INSERT ON TABLE access.devices TO hearth_web;

GRANT UPDATE(digest) ON TABLE access.devices TO hearth_web;

GRANT UPDATE(enrolled_at) ON TABLE access.devices TO hearth_web;

GRANT UPDATE(last_seen_at) ON TABLE access.devices TO hearth_web;

GRANT UPDATE(revoked_at) ON TABLE access.devices TO hearth_web;

GRANT SELECT,INSERT ON TABLE access.looks TO hearth_web;

GRANT UPDATE(looked_on) ON TABLE access.looks TO hearth_web;

GRANT UPDATE(looked_before) ON TABLE access.looks TO hearth_web;

GRANT SELECT,INSERT,DELETE ON TABLE access.passkeys TO hearth_web;

GRANT UPDATE(sign_count) ON TABLE access.passkeys TO hearth_web;

GRANT UPDATE(last_used_at) ON TABLE access.passkeys TO hearth_web;

GRANT SELECT,INSERT,DELETE ON TABLE access.secrets TO hearth_web;

GRANT UPDATE(hash) ON TABLE access.secrets TO hearth_web;

GRANT UPDATE(changed_at) ON TABLE access.secrets TO hearth_web;

GRANT SELECT,INSERT,DELETE ON TABLE access.sessions TO hearth_web;

GRANT UPDATE(digest) ON TABLE access.sessions TO hearth_web;

GRANT UPDATE(seen_at) ON TABLE access.sessions TO hearth_web;

GRANT UPDATE(ended_at) ON TABLE access.sessions TO hearth_web;

GRANT SELECT,INSERT ON TABLE access.tokens TO hearth_web;

GRANT UPDATE(last_used_at) ON TABLE access.tokens TO hearth_web;

GRANT UPDATE(revoked_at) ON TABLE access.tokens TO hearth_web;

GRANT SELECT ON TABLE books.account TO hearth_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE books.account TO hearth_projector;

GRANT SELECT ON TABLE books.balance TO hearth_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE books.balance TO hearth_projector;

GRANT SELECT ON TABLE books.home_balance TO hearth_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE books.home_balance TO hearth_projector;

GRANT SELECT ON TABLE books.kept TO hearth_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE books.kept TO hearth_projector;

GRANT SELECT ON TABLE books.line TO hearth_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE books.line TO hearth_projector;

GRANT SELECT ON TABLE books.stuck TO hearth_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE books.stuck TO hearth_projector;

GRANT SELECT ON TABLE books.unpaid TO hearth_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE books.unpaid TO hearth_projector;

GRANT SELECT,INSERT ON TABLE eventstore.commands TO hearth_web;

GRANT SELECT,USAGE ON SEQUENCE eventstore."position" TO hearth_web;
GRANT SELECT ON SEQUENCE eventstore."position" TO hearth_projector;

GRANT SELECT ON TABLE eventstore.events TO hearth_web;
GRANT SELECT ON TABLE eventstore.events TO hearth_projector;

GRANT INSERT(originator_id) ON TABLE eventstore.events TO hearth_web;

GRANT INSERT(originator_version) ON TABLE eventstore.events TO hearth_web;

GRANT INSERT(about) ON TABLE eventstore.events TO hearth_web;

GRANT INSERT(recorded_at) ON TABLE eventstore.events TO hearth_web;

GRANT INSERT(topic) ON TABLE eventstore.events TO hearth_web;

GRANT INSERT(state) ON TABLE eventstore.events TO hearth_web;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE eventstore.snapshots TO hearth_web;

GRANT SELECT ON TABLE projections.checkpoints TO hearth_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE projections.checkpoints TO hearth_projector;

GRANT SELECT ON TABLE public.hearth_migrations TO hearth_web;
GRANT SELECT ON TABLE public.hearth_migrations TO hearth_projector;
