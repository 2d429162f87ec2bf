-- What was received, from whom, and what was agreed. Made in the schema `payments_<version>`.
-- Rows carry the log's position and instant, so that a query can ask what was known then.

-- A payment, or a reversal: a row of its own, negative.
CREATE TABLE payment (
    home_id uuid NOT NULL,
    -- Of the event: the row's id.
    version bigint NOT NULL,
    -- The place in the log: the order of the books within a day, and the tie-break of every page.
    position bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    payer_id uuid NOT NULL,
    -- The resident it was paid for, where the payer says so.
    resident_id uuid,
    -- The day received, or reversed.
    received_on date NOT NULL,
    -- The day of the books: received_on, or the first open day where that was closed when it was recorded.
    posted_on date NOT NULL,
    amount numeric(14, 2) NOT NULL,
    -- As the bank shows it; NULL for a reversal.
    reference text,
    method text,
    -- Shared by the payments of one remittance for several homes.
    remittance text,
    -- The version of the payment that this row takes back.
    reverses bigint,
    -- An earlier payment that this one may repeat; it counts in no total until somebody settles it.
    possible_duplicate_of bigint,
    -- When somebody found out whether a possible duplicate is the same money. NULL: in no doubt, or not settled.
    settled_at timestamptz,
    -- The place in the log where that was said.
    settled_position bigint,
    -- What was found out; false: money of its own, which counts from then on.
    is_same boolean,
    PRIMARY KEY (home_id, version)
);

-- Days that are closed, by the place in the log that closed them.
CREATE TABLE closing (
    position bigint PRIMARY KEY,
    through date NOT NULL
);

-- The first day that was open at a place in the log.
CREATE FUNCTION first_open(place bigint) RETURNS date LANGUAGE sql STABLE
RETURN (SELECT coalesce(max(through) + 1, '-infinity'::date) FROM closing WHERE position < place);

-- A handler knows one event and not which days are closed, so the table itself posts on open days. The tables of
-- a batch are written in the order of their names: its closings are there before its payments.
CREATE FUNCTION post_on_open_days() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT FROM closing) THEN
        UPDATE payment
        SET posted_on = greatest(payment.received_on,
                                 first_open(coalesce(changed.settled_position, changed.position)))
        FROM changed
        WHERE payment.home_id = changed.home_id AND payment.version = changed.version
          AND payment.posted_on <> greatest(payment.received_on,
                                            first_open(coalesce(changed.settled_position, changed.position)));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER payment_added AFTER INSERT ON payment REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION post_on_open_days();

CREATE TRIGGER payment_settled AFTER UPDATE ON payment REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION post_on_open_days();

-- Every row, and since when totals count it: a possible duplicate since it was found to be money of its own, a
-- reversal of one that never counted not at all (NULL).
CREATE VIEW judged_payment WITH (security_invoker = true) AS
SELECT payment.*,
       CASE
           WHEN reverses IS NOT NULL AND EXISTS (
               SELECT FROM payment AS reversed
               WHERE reversed.home_id = payment.home_id AND reversed.version = payment.reverses
                 AND reversed.possible_duplicate_of IS NOT NULL AND reversed.is_same IS NOT false
           ) THEN NULL
           WHEN possible_duplicate_of IS NULL THEN recorded_at
           WHEN NOT is_same THEN settled_at
       END AS counted_since
FROM payment;

-- The rows that totals add up.
CREATE VIEW counted_payment WITH (security_invoker = true) AS
SELECT * FROM judged_payment WHERE counted_since IS NOT NULL;

-- What finance may know of a home and of a resident, so that an export needs no other context's tables.
CREATE TABLE home (
    home_id uuid PRIMARY KEY,
    ref text NOT NULL,
    name text NOT NULL
);

CREATE TABLE resident (
    home_id uuid NOT NULL,
    resident_id uuid NOT NULL,
    ref text NOT NULL,
    PRIMARY KEY (home_id, resident_id)
);

-- A resident's initials: text, sealed in the home's stream under the resident's finance key, label initials.
CREATE TABLE resident_initials (
    home_id uuid NOT NULL,
    resident_id uuid NOT NULL,
    token bytea NOT NULL,
    PRIMARY KEY (home_id, resident_id)
);

