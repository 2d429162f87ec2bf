-- Facts about money by home, in the order of the log: what books are worked out from, now or as known at any
-- moment. Made in the schema `ledger_<version>`.

-- A fact as the books need it; those of finance's stream stand under that stream's id.
CREATE TABLE fact (
    home_id uuid NOT NULL,
    position bigint NOT NULL,
    -- Of the event in its stream: with the home, the id of the record that it begins.
    version bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    -- Its own day: when it happened or, where that is still to come, when it was recorded.
    day date NOT NULL,
    -- One of finance.books.facts, as MessagePack.
    told bytea NOT NULL,
    PRIMARY KEY (home_id, position)
);

-- The last fact of a home, or of finance's stream, that can move a figure of the books. Raising invoices fixes
-- what is there, and moves none.
CREATE TABLE latest (
    home_id uuid PRIMARY KEY,
    position bigint NOT NULL
);

CREATE TABLE home (
    home_id uuid PRIMARY KEY,
    ref text NOT NULL,
    name text NOT NULL
);

-- Days that are closed, by the place in the log that closed them.
CREATE TABLE closing (
    position bigint PRIMARY KEY,
    through date NOT NULL,
    recorded_at timestamptz NOT NULL
);

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS fact_recorded ON fact (recorded_at);
