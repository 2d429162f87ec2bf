-- Until when records about people are kept. Made in the schema `retention_<version>`.
-- No names: a person is an id, and the reference that their home gave them.

-- A person's time in a home, for the record class that ends with it.
CREATE TABLE presence (
    home_id uuid NOT NULL,
    -- care or employment; a resident's finance record ends with care, or with the last money (money_month).
    record_class text NOT NULL,
    person_id uuid NOT NULL,
    -- The stay that it was, by the version that began it; 0 for the one row of a colleague.
    stay bigint NOT NULL,
    person_ref text NOT NULL,
    -- The day of leaving; 'infinity' for somebody who is there, or whose leaving nobody has recorded.
    last_day date NOT NULL,
    PRIMARY KEY (home_id, record_class, person_id, stay)
);

-- The months in which money was agreed, ended or paid for a resident.
CREATE TABLE money_month (
    home_id uuid NOT NULL,
    person_id uuid NOT NULL,
    -- The first of the month.
    month date NOT NULL,
    PRIMARY KEY (home_id, person_id, month)
);

-- Whose key was destroyed, and when that was recorded: copies in backups of the keys go later.
CREATE TABLE forgotten (
    person_id uuid NOT NULL,
    record_class text NOT NULL,
    home_id uuid NOT NULL,
    forgotten_at timestamptz NOT NULL,
    forgotten_by uuid NOT NULL,
    PRIMARY KEY (person_id, record_class)
);

-- What is not to be forgotten although its time has passed, as an inquiry or a claim needs it.
CREATE TABLE hold (
    person_id uuid NOT NULL,
    record_class text NOT NULL,
    reason text NOT NULL,
    held_at timestamptz NOT NULL,
    held_by uuid NOT NULL,
    PRIMARY KEY (person_id, record_class)
);

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS presence_last_day ON presence (last_day);
CREATE INDEX CONCURRENTLY IF NOT EXISTS presence_person ON presence (person_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS money_month_person ON money_month (person_id);
