-- How far each version of each projection has read the log. The tables of a projection lie in a schema of
-- their own, `<name>_<version>`, which hearth_projector makes; they need no migration.

CREATE SCHEMA projections;

CREATE TABLE projections.checkpoints (
    name text NOT NULL,
    version integer NOT NULL,
    -- The log is projected up to and with this position. Moved by compare-and-set in the transaction that
    -- writes the rows, so two runners never do the same work twice.
    position bigint NOT NULL DEFAULT 0,
    -- live; rebuilding (rows from the beginning on, indexes still to come); failed (stopped, see error).
    status text NOT NULL DEFAULT 'rebuilding',
    -- Of the schema.sql that made the tables.
    schema_digest text NOT NULL,
    -- What went wrong, without personal data, and when; null unless failed.
    error text,
    failed_at timestamptz,
    CONSTRAINT checkpoints_projection PRIMARY KEY (name, version),
    CONSTRAINT checkpoints_name CHECK (name ~ '^[a-z][a-z_]{1,40}$'),
    CONSTRAINT checkpoints_status CHECK (status IN ('live', 'rebuilding', 'failed')),
    CONSTRAINT checkpoints_error CHECK ((status = 'failed') = (error IS NOT NULL AND failed_at IS NOT NULL))
) WITH (fillfactor = 20);

GRANT USAGE ON SCHEMA projections TO hearth_web, hearth_projector;
GRANT SELECT ON projections.checkpoints TO hearth_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON projections.checkpoints TO hearth_projector;
