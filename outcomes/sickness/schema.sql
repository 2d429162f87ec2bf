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

CREATE TABLE weekly_hours (
    home_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    from_on date NOT NULL,
    hours numeric NOT NULL,
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

-- Each employment, from its first through its last day.
CREATE VIEW employment WITH (security_invoker = true) AS
SELECT joining.home_id, joining.staff_id, joining.role, joining.started_on,
       coalesce((
           SELECT min(leaving.left_on)
           FROM leaving
           WHERE leaving.home_id = joining.home_id AND leaving.staff_id = joining.staff_id
             AND leaving.left_on >= joining.started_on
       ), 'infinity') AS left_on
FROM joining;

-- Full-time equivalents by team member and interval, first through last day: FTE days available are the sum
-- over a period of fte x the days of the overlap.
CREATE VIEW fte WITH (security_invoker = true) AS
WITH agreed AS (
    SELECT home_id, staff_id, hours, from_on,
           lead(from_on, 1, 'infinity') OVER (PARTITION BY home_id, staff_id ORDER BY from_on) AS to_on
    FROM weekly_hours
), full_time AS (
    SELECT home_id, hours, from_on,
           lead(from_on, 1, 'infinity') OVER (PARTITION BY home_id ORDER BY from_on) AS to_on
    FROM full_time_hours
)
SELECT employment.home_id, employment.staff_id, employment.role,
       agreed.hours / full_time.hours AS fte,
       greatest(employment.started_on, agreed.from_on, full_time.from_on) AS first_day,
       least(employment.left_on, agreed.to_on - 1, full_time.to_on - 1) AS last_day
FROM employment
JOIN agreed USING (home_id, staff_id)
JOIN full_time USING (home_id)
WHERE greatest(employment.started_on, agreed.from_on, full_time.from_on)
   <= least(employment.left_on, agreed.to_on - 1, full_time.to_on - 1);

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS joining_staff ON joining (home_id, staff_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS leaving_staff ON leaving (home_id, staff_id, left_on);
CREATE INDEX CONCURRENTLY IF NOT EXISTS spell_staff ON spell (home_id, staff_id, first_day);
