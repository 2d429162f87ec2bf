-- Who lives and works in a home. Made in the schema `roster_<version>`. NULL is not known or not yet.
-- What identifies a person lies sealed in `personal`, under row-level security; everything else is plain.

-- A resident's time in a home, from the day of moving in up to, not with, the day of moving out.
CREATE TABLE stay (
    home_id uuid NOT NULL,
    -- Of the event that began the stay: its id.
    version bigint NOT NULL,
    resident_id uuid NOT NULL,
    resident_ref text NOT NULL,
    moved_in_on date NOT NULL,
    moved_out_on date,
    moved_out_reason text,
    from_home uuid,
    to_home uuid,
    PRIMARY KEY (home_id, version)
);

-- The absence of a stay that nobody has ended: at most one, and without meaning once the stay has ended.
CREATE TABLE absence (
    home_id uuid NOT NULL,
    stay bigint NOT NULL,
    version bigint NOT NULL,
    -- The first night away.
    away_from date NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (home_id, stay, version)
);

-- Where in the home a resident lives from a day on, until the stay's next placement.
CREATE TABLE placement (
    home_id uuid NOT NULL,
    stay bigint NOT NULL,
    from_on date NOT NULL,
    resident_id uuid NOT NULL,
    household_id uuid NOT NULL,
    room text,
    PRIMARY KEY (home_id, stay, from_on)
);

-- The team, each as they now stand; their hours are sickness's to know, day by day.
CREATE TABLE staff (
    home_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    staff_ref text NOT NULL,
    role text NOT NULL,
    started_on date NOT NULL,
    -- The last day, itself included.
    left_on date,
    PRIMARY KEY (home_id, staff_id)
);

-- Sealed values as the events hold them; home_id is the stream and label the field that opening one needs.
CREATE TABLE personal (
    home_id uuid NOT NULL,
    -- A resident_id or staff_id.
    person_id uuid NOT NULL,
    -- identity (an Identity, care), initials (text, finance), name (a StaffName, employment).
    label text NOT NULL,
    record_class text NOT NULL,
    token bytea NOT NULL,
    PRIMARY KEY (home_id, person_id, label)
);

ALTER TABLE personal ENABLE ROW LEVEL SECURITY;

-- As eventstore.sealing_keys: hearth.homes ('*' or ids with commas) and hearth.classes are transaction-local.
CREATE POLICY personal_of_viewer ON personal FOR SELECT USING (
    record_class = ANY ((SELECT string_to_array(current_setting('hearth.classes', true), ','))::text[])
    AND (
        (SELECT current_setting('hearth.homes', true)) = '*'
        OR home_id = ANY ((
            SELECT CASE WHEN current_setting('hearth.homes', true) = '*' THEN '{}'
                   ELSE string_to_array(current_setting('hearth.homes', true), ',') END
        )::uuid[])
    )
);

-- The sealed values of these people in this home, as far as the viewer may see them: one round trip, without
-- a transaction around it. `homes` and `classes` are the viewer's, as for eventstore.sealing_keys.
CREATE FUNCTION personal_for(homes text, classes text, home uuid, persons uuid[])
RETURNS SETOF personal LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM set_config('hearth.homes', homes, true), set_config('hearth.classes', classes, true);
    RETURN QUERY SELECT * FROM personal
        WHERE personal.home_id = home AND personal.person_id = ANY (persons);
END
$$;

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS stay_open ON stay (home_id) WHERE moved_out_on IS NULL;
