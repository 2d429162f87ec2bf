-- The network's homes, their households and beds, and who coaches whom. Made in the schema `directory_<version>`.
-- An interval runs from its first day up to, not with, its last; 'infinity' is open.

CREATE TABLE home (
    home_id uuid PRIMARY KEY,
    ref text NOT NULL,
    name text NOT NULL,
    cqc_location_id text NOT NULL,
    -- The integrated care board as recorded; see area for today's.
    icb_ods_code text NOT NULL,
    joined_on date NOT NULL,
    -- Nothing counts before this day.
    recorded_from date NOT NULL,
    charged_from date NOT NULL,
    programme_started_on date
);

CREATE TABLE household (
    home_id uuid NOT NULL,
    household_id uuid NOT NULL,
    name text NOT NULL,
    opened_on date NOT NULL,
    -- The stream version that opened it: households of a home are shown in this order.
    version bigint NOT NULL,
    PRIMARY KEY (home_id, household_id)
);

-- Beds in service from a day on, until the household's next row.
CREATE TABLE household_beds (
    home_id uuid NOT NULL,
    household_id uuid NOT NULL,
    from_on date NOT NULL,
    beds integer NOT NULL,
    PRIMARY KEY (home_id, household_id, from_on)
);

-- The homes that a coach supports now.
CREATE TABLE caseload (
    account_id uuid NOT NULL,
    home_id uuid NOT NULL,
    assigned_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, home_id)
);

-- Reference data: which commissioning area a recorded code means on a day; exactly one row a day for every
-- code that was ever in force. Join on icb_ods_code = recorded_code AND from_on <= day AND day < to_on.
CREATE TABLE area (
    recorded_code text NOT NULL,
    from_on date NOT NULL,
    to_on date NOT NULL,
    -- The board's code and name. Where an old board was split between several, nothing recorded says which
    -- of them a home belongs to: it stays under the old code, with its successors, until the home is amended.
    code text NOT NULL,
    name text NOT NULL,
    successors text[] NOT NULL,
    PRIMARY KEY (recorded_code, from_on)
);

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS home_ref ON home (ref);
CREATE INDEX CONCURRENTLY IF NOT EXISTS caseload_home ON caseload (home_id);