ALTER TABLE resident_initials ENABLE ROW LEVEL SECURITY;

CREATE POLICY resident_initials_of_viewer ON resident_initials FOR SELECT USING (
    'finance' = ANY ((SELECT string_to_array(current_setting('hearth.classes', true), ','))::text[])
    AND (
        (SELECT current_setting('hearth.homes', true)) = '*'
        OR home_id = ANY ((
            SELECT CASE WHEN current_setting('hearth.homes', true) = '*' THEN '{}'
                   ELSE string_to_array(current_setting('hearth.homes', true), ',') END
        )::uuid[])
    )
);

CREATE TABLE payer (
    payer_id uuid PRIMARY KEY,
    kind text NOT NULL,
    ref text NOT NULL,
    -- A public body's name; NULL for a private payer, see private_payer.
    name text,
    -- The home of a private payer; NULL for a public body, which is known across the network.
    home_id uuid
);

-- A private payer's name: text, sealed in the home's stream under the resident's finance key,
-- label payer_name; row-level security as for eventstore.sealing_keys.
CREATE TABLE private_payer (
    payer_id uuid PRIMARY KEY,
    home_id uuid NOT NULL,
    -- The resident whose key it is.
    person_id uuid NOT NULL,
    token bytea NOT NULL
);

ALTER TABLE private_payer ENABLE ROW LEVEL SECURITY;

CREATE POLICY private_payer_of_viewer ON private_payer FOR SELECT USING (
    'finance' = ANY ((SELECT string_to_array(current_setting('hearth.classes', true), ','))::text[])
    AND (
        (SELECT current_setting('hearth.homes', true)) = '*'
        OR home_id = ANY ((
            SELECT CASE WHEN current_setting('hearth.homes', true) = '*' THEN '{}'
                   ELSE string_to_array(current_setting('hearth.homes', true), ',') END
        )::uuid[])
    )
);

-- The sealed names of these payers, as far as the viewer may see them: one round trip, without a transaction
-- around it. `homes` and `classes` are the viewer's, as for eventstore.sealing_keys.
CREATE FUNCTION private_payers_for(homes text, classes text, payers uuid[])
RETURNS SETOF private_payer LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM set_config('hearth.homes', homes, true), set_config('hearth.classes', classes, true);
    RETURN QUERY SELECT * FROM private_payer WHERE private_payer.payer_id = ANY (payers);
END
$$;

-- Text as a spreadsheet shows it and never runs it: an apostrophe before what would begin a formula.
CREATE FUNCTION harmless(cell text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ascii(cell) IN (9, 10, 13, 43, 45, 61, 64) THEN '''' || cell ELSE cell END;

-- A weekly amount that a payer pays towards a resident's fee, first through last chargeable night.
CREATE TABLE contribution (
    home_id uuid NOT NULL,
    -- Of the event that agreed it, or changed its rate.
    version bigint NOT NULL,
    position bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    resident_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    weekly_amount numeric(14, 2) NOT NULL,
    begins_on date NOT NULL,
    -- The last chargeable night; 'infinity' is open. Before begins_on: replaced from the beginning.
    ends_on date NOT NULL,
    -- The version of the contribution whose rate this one changed.
    follows bigint,
    PRIMARY KEY (home_id, version)
);

-- What a payer owed when charging began.
CREATE TABLE opening_balance (
    home_id uuid NOT NULL,
    version bigint NOT NULL,
    position bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    payer_id uuid NOT NULL,
    document text NOT NULL,
    due_on date NOT NULL,
    amount numeric(14, 2) NOT NULL,
    PRIMARY KEY (home_id, version)
);

-- What a home spent; the latest for a month and category counts.
CREATE TABLE cost (
    home_id uuid NOT NULL,
    -- The first of the month.
    month date NOT NULL,
    category text NOT NULL,
    amount numeric(14, 2) NOT NULL,
    position bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (home_id, month, category)
);

-- indexes, made after the rows of a rebuild
CREATE INDEX CONCURRENTLY IF NOT EXISTS payment_posted ON payment (posted_on, position);
CREATE INDEX CONCURRENTLY IF NOT EXISTS payment_home_posted ON payment (home_id, posted_on, position);
