from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import pytest

from households.terms import Harm
from network.postgres.pool import DatabaseConnection
from network.projections.packing import copy, is_packable, pack
from tests.projected import Projected

TYPES = (
    "bigint",
    "uuid",
    "smallint",
    "boolean",
    "text",
    "date",
    "timestamp with time zone",
    "numeric(14,2)",
    "numeric",
    "jsonb",
    "json",
    "bytea",
    "integer",
)
CREATE = f"CREATE TEMP TABLE packed ({', '.join(f'c{place} {kind}' for place, kind in enumerate(TYPES))})"
SUMMER = timezone(timedelta(hours=1))
PLAIN: tuple[str | None, ...] = (
    None,
    "",
    " ",
    "null",
    "NULL",
    "\\.",
    "\\",
    '\\"',
    'said "so", twice',
    "a,b",
    "[]",
    "],[",
    "{all}",
    "9999-12-31",
    "Zoë Ångström 東京 🙂",
    Harm.NONE,
)
WITH_CONTROL_CHARACTERS = ("two\nlines", "a\ttab", "\r\n", "\x01", "\x1f", "\x0b")
AS_IF = ("C:\\new", "\\u0041")
"""What cannot be told from one in the finished lines."""


def row(random: Random, place: int, text: str | None) -> tuple[Any, ...]:
    return (
        2**63 - 1 - place,
        random.choice([None, UUID(int=random.getrandbits(128))]),
        random.choice([None, 7]),
        random.choice([None, True, False]),
        text,
        random.choice([None, date.max, date.min, date(2026, 2, 28), date(9999, 1, 1), date(1, 5, 1)]),
        random.choice([None, datetime(2026, 7, 1, 3, 4, 5, 678, UTC), datetime(1999, 1, 1, tzinfo=SUMMER)]),
        random.choice([None, Decimal("-0.01"), Decimal("1E+3"), Decimal(12), Decimal("123456789012.34")]),
        random.choice([None, Decimal("0.000001"), Decimal("NaN"), Decimal("7.50")]),
        random.choice([None, "{}", '{"said": "a \\"b\\", c"}', '["ü", null]', "9999"]),
        random.choice([None, "{}", '{"said": "a \\"b\\", c"}', '["ü", null]', "9999"]),
        random.choice([None, b"", b"\x00\\\xff", bytes(range(256))]),
        random.choice([None, 0, -1, 2**31 - 1]),
    )


async def shown(connection: DatabaseConnection) -> list[str]:
    """The rows as PostgreSQL writes them, in their order."""
    rows = await connection.fetch("SELECT packed::text AS row FROM packed ORDER BY c0 DESC")
    return [row["row"] for row in rows]


async def copied(connection: DatabaseConnection, rows: list[tuple[Any, ...]]) -> list[str]:
    """As the driver hands them over."""
    await connection.execute("TRUNCATE packed")
    await connection.copy_records_to_table("packed", records=rows)
    return await shown(connection)


async def unpacked(connection: DatabaseConnection, lines: bytes) -> list[str]:
    await connection.execute("TRUNCATE packed")
    await copy(connection, "pg_temp", "packed", [f"c{place}" for place in range(len(TYPES))], [lines])
    return await shown(connection)


async def test_packed_rows_are_what_the_driver_would_have_written(projected: Projected) -> None:
    random = Random(11)
    rows = [row(random, place, PLAIN[place % len(PLAIN)]) for place in range(400)]
    lines = pack(rows, TYPES)
    assert lines is not None
    async with projected.pool.acquire() as connection:
        await connection.execute(CREATE)
        driver = await copied(connection, rows)
        ours = await unpacked(connection, lines)
        await connection.execute("DROP TABLE packed")
    assert len(driver) == len(rows)
    for given, one, other in zip(rows, driver, ours, strict=True):
        assert other == one, given


@pytest.mark.parametrize("text", [*WITH_CONTROL_CHARACTERS, *AS_IF])
def test_what_csv_cannot_say_is_left_to_the_driver(text: str) -> None:
    assert pack([(1, "plain"), (2, text)], ("bigint", "text")) is None


@pytest.mark.parametrize("value", [object(), 1j, "\ud800"], ids=["object", "complex", "half"])
def test_values_that_nobody_can_write_are_left_to_the_driver_to_refuse(value: object) -> None:
    assert pack([(value,)], ("bigint",)) is None


def test_tables_with_columns_that_json_writes_otherwise_are_left_to_the_driver() -> None:
    assert is_packable(TYPES)
    assert not is_packable(["uuid", "text[]"])
    assert not is_packable(["double precision"])
