-- What teams and coaches share with the network, and what was answered. Made in the schema `learning_<version>`.

CREATE TABLE shared (
    -- The stream that it began.
    learning_id uuid NOT NULL,
    -- challenge or lesson.
    shared_as text NOT NULL,
    subject text NOT NULL,
    measure text,
    -- The days that it is about, both included.
    period_from date,
    period_to date,
    -- The day from which the home did differently what the words name.
    practice_changed_on date,
    -- team or coach: who shared it.
    side text NOT NULL,
    -- The home that shared it; NULL for a coach.
    home_id uuid,
    -- Whether that home wishes to be named.
    is_named boolean NOT NULL,
    shared_by uuid NOT NULL,
    shared_at timestamptz NOT NULL,
    -- Its place in the log: lists go from the newest on.
    "position" bigint NOT NULL,
    -- NULL, or why it was taken back.
    taken_back text,
    PRIMARY KEY (learning_id)
);

CREATE TABLE reply (
    learning_id uuid NOT NULL,
    version bigint NOT NULL,
    -- What happened where it was tried; NULL for an answer.
    tried text,
    side text NOT NULL,
    home_id uuid,
    is_named boolean NOT NULL,
    written_by uuid NOT NULL,
    written_at timestamptz NOT NULL,
    taken_back text,
    PRIMARY KEY (learning_id, version)
);

-- What was written, sealed; `version` 1 is what was shared.
CREATE TABLE words (
    learning_id uuid NOT NULL,
    version bigint NOT NULL,
    token bytea NOT NULL,
    PRIMARY KEY (learning_id, version)
);

ALTER TABLE words ENABLE ROW LEVEL SECURITY;

-- As eventstore.sealing_keys: hearth.classes is transaction-local. It is shared with all teams and coaches, and with
-- them alone.
CREATE POLICY words_of_viewer ON words FOR SELECT USING (
    'care' = ANY ((SELECT string_to_array(current_setting('hearth.classes', true), ','))::text[])
);

-- The sealed words of what was shared, up to a version of each, if the viewer's `classes` allow it: one round trip,
-- without a transaction around it.
CREATE FUNCTION words_for(classes text, learnings uuid[], until bigint)
RETURNS SETOF words LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM set_config('hearth.classes', classes, true);
    RETURN QUERY SELECT * FROM words WHERE words.learning_id = ANY (learnings) AND words.version <= until;
END
$$;

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS shared_position ON shared ("position");
