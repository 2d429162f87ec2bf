-- Nights in the home, and what is counted against them. Made in the schema `occupancy_<version>`.
-- An interval runs from its first night up to, not with, its last day; 'infinity' is open.

CREATE TABLE home (
    home_id uuid PRIMARY KEY,
    -- Nothing counts before this day.
    recorded_from date NOT NULL
);

-- Nights d with moved_in_on <= d < moved_out_on, less those away.
CREATE TABLE stay (
    home_id uuid NOT NULL,
    version bigint NOT NULL,
    resident_id uuid NOT NULL,
    moved_in_on date NOT NULL,
    moved_out_on date NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- The household of a stay from a day on, until its next row or the end of the stay.
CREATE TABLE stay_household (
    home_id uuid NOT NULL,
    stay bigint NOT NULL,
    from_on date NOT NULL,
    household_id uuid NOT NULL,
    PRIMARY KEY (home_id, stay, from_on)
);

-- Nights away: away_from <= d < back_on. An absence that is open when the stay ends stays open.
CREATE TABLE absence (
    home_id uuid NOT NULL,
    version bigint NOT NULL,
    -- The version of the stay.
    stay bigint NOT NULL,
    resident_id uuid NOT NULL,
    reason text NOT NULL,
    away_from date NOT NULL,
    back_on date NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- Beds in service from a day on, until the household's next row.
CREATE TABLE household_beds (
    home_id uuid NOT NULL,
    household_id uuid NOT NULL,
    from_on date NOT NULL,
    beds integer NOT NULL,
    PRIMARY KEY (home_id, household_id, from_on)
);

-- A month's totals from before recorded_from. NULL: not known.
CREATE TABLE baseline_month (
    home_id uuid NOT NULL,
    -- The first of the month.
    month date NOT NULL,
    occupied_bed_days integer NOT NULL,
    falls integer,
    injurious_falls integer,
    fte_days_lost numeric,
    fte_days_available numeric,
    PRIMARY KEY (home_id, month)
);

-- Something a resident chose and enjoyed; MOMENTS counts distinct residents and ISO weeks.
CREATE TABLE moment (
    home_id uuid NOT NULL,
    version bigint NOT NULL,
    resident_id uuid NOT NULL,
    enjoyed_on date NOT NULL,
    PRIMARY KEY (home_id, version)
);

CREATE TABLE volunteering (
    home_id uuid NOT NULL,
    version bigint NOT NULL,
    given_on date NOT NULL,
    hours numeric NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- What the team does differently from a day on, in its own words; coaches see it.
CREATE TABLE practice_change (
    home_id uuid NOT NULL,
    version bigint NOT NULL,
    changed_on date NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS stay_nights ON stay (home_id, moved_out_on, moved_in_on);
CREATE INDEX CONCURRENTLY IF NOT EXISTS absence_nights ON absence (home_id, back_on, away_from);
CREATE INDEX CONCURRENTLY IF NOT EXISTS moment_day ON moment (home_id, enjoyed_on);
CREATE INDEX CONCURRENTLY IF NOT EXISTS volunteering_day ON volunteering (home_id, given_on);
CREATE INDEX CONCURRENTLY IF NOT EXISTS practice_change_day ON practice_change (home_id, changed_on);
