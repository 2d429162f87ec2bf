"""Finance's words that others share."""

from decimal import Decimal

SHARE_PARTS = 10_000
"""A share of a night's price is counted in ten-thousandths, so that sums of shares stay whole numbers."""


def share_parts(share: Decimal) -> int:
    """A share from 0 to 1 with at most four decimals, in ten-thousandths."""
    return int(share * SHARE_PARTS)
