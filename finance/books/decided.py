"""Which homes' books a decision of finance changes: those of the others are kept as they are."""

from collections.abc import Iterable
from typing import NamedTuple

from finance.books import facts as told


class Reach(NamedTuple):
    """How far some decisions reach, by their places in the log."""

    last: int = 0
    all_homes: int = 0
    """The last that can change the books of any home."""
    kinds: tuple[tuple[str, int], ...] = ()
    """Those that change what one kind of payer is charged, by kind."""
    rewrites: int = 0
    """The last after which rows of closed days too may be written otherwise."""


def reach_of(decisions: Iterable[tuple[int, told.Any]]) -> Reach:
    """Of decisions, each with its place in the log.

    A fee moves nothing that is kept: it is worked out with the ledger's entries. Raising and closing fix
    what is there, due dates included, and it is what comes later that they have fall elsewhere. So terms
    change what is charged in open days alone, however early the day from which they hold.
    """
    last, all_homes, rewrites = 0, 0, 0
    kinds: list[tuple[str, int]] = []
    for position, decision in decisions:
        last = position
        match decision:
            case told.FeeSet() | told.Raised() | told.Closed():
                pass
            case told.TermsSet(payer_kind=kind):
                kinds.append((kind.value, position))
            case _:
                all_homes = rewrites = position
    return Reach(last, all_homes, tuple(kinds), rewrites)
