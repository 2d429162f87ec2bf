-- On which day a coach last looked at their homes, and on which day before that: what changed since then is
-- shown first. One row a person.

CREATE TABLE access.looks (
    account_id uuid PRIMARY KEY REFERENCES access.accounts,
    looked_on date NOT NULL,
    looked_before date,
    CHECK (looked_before < looked_on)
);

GRANT SELECT, INSERT, UPDATE (looked_on, looked_before) ON access.looks TO hearth_web;
