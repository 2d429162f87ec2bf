"""What a stream's statements cost must not grow with the log, in a table without statistics neither."""

import psycopg
import pytest

from network.eventstore.store import QUERIES
from network.postgres.dsns import Dsns

MANY = """
INSERT INTO eventstore.events (originator_id, originator_version, topic, state)
SELECT md5((number % 200)::text)::uuid, 1 + number / 200, 'note-taken/1', '{}'
FROM generate_series(0, 19999) AS number
"""
OF_A_STREAM = (
    "append_one",
    "append_unlooked",
    "append_or_read",
    "append_whole",
    "read_missed",
    "read_stream",
    "read_record",
    "read_records",
    "find_receipts",
    "read_news",
)


@pytest.fixture
def filled(database: Dsns) -> Dsns:
    """A log of 20,000 events that nobody has analysed yet."""
    with psycopg.connect(database.owner) as owner:
        owner.execute(MANY)
    return database


@pytest.mark.parametrize("is_analysed", [False, True])
@pytest.mark.parametrize("name", OF_A_STREAM)
def test_a_statement_about_streams_never_reads_the_whole_log(
    filled: Dsns, name: str, is_analysed: bool
) -> None:
    with psycopg.connect(filled.owner) as owner:
        if is_analysed:
            owner.execute("ANALYZE eventstore.events")
    with psycopg.connect(filled.web) as web:
        # Without arguments psycopg sends it as it is, $1 and all, which is what GENERIC_PLAN takes.
        query = "EXPLAIN (GENERIC_PLAN) " + QUERIES[name].partition("\n")[2].rstrip(";")
        plan = [str(row[0]) for row in web.execute(query.encode()).fetchall()]

    assert not [line for line in plan if "Seq Scan on events" in line]
