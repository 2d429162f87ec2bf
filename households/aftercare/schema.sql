-- What waits for a home's team. Made in the schema `aftercare_<version>`. NULL: not said.
-- Nothing here is overdue: queries get the time, and apply the hours that the post-fall protocol asks for.

-- Falls as they now stand: amended ones as amended, retracted ones gone.
CREATE TABLE fall (
    home_id uuid NOT NULL,
    -- Of the event that recorded the fall: its id.
    version bigint NOT NULL,
    resident_id uuid NOT NULL,
    fell_at timestamptz NOT NULL,
    place text NOT NULL,
    harm text NOT NULL,
    witnessed boolean,
    head_struck boolean,
    on_anticoagulant boolean,
    injured text[] NOT NULL,
    actions text[] NOT NULL,
    told text[] NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- Observations after falls; what was seen stays sealed in the event.
CREATE TABLE observation (
    home_id uuid NOT NULL,
    version bigint NOT NULL,
    -- The version of the fall.
    fall bigint NOT NULL,
    observed_at timestamptz NOT NULL,
    concern boolean NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- About which bodies the team has decided whether to notify them of a fall.
CREATE TABLE decision (
    home_id uuid NOT NULL,
    fall bigint NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (home_id, fall, body)
);

-- Facts that a rule refused when they arrived, and that nobody has seen to.
CREATE TABLE set_aside (
    home_id uuid NOT NULL,
    -- Of the event that set it aside: its id.
    version bigint NOT NULL,
    -- The command's name, and the code of the rule.
    command text NOT NULL,
    rule text NOT NULL,
    -- When it was recorded, by the device's clock as corrected.
    made_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- Payments that may repeat an earlier one and count nowhere, because nobody has said whether they do.
CREATE TABLE payment_in_doubt (
    home_id uuid NOT NULL,
    -- Of the event that recorded the payment: its id.
    version bigint NOT NULL,
    received_on date NOT NULL,
    amount numeric(14, 2) NOT NULL,
    -- When it was recorded, by the device's clock as corrected.
    made_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS fall_time ON fall (home_id, fell_at);
CREATE INDEX CONCURRENTLY IF NOT EXISTS observation_fall ON observation (home_id, fall);
