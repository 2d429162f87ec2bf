"""How figures stand in tables: counts as whole as they are, rates with as many places all the way down."""

from typing import Self

from network.web.drawing import number


class Figure(str):
    """A number as it is shown, which knows all its digits for who goes on reckoning with it."""

    __slots__ = ("in_full",)

    in_full: str

    def __new__(cls, shown: str, amount: float) -> Self:
        """Written so, of this amount."""
        figure = super().__new__(cls, shown)
        figure.in_full = in_full(amount)
        return figure


def in_full(amount: float | None) -> str:
    """A number with all digits that may matter, as any program reads it; nothing where it is not known."""
    return "" if amount is None else f"{amount:.6f}".rstrip("0").rstrip(".")


def count_written(amount: float | None) -> str:
    """A count, or a sum of parts of days; nothing where nothing is known."""
    return "" if amount is None else number(round(amount, 2))


def rate_written(amount: float | None) -> str:
    """A rate, so that a column can be read downwards; one below 1 keeps what tells it from its neighbours."""
    if amount is None:
        return ""
    small = f"{amount:.2f}"
    return Figure(small if amount and abs(float(small)) < 1 else f"{amount:,.1f}", amount)
