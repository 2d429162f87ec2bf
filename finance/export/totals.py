"""What a file adds up to, so that whoever reads it in can tell that all of it arrived."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Row count and sum of one export."""

    rows: Annotated[int, Meta(description="Rows in the file; its header not counted.")]
    control_total: Annotated[Decimal, Meta(description="The sum of the column that `added_up` names.")]
    added_up: Annotated[str, Meta(description="The column of which it is the sum.")] = "amount"
    from_on: Annotated[
        date | None, Meta(description="The first day of the books in the file; null: from the beginning.")
    ]
    to_on: Annotated[date, Meta(description="The last day of the books in the file.")]
    home_ref: Annotated[str | None, Meta(description="The home, where the file holds one home's rows only.")]
    known_at: Annotated[
        datetime, Meta(description="The file says what the books said then; ask again with it.")
    ]


class ControlTotals(Totals, frozen=True, kw_only=True):
    """Those of payments and reversals, of the same snapshot as the rows; the sum is of the column amount."""

    possible_duplicate_rows: Annotated[
        int,
        Meta(
            description="Payments left out of the file: each may repeat an earlier one. With their reversals."
        ),
    ]
    possible_duplicate_total: Annotated[
        Decimal, Meta(description="Their sum; it is no part of the control total.")
    ]
    unsettled_duplicates: Annotated[
        int, Meta(description="Those of them that nobody has settled and no home has reversed.")
    ]
    unsettled_duplicate_total: Annotated[Decimal, Meta(description="The sum of these.")]
