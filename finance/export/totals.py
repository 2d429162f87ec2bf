"""What a file adds up to, so that whoever reads it in can tell that all of it arrived."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta


class ControlTotals(msgspec.Struct, frozen=True, kw_only=True):
    """Row count and sums of one export; the same snapshot as its rows."""

    rows: Annotated[int, Meta(description="Payments and reversals in the file; its header not counted.")]
    control_total: Annotated[Decimal, Meta(description="The sum of the column amount, reversals taken off.")]
    possible_duplicate_rows: Annotated[
        int,
        Meta(
            description="Payments left out of the file: each may repeat an earlier one. With their reversals."
        ),
    ]
    possible_duplicate_total: Annotated[
        Decimal, Meta(description="Their sum; it is no part of the control total.")
    ]
    from_on: Annotated[date, Meta(description="The first day of the books in the file.")]
    to_on: Annotated[date, Meta(description="The last day of the books in the file.")]
    home_ref: Annotated[
        str | None, Meta(description="The home, where the file holds one home's payments only.")
    ]
    known_at: Annotated[
        datetime, Meta(description="The file says what the books said then; ask again with it.")
    ]
