-- What was recorded, newest first, and on which days. Made in the schema `activity_<version>`.

-- One row an event of a home. No personal text: whoever may see names joins them by id.
CREATE TABLE event (
    home_id uuid NOT NULL,
    -- The place in the home's stream. Newest first: ORDER BY version DESC, after a cursor version < $n.
    version bigint NOT NULL,
    -- The place in the log, for following the whole network.
    position bigint NOT NULL,
    -- The topic without its version, as fall-recorded.
    kind text NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    -- When the team made the record, where a device brought it later; by a clock put right.
    made_at timestamptz,
    recorded_by uuid NOT NULL,
    sent_by uuid,
    -- The version of the record that this event amends, ends or follows up.
    about bigint,
    resident_id uuid,
    staff_id uuid,
    -- The few plain facts of a summary sentence, by the event's own field names: place, harm, amount, beds …
    -- Amounts and hours are text, dates ISO.
    detail json NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- The records of which something later says what holds: the last event that said a record anew, settled it or took it
-- back, by the version of the event that it corrects.
CREATE TABLE correction (
    home_id uuid NOT NULL,
    version bigint NOT NULL,
    latest bigint NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- The local days (Europe/London) on which anything happened that the team recorded, and those on which it wrote
-- down what is to come. A period with 14 days in a row and none of them here is incomplete.
CREATE TABLE recorded_day (
    home_id uuid NOT NULL,
    day date NOT NULL,
    PRIMARY KEY (home_id, day)
);

-- The Mondays of those days' weeks: 14 silent days hold a whole week without a row, which is found without reading
-- every day of every home.
CREATE TABLE recorded_week (
    home_id uuid NOT NULL,
    monday date NOT NULL,
    PRIMARY KEY (home_id, monday)
);

-- When the team last recorded anything.
CREATE TABLE home (
    home_id uuid PRIMARY KEY,
    last_recorded_at timestamptz NOT NULL
);

-- Spells of sickness that nobody has ended, as they now stand: who is off.
CREATE TABLE spell (
    home_id uuid NOT NULL,
    -- Of the event that began the spell: its id.
    version bigint NOT NULL,
    staff_id uuid NOT NULL,
    first_day date NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS event_position ON event (position);
-- A page of one person's records, or of some kinds, reads what it shows and not what the home has recorded.
CREATE INDEX CONCURRENTLY IF NOT EXISTS event_resident ON event (home_id, resident_id, version)
    WHERE resident_id IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS event_staff ON event (home_id, staff_id, version)
    WHERE staff_id IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS event_kind ON event (home_id, kind, version);
-- What was written down ahead of its day, to be found when the day has come.
CREATE INDEX CONCURRENTLY IF NOT EXISTS event_ahead ON event (home_id, occurred_at) WHERE occurred_at > recorded_at;
