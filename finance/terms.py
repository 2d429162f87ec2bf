"""Finance's words that others share."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

SHARE_PARTS = 10_000
"""A share of a night's price is counted in ten-thousandths, so that sums of shares stay whole numbers."""


def share_parts(share: Decimal) -> int:
    """A share from 0 to 1 with at most four decimals, in ten-thousandths."""
    return int(share * SHARE_PARTS)


class Encoding(StrEnum):
    """How the letters of a file are written."""

    UTF_8 = "utf-8"
    WINDOWS_1252 = "windows-1252"


class DayFormat(StrEnum):
    """How a bank writes days."""

    BRITISH = "%d/%m/%Y"
    BRITISH_SHORT = "%d/%m/%y"
    BRITISH_WORDS = "%d %b %Y"
    ISO = "%Y-%m-%d"


Heading = Annotated[str, Meta(min_length=1, max_length=100)]


class ColumnMapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Under which headings the CSV of a bank has what; money in and out in one column, or in two."""

    booked_on: Annotated[Heading, Meta(description="The heading of the day.")]
    amount: Annotated[
        Heading, Meta(description="The heading of the amount, money out negative; or of money in alone.")
    ]
    money_out: (
        Annotated[Heading, Meta(description="The heading of money out, where it has a column of its own.")]
        | None
    ) = None
    reference: Annotated[Heading, Meta(description="The heading of the reference or description.")]
    payer: Annotated[Heading, Meta(description="The heading of who paid, where there is one.")] | None = None
    days: Annotated[DayFormat, Meta(description="How days are written.")] = DayFormat.BRITISH
    encoding: Annotated[Encoding, Meta(description="How letters are written.")] = Encoding.UTF_8
