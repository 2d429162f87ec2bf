-- What each home's books come to, worked out from the read model `ledger` and kept until a fact moves a figure.
-- All of it follows from facts and can be thrown away. Money is in pence.

CREATE SCHEMA books;

-- Whose books are kept, and as of which facts.
CREATE TABLE books.kept (
    home_id uuid PRIMARY KEY,
    -- Of the home's last fact, and of the last of finance's, that are in them.
    position bigint NOT NULL,
    rules_position bigint NOT NULL,
    -- Charges up to this charge date are in them.
    charged_through date NOT NULL,
    -- Of the rules by which they were worked out, as the code has them.
    calculation integer NOT NULL
);

-- A payer in a home, from the day of the first figure on.
CREATE TABLE books.account (
    home_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    payer_kind text NOT NULL,
    since date NOT NULL,
    PRIMARY KEY (home_id, payer_id)
);

-- What an account comes to from a day on, until its next row.
CREATE TABLE books.balance (
    home_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    since date NOT NULL,
    charged bigint NOT NULL,
    received bigint NOT NULL,
    outstanding bigint NOT NULL CHECK (outstanding >= 0),
    credit bigint NOT NULL CHECK (credit >= 0),
    PRIMARY KEY (home_id, payer_id, since),
    CONSTRAINT balance_agrees CHECK (charged - received = outstanding - credit)
);

-- The same of all accounts of a home together.
CREATE TABLE books.home_balance (
    home_id uuid NOT NULL,
    since date NOT NULL,
    accounts bigint NOT NULL,
    charged bigint NOT NULL,
    received bigint NOT NULL,
    outstanding bigint NOT NULL,
    credit bigint NOT NULL,
    PRIMARY KEY (home_id, since),
    CONSTRAINT home_balance_agrees CHECK (charged - received = outstanding - credit)
);

-- What of a line is unpaid, from a day until another ('infinity': still).
CREATE TABLE books.unpaid (
    home_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    line integer NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    due_on date NOT NULL,
    pence bigint NOT NULL CHECK (pence > 0),
    PRIMARY KEY (home_id, payer_id, line, since)
);

-- An amount charged, as a line of an invoice.
CREATE TABLE books.line (
    home_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    line integer NOT NULL,
    -- The number of the invoice, or the document of an opening balance.
    invoice text NOT NULL,
    charged_on date NOT NULL,
    invoice_due_on date NOT NULL,
    kind text NOT NULL,
    -- The resident, and the contribution's id; NULL for an opening balance.
    resident_id uuid,
    contribution bigint,
    -- The first night of the period that it is for, and the same where it adjusts what was fixed.
    period_starts_on date,
    adjusts date,
    posted_on date NOT NULL,
    due_on date NOT NULL,
    pence bigint NOT NULL,
    nights integer NOT NULL,
    weekly bigint NOT NULL,
    -- The place in the log of the fact that caused it.
    position bigint NOT NULL,
    PRIMARY KEY (home_id, payer_id, line)
);

CREATE INDEX line_charged ON books.line (charged_on, home_id, payer_id);

GRANT USAGE ON SCHEMA books TO hearth_web, hearth_projector;
GRANT SELECT ON ALL TABLES IN SCHEMA books TO hearth_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA books TO hearth_projector;
