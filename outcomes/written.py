"""How figures stand in tables: counts as whole as they are, rates with as many places all the way down."""

from network.web.drawing import number


def count_written(amount: float | None) -> str:
    """A count, or a sum of parts of days; nothing where nothing is known."""
    return "" if amount is None else number(round(amount, 2))


def rate_written(amount: float | None) -> str:
    """A rate, so that a column can be read downwards; one below 1 keeps what tells it from its neighbours."""
    if amount is None:
        return ""
    small = f"{amount:.2f}"
    return small if amount and abs(float(small)) < 1 else f"{amount:,.1f}"
