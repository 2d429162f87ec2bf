-- Falls as they now stand: amended ones as amended, retracted ones gone. Made in the schema `falls_<version>`.
-- NULL: not said.

CREATE TABLE fall (
    home_id uuid NOT NULL,
    -- Of the event that recorded the fall: its id.
    version bigint NOT NULL,
    resident_id uuid NOT NULL,
    household_id uuid NOT NULL,
    occurred_at timestamptz NOT NULL,
    -- The day and the hour (0 to 23) on the home's clock, Europe/London.
    local_date date NOT NULL,
    local_hour smallint NOT NULL,
    place text NOT NULL,
    harm text NOT NULL,
    -- Harm low or worse.
    injurious boolean NOT NULL,
    witnessed boolean,
    head_struck boolean,
    on_anticoagulant boolean,
    footwear text,
    aid text,
    lighting text,
    injured text[] NOT NULL,
    actions text[] NOT NULL,
    told text[] NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- Whether a body is to be notified of a fall, as last decided.
CREATE TABLE notification (
    home_id uuid NOT NULL,
    -- The version of the fall.
    fall bigint NOT NULL,
    body text NOT NULL,
    notify boolean NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (home_id, fall, body)
);

-- Follow-up observations, for the care of the 24 hours after a fall; what was seen stays sealed in the event.
CREATE TABLE observation (
    home_id uuid NOT NULL,
    version bigint NOT NULL,
    -- The version of the fall.
    fall bigint NOT NULL,
    observed_at timestamptz NOT NULL,
    concern boolean NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS fall_day ON fall (home_id, local_date);
CREATE INDEX CONCURRENTLY IF NOT EXISTS observation_fall ON observation (home_id, fall);
