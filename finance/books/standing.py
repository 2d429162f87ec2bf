"""How a payer's account stands when days are closed: what comes later starts from there."""

from collections.abc import Iterable
from datetime import date

from finance.books.lines import Line
from finance.books.receipts import LineKey, LotKey, OpenLine, OpenLot, Received, Standing, Use, lot_of


def stand_at(
    before: Standing, through: date, lines: Iterable[Line], received: Iterable[Received], uses: list[Use]
) -> Standing:
    """The standing at the end of a day, from an earlier one and what was posted since then."""
    open_lines = {entry.line.key: OpenLine(entry.line, entry.left) for entry in before.lines}
    open_lots = {entry.lot.key: OpenLot(entry.lot, entry.left) for entry in before.lots}
    for line in lines:
        if line.posted_on <= through:
            _join(open_lines, open_lots, line)
    for row in received:
        if row.posted_on <= through and not row.reverses:
            open_lots[row.lot.key] = OpenLot(row.lot, row.lot.pence)
    kept = before.uses
    for use in uses:
        if use.on <= through:
            kept.setdefault(use.lot.key, []).append(use)
            open_lots.setdefault(use.lot.key, OpenLot(use.lot, 0)).left -= use.pence
            if use.line is not None:
                open_lines.setdefault(use.line.key, OpenLine(use.line, 0)).left -= use.pence
    return Standing(
        [entry for entry in open_lines.values() if entry.left],
        [entry for entry in open_lots.values() if entry.left],
        kept,
    )


def _join(lines: dict[LineKey, OpenLine], lots: dict[LotKey, OpenLot], line: Line) -> None:
    if line.pence > 0:
        lines[line.key] = OpenLine(line, line.pence)
    elif line.pence:
        lots[line.key] = OpenLot(lot_of(line), -line.pence)
