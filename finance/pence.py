"""Money as whole pence: exact, and quick to add up. Pounds are what people and contracts read."""

from decimal import Decimal

PENNY = Decimal("0.01")


def to_pence(pounds: Decimal) -> int:
    """Pounds with at most two decimals, as pence. Raises `ValueError` for a part of a penny."""
    pence = pounds * 100
    if pence != pence.to_integral_value():
        raise ValueError("Money has at most two decimals.")
    return int(pence)


def to_pounds(pence: int) -> Decimal:
    """Pence as pounds with two decimals."""
    return Decimal(pence).scaleb(-2)


def half_even(numerator: int, denominator: int) -> int:
    """The nearest whole number to a fraction; of two that are as near, the even one."""
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))
