-- Who may come in: accounts, the homes they work in, their tokens, and what was done with them.

CREATE SCHEMA access;

CREATE TABLE access.accounts (
    account_id uuid PRIMARY KEY,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    role text NOT NULL CHECK (role IN ('home_team', 'coach', 'finance', 'network_it')),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    disabled_at timestamptz
);

-- The homes of a home team. A coach's are facts of the network's stream, with their history.
CREATE TABLE access.account_homes (
    account_id uuid NOT NULL REFERENCES access.accounts,
    home_id uuid NOT NULL,
    PRIMARY KEY (account_id, home_id)
);

-- A token is 256 random bits, so a plain hash keeps it: nobody can guess back from it.
CREATE TABLE access.tokens (
    token_id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES access.accounts,
    digest bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
);

CREATE INDEX tokens_account ON access.tokens (account_id);

-- No names here: an account is named by its id, a person never.
CREATE TABLE access.audit (
    audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    account_id uuid,
    action text NOT NULL CHECK (action ~ '^[a-z_]{1,60}$'),
    subject_id uuid,
    details jsonb NOT NULL DEFAULT '{}'
);

CREATE INDEX audit_account ON access.audit (account_id, audit_id);

CREATE FUNCTION access.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'access.audit is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON access.audit
    FOR EACH ROW EXECUTE FUNCTION access.refuse_change();

CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON access.audit
    FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_change();

GRANT USAGE ON SCHEMA access TO hearth_web;
GRANT SELECT, INSERT, UPDATE (disabled_at) ON access.accounts TO hearth_web;
GRANT SELECT, INSERT ON access.account_homes TO hearth_web;
GRANT SELECT, INSERT, UPDATE (last_used_at, revoked_at) ON access.tokens TO hearth_web;
GRANT SELECT, INSERT ON access.audit TO hearth_web;
