-- What was said in each home's support. Made in the schema `support_<version>`.

CREATE TABLE entry (
    home_id uuid NOT NULL,
    -- In the stream of the home's support, which `stream_id` names.
    version bigint NOT NULL,
    stream_id uuid NOT NULL,
    -- visit, action, question or answer.
    kind text NOT NULL,
    -- The question that an answer is to, or the visit at which an action was agreed.
    about bigint,
    -- team or coach: who wrote it.
    side text NOT NULL,
    written_by uuid NOT NULL,
    written_at timestamptz NOT NULL,
    -- The day of a visit, or by when an action is due.
    day date,
    -- Of an action, team or coach: who does it.
    owner text,
    -- Of a question, where it is about one.
    measure text,
    -- Of an action: NULL while it is open.
    done_at timestamptz,
    done_side text,
    -- NULL, or why it was taken back; then nobody can read its words any more.
    taken_back text,
    PRIMARY KEY (home_id, version)
);

-- What was written, sealed.
CREATE TABLE words (
    home_id uuid NOT NULL,
    version bigint NOT NULL,
    token bytea NOT NULL,
    PRIMARY KEY (home_id, version)
);

ALTER TABLE words ENABLE ROW LEVEL SECURITY;

-- As eventstore.sealing_keys: hearth.homes holds ids with commas, and is transaction-local.
CREATE POLICY words_of_viewer ON words FOR SELECT USING (
    home_id = ANY ((SELECT string_to_array(current_setting('hearth.homes', true), ','))::uuid[])
);

-- The sealed words of these entries, in homes that the viewer's `homes` hold: one round trip, without a
-- transaction around it.
CREATE FUNCTION words_for(homes text, of_homes uuid[], versions bigint[])
RETURNS SETOF words LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM set_config('hearth.homes', homes, true);
    RETURN QUERY SELECT words.* FROM words
        JOIN unnest(of_homes, versions) AS wanted (home_id, version) USING (home_id, version);
END
$$;

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS entry_day ON entry (home_id, kind, day);
