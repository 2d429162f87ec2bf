-- What the bank says, and what became of it: lines of statements and the payments that they are. Made in the
-- schema `bank_<version>`.

CREATE TABLE account (
    account_id uuid PRIMARY KEY,
    name text NOT NULL,
    -- How its CSV is read, as JSON; NULL for an account that brings CAMT.053 only.
    mapping text,
    -- The last event of its stream: what is decided on these rows is appended at this version, or not at all.
    version bigint NOT NULL
);

-- What the bank calls who paid: a list of texts, one a line, sealed under the statement's own key in the
-- account's stream, label payers.
CREATE TABLE part (
    account_id uuid NOT NULL,
    -- Of the event that brought these lines.
    version bigint NOT NULL,
    token bytea NOT NULL,
    PRIMARY KEY (account_id, version)
);

ALTER TABLE part ENABLE ROW LEVEL SECURITY;

CREATE POLICY part_of_viewer ON part FOR SELECT USING (
    'finance' = ANY ((SELECT string_to_array(current_setting('hearth.classes', true), ','))::text[])
    AND (SELECT current_setting('hearth.homes', true)) = '*'
);

CREATE TABLE line (
    line_id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    -- Where it was brought in, and its place there: so is its payer's name.
    version bigint NOT NULL,
    place integer NOT NULL,
    booked_on date NOT NULL,
    -- Negative: money out.
    amount numeric(14, 2) NOT NULL,
    reference text NOT NULL,
    -- 1; of several that are alike in everything, 2 and so on.
    occurrence integer NOT NULL
);

-- That a line is, or is in part, a payment of a home.
CREATE TABLE match (
    account_id uuid NOT NULL,
    version bigint NOT NULL,
    line_id uuid NOT NULL,
    home_id uuid NOT NULL,
    -- The payment's version in the home's stream.
    payment bigint NOT NULL,
    amount numeric(14, 2) NOT NULL,
    made_from_line boolean NOT NULL,
    -- It was wrong: the line is free again.
    released boolean NOT NULL,
    PRIMARY KEY (account_id, version)
);

-- Lines that are no payment of fees.
CREATE TABLE aside (
    line_id uuid PRIMARY KEY
);

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS line_account ON line (account_id, booked_on, line_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS match_line ON match (line_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS match_payment ON match (home_id, payment);
