"""How a payer's account stands when days are closed: what comes later starts from there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from finance.books.lines import Line
from finance.books.receipts import Application, LineKey, LotKey, OpenLine, Received, Standing, Use


def close_at(
    before: Standing,
    through: date,
    lines: Sequence[Line],
    received: Sequence[Received],
    unfixed: Iterable[Line],
) -> tuple[Standing, list[Use]]:
    """The standing at the end of a day, and what pays what through it that an earlier one did not say.

    It is how far applying had come by that day. Money that was received then and recorded later is applied
    when its turn comes, and pays again what it had paid of those days. So a close by itself moves nothing.
    """
    applied = Application(before)
    done = applied.run(
        [line for line in lines if line.posted_on <= through],
        [row for row in received if row.recorded_on <= through],
    )
    standing = applied.standing(through)
    coming = Application(standing).run(
        [*(line for line in lines if line.posted_on > through), *unfixed],
        [row for row in received if row.recorded_on > through],
    )
    late = [use for use in coming if use.on <= through]
    _keep_for(standing, late)
    return standing, [use for use in (*done, *late) if use.on > before.through]


def _keep_for(standing: Standing, late: Iterable[Use]) -> None:
    """What such money pays is kept for it, but for what a reversal opens before its turn comes."""
    paid: defaultdict[LotKey, list[Use]] = defaultdict(list)
    taken: defaultdict[LineKey, int] = defaultdict(int)
    most: defaultdict[LineKey, int] = defaultdict(int)
    for use in late:
        if use.line is not None:
            taken[use.line.key] += use.pence
            most[use.line.key] = max(most[use.line.key], taken[use.line.key])
            if use.pence > 0:
                paid[use.lot.key].append(use)
    standing.late = paid
    standing.lines = [_with_kept(entry, most[entry.line.key]) for entry in standing.lines]


def _with_kept(entry: OpenLine, kept: int) -> OpenLine:
    return OpenLine(entry.line, entry.left + entry.kept - kept, entry.since, kept)
