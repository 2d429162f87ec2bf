-- Homes whose books can't be worked out from their facts, and how far each home's kept books are closed.

-- Why the books of a home are behind; a row is gone once they could be worked out again.
CREATE TABLE books.stuck (
    home_id uuid PRIMARY KEY,
    -- Of the last fact that was tried.
    position bigint NOT NULL,
    -- What went wrong, by its kind: facts may tell of people, an error's own words too.
    error text NOT NULL,
    since timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Through which day the kept books were closed when they were written: their rows stay as they are.
ALTER TABLE books.kept ADD COLUMN closed_through date;

GRANT SELECT ON books.stuck TO hearth_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON books.stuck TO hearth_projector;

-- What is unpaid on a late day, of all homes, without the many lines that were paid long ago.
CREATE INDEX unpaid_until ON books.unpaid (until, since);
