-- Who is at the door: what people prove themselves with, shared devices, one-time codes, guests,
-- the sessions that follow, and how often somebody tried.

ALTER TABLE access.accounts
    ADD COLUMN sign_in_name text UNIQUE CHECK (sign_in_name ~ '^[a-z0-9][a-z0-9._@+-]{1,99}$'),
    ADD COLUMN expires_at timestamptz,
    ADD COLUMN vouched_by uuid REFERENCES access.accounts,
    ADD CONSTRAINT guests_end CHECK ((expires_at IS NULL) = (vouched_by IS NULL));

COMMENT ON COLUMN access.accounts.vouched_by IS 'Who of the team let this guest in for a shift.';

CREATE INDEX account_homes_home ON access.account_homes (home_id);

-- A password or a PIN, as argon2 keeps it.
CREATE TABLE access.secrets (
    account_id uuid NOT NULL REFERENCES access.accounts,
    kind text NOT NULL CHECK (kind IN ('password', 'pin')),
    hash text NOT NULL CHECK (hash LIKE '$argon2id$%'),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (account_id, kind)
);

CREATE TABLE access.passkeys (
    passkey_id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES access.accounts,
    credential_id bytea NOT NULL UNIQUE CHECK (octet_length(credential_id) BETWEEN 16 AND 1023),
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_used_at timestamptz
);

CREATE INDEX passkeys_account ON access.passkeys (account_id);

-- What a passkey has to sign; each once, and for a few minutes.
CREATE TABLE access.challenges (
    challenge bytea PRIMARY KEY CHECK (octet_length(challenge) = 32),
    account_id uuid REFERENCES access.accounts,
    expires_at timestamptz NOT NULL
);

-- A tablet that a home shares. Its key is 256 random bits in a cookie, kept here as its hash.
CREATE TABLE access.devices (
    device_id uuid PRIMARY KEY,
    home_id uuid NOT NULL,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    digest bytea UNIQUE CHECK (octet_length(digest) = 32),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    enrolled_at timestamptz,
    last_seen_at timestamptz,
    revoked_at timestamptz,
    CHECK ((digest IS NULL) = (enrolled_at IS NULL))
);

CREATE INDEX devices_home ON access.devices (home_id);

-- Somebody's own browser, in which their password counts. One browser may be of several people.
CREATE TABLE access.browsers (
    browser_id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES access.accounts,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    client text NOT NULL CHECK (char_length(client) <= 60),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_used_at timestamptz,
    UNIQUE (account_id, digest)
);

-- A code that works once: its first part finds it, its second part is kept as argon2 keeps it.
CREATE TABLE access.codes (
    selector text PRIMARY KEY CHECK (selector ~ '^[0-9A-Z]{4}$'),
    hash text NOT NULL CHECK (hash LIKE '$argon2id$%'),
    purpose text NOT NULL CHECK (purpose IN ('start', 'browser', 'device')),
    account_id uuid REFERENCES access.accounts,
    device_id uuid REFERENCES access.devices,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    CHECK (CASE WHEN purpose = 'device' THEN device_id ELSE account_id END IS NOT NULL),
    CHECK (num_nonnulls(account_id, device_id) = 1)
);

-- A session's token is 256 random bits, in a cookie; a plain hash keeps it.
CREATE TABLE access.sessions (
    session_id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES access.accounts,
    digest bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    method text NOT NULL CHECK (method IN ('password', 'passkey', 'pin', 'code', 'vouched')),
    device_id uuid REFERENCES access.devices,
    client text NOT NULL DEFAULT '' CHECK (char_length(client) <= 60),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    idle_for interval NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz
);

CREATE INDEX sessions_account ON access.sessions (account_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_expires ON access.sessions (expires_at);
CREATE INDEX sessions_device ON access.sessions (device_id) WHERE ended_at IS NULL;

-- How often somebody tried, so that all processes know it. The subject is a keyed hash: no addresses here.
CREATE TABLE access.attempts (
    subject bytea PRIMARY KEY CHECK (octet_length(subject) = 32),
    failures integer NOT NULL,
    last_at timestamptz NOT NULL,
    blocked_until timestamptz
);

CREATE INDEX attempts_last ON access.attempts (last_at);
CREATE INDEX audit_action ON access.audit (action, audit_id);

GRANT UPDATE (sign_in_name) ON access.accounts TO hearth_web;
GRANT DELETE ON access.account_homes TO hearth_web;
GRANT SELECT, INSERT, UPDATE (hash, changed_at), DELETE ON access.secrets TO hearth_web;
GRANT SELECT, INSERT, UPDATE (sign_count, last_used_at), DELETE ON access.passkeys TO hearth_web;
GRANT SELECT, INSERT, DELETE ON access.challenges TO hearth_web;
GRANT SELECT, INSERT, UPDATE (digest, enrolled_at, last_seen_at, revoked_at) ON access.devices TO hearth_web;
GRANT SELECT, INSERT, UPDATE (client, last_used_at), DELETE ON access.browsers TO hearth_web;
GRANT SELECT, INSERT, UPDATE (hash, purpose, account_id, device_id, created_at, expires_at), DELETE
    ON access.codes TO hearth_web;
GRANT SELECT, INSERT, UPDATE (digest, seen_at, ended_at), DELETE ON access.sessions TO hearth_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON access.attempts TO hearth_web;
