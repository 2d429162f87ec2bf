-- When each of the team was employed, for how many hours, and sick. Made in the schema `sickness_<version>`.
-- All days are included, first and last; 'infinity' is open.

-- A team member joined; who leaves and comes back has two rows.
CREATE TABLE joining (
    home_id uuid NOT NULL,
    version bigint NOT NULL,
    staff_id uuid NOT NULL,
    role text NOT NULL,
    started_on date NOT NULL,
    PRIMARY KEY (home_id, version)
);

CREATE TABLE leaving (
    home_id uuid NOT NULL,
    version bigint NOT NULL,
    staff_id uuid NOT NULL,
    -- The last day employed.
    left_on date NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- Hours from a day on, in the employment of that day; those that an earlier employment had agreed are older than it.
CREATE TABLE weekly_hours (
    home_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    from_on date NOT NULL,
    hours numeric NOT NULL,
    -- Of the event that said so.
    version bigint NOT NULL,
    PRIMARY KEY (home_id, staff_id, from_on)
);

-- The hours that count as full time; the first row of a home begins at '-infinity'.
CREATE TABLE full_time_hours (
    home_id uuid NOT NULL,
    from_on date NOT NULL,
    hours numeric NOT NULL,
    PRIMARY KEY (home_id, from_on)
);

-- A spell of sickness as it now stands; retracted ones are gone. Spells of one person may overlap.
CREATE TABLE spell (
    home_id uuid NOT NULL,
    version bigint NOT NULL,
    staff_id uuid NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS joining_staff ON joining (home_id, staff_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS leaving_staff ON leaving (home_id, staff_id, left_on);
CREATE INDEX CONCURRENTLY IF NOT EXISTS spell_staff ON spell (home_id, staff_id, first_day);
