"""How money, days and instants are written."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NewType, TypeVar

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from network.days import EARLIEST, TOO_LATE, day_meant

Money = NewType("Money", Decimal)

T = TypeVar("T")


def write_money(amount: Decimal) -> str:
    """Pounds and pence."""
    return f"{amount:.2f}"


def read_money(text: str) -> Decimal:
    """A decimal string; never a float, which can't hold pence."""
    if not isinstance(text, str) or not re.fullmatch(r"-?\d{1,12}(\.\d{1,2})?", text):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise GraphQLError('Money is a decimal string in pounds, such as "1071.52".')
    return Decimal(text)


def read_day(text: str) -> date:
    """An ISO day in a year that can be meant."""
    day = _read(day_meant, text) if isinstance(text, str) else None  # pyright: ignore[reportUnnecessaryIsInstance]
    if day is None:
        raise GraphQLError("A Date is a day such as 2026-04-01, from 1850 to 2199.")
    return day


def read_instant(text: str) -> datetime:
    """An ISO instant with its offset."""
    instant = _read(datetime.fromisoformat, text) if isinstance(text, str) else None  # pyright: ignore[reportUnnecessaryIsInstance]
    if instant is None or instant.tzinfo is None or not EARLIEST < instant.date() < TOO_LATE:
        raise GraphQLError("A DateTime has an offset, such as 2026-04-01T09:30:00Z.")
    return instant.astimezone(UTC)


def _read(read: Callable[[str], T], text: str) -> T | None:
    try:
        return read(text)
    except ValueError:
        return None


SCALARS: dict[object, ScalarDefinition] = {
    Money: strawberry.scalar(
        name="Money",
        description='An exact amount in pounds, as a decimal string with two places: "1071.52". May be '
        "negative.",
        serialize=write_money,
        parse_value=read_money,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A day in Europe/London, ISO 8601: 2026-04-01.",
        serialize=date.isoformat,
        parse_value=read_day,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="An instant, ISO 8601 with its offset: 2026-04-01T09:30:00+00:00.",
        serialize=datetime.isoformat,
        parse_value=read_instant,
    ),
}
