"""What payments pay: in the order of the log, the charge that a payment names, else the oldest unpaid one."""

import re
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from finance.books.lines import OPENING, Line
from finance.books.periods import Periods

LineKey = tuple[int, int, int]
LotKey = tuple[int, int, int]

_PLAIN = re.compile(r"[^0-9A-Z]+")


def plain(text: str) -> str:
    """Letters and figures only, as banks leave of a reference."""
    return _PLAIN.sub("", text.upper())


class Naming(NamedTuple):
    """What is in every invoice number of a home and payer: home code–period start–payer code."""

    home: str
    payer: str

    def number(self, starts_on: date) -> str:
        """The invoice's number."""
        return f"{self.home}-{starts_on:%Y%m%d}-{self.payer}"

    def named_in(self, reference: str, periods: Periods) -> frozenset[int]:
        """The periods whose invoices a reference names."""
        text = plain(reference)
        pattern = f"(?={re.escape(plain(self.home))}([0-9]{{8}}){re.escape(plain(self.payer))})"
        return frozenset(_numbers(re.findall(pattern, text), periods))


def _numbers(found: Iterable[str], periods: Periods) -> Iterable[int]:
    for digits in found:
        try:
            day = date.fromisoformat(digits)
        except ValueError:
            continue
        number = periods.number(day)
        if periods.start(number) == day:
            yield number


class Lot(Struct, frozen=True, gc=False):
    """Money that can pay charges: a payment, or an adjustment in the payer's favour."""

    key: LotKey
    posted_on: date
    pence: int
    names: frozenset[int] = frozenset()
    text: str = ""
    """Its reference in letters and figures only."""
    reference: str = ""
    """The same as the bank shows it."""

    def is_for(self, line: Line) -> bool:
        """Whether it names the invoice, or the document, of a line."""
        if line.invoice == OPENING:
            return bool(self.text and line.document) and plain(line.document) in self.text
        return line.invoice in self.names


class Received(Struct, frozen=True, gc=False):
    """A payment as it counts, or the reversal of one."""

    position: int
    """Of the fact since which it counts."""
    recorded_on: date
    lot: Lot
    reverses: bool = False
    posted_on: date = date.min
    """The day of the books of this row."""

    @property
    def pence(self) -> int:
        """Negative for a reversal."""
        return -self.lot.pence if self.reverses else self.lot.pence


class Use(NamedTuple):
    """From a day on money of a lot pays a line, or, negative, no longer; without a line it is taken back."""

    lot: Lot
    line: Line | None
    pence: int
    on: date
    position: int
    """Of the fact that caused it."""


class OpenLine(Struct):
    """A line and what of it is not paid."""

    line: Line
    left: int
    since: date = date.min
    """The day on which it was last opened again: until then something else had paid it."""
    kept: int = 0
    """Beside what is left, what money recorded after the closed days has paid in them."""


class OpenLot(Struct):
    """Money and what of it pays nothing yet."""

    lot: Lot
    left: int


class Standing(Struct):
    """How a payer's account stood when everything of the closed days had been applied."""

    lines: list[OpenLine]
    lots: list[OpenLot]
    uses: dict[LotKey, list[Use]]
    through: date = date.min
    late: Mapping[LotKey, Sequence[Use]] = {}
    """By money recorded after the closed days, what it has paid in them: there it is paid for ever."""


def lot_of(line: Line) -> Lot:
    """An adjustment in the payer's favour, as money that can pay."""
    return Lot(line.key, line.posted_on, -line.pence)


_OLDEST = attrgetter("line.posted_on", "line.due_on", "line.key")


class Application:
    """Applies money to lines, from a standing on."""

    def __init__(self, standing: Standing) -> None:
        self._lines = [copy(entry) for entry in standing.lines]
        self._lots = [copy(entry) for entry in standing.lots]
        self._known = standing.uses
        self._late = standing.late
        self._own: dict[LotKey, list[Use]] = {}
        self.uses: list[Use] = []

    def run(self, lines: Iterable[Line], received: Sequence[Received]) -> list[Use]:
        """Lines join in on their day, money in the order of the log on the day on which it was recorded."""
        steps: list[tuple[tuple[date, int, tuple[int, int, int]], Line | Received]] = [
            ((line.posted_on, int(line.pence > 0), line.key), line) for line in lines
        ]
        steps += [((row.recorded_on, 2, (row.position, 0, 0)), row) for row in received]
        steps.sort(key=lambda step: step[0])
        for _, step in steps:
            match step:
                case Line(pence=pence):
                    if pence > 0:
                        self._charge(step)
                    elif pence:
                        self._lots.append(OpenLot(lot_of(step), -pence))
                case Received(reverses=True):
                    self._take_back(step)
                case Received():
                    self._pay(step)
        return self.uses

    def standing(self, through: date) -> Standing:
        """How it stands now, to go on from in place of the one before, whose uses it takes over."""
        for use in self.uses:
            self._known.setdefault(use.lot.key, []).append(use)
        return Standing(self._lines, self._lots, self._known, through, self._late)

    def _charge(self, line: Line) -> None:
        """A new line, which credit pays: first what names it, then in the order in which it came."""
        entry = OpenLine(line, line.pence)
        for lot in [*(lot for lot in self._lots if lot.lot.is_for(line)), *self._lots]:
            if not entry.left:
                break
            self._use(lot, entry, line.position)
        self._lots = [lot for lot in self._lots if lot.left]
        if entry.left:
            insort(self._lines, entry, key=_OLDEST)

    def _pay(self, row: Received) -> None:
        lot = OpenLot(row.lot, row.lot.pence)
        for use in self._late.get(row.lot.key, ()):
            self._use_again(lot, use)
        if row.lot.names or row.lot.text:
            for entry in self._lines:
                if row.lot.is_for(entry.line):
                    self._use(lot, entry, row.position)
        for entry in self._lines:
            if not lot.left:
                break
            self._use(lot, entry, row.position)
        self._lines = [entry for entry in self._lines if entry.left or entry.kept]
        if lot.left:
            self._lots.append(lot)

    def _use_again(self, lot: OpenLot, use: Use) -> None:
        """As it was in the closed days."""
        lot.left -= use.pence
        for entry in self._lines:
            if use.line is not None and entry.line.key == use.line.key:
                kept = min(entry.kept, use.pence)
                entry.kept -= kept
                entry.left -= min(entry.left, use.pence - kept)
        self._note(use)

    def _use(self, lot: OpenLot, entry: OpenLine, position: int) -> None:
        pence = min(lot.left, entry.left)
        if pence:
            lot.left -= pence
            entry.left -= pence
            on = max(lot.lot.posted_on, entry.line.posted_on, entry.since)
            self._note(Use(lot.lot, entry.line, pence, on, position))

    def _take_back(self, row: Received) -> None:
        """Its credit, and what it had paid, which is owed again; other credit waits for new charges."""
        lot = row.lot
        for use in self._paid_by(lot):
            on = max(use.on, row.posted_on)
            self._note(use._replace(pence=-use.pence, on=on, position=row.position))
            if use.line is not None:
                self._reopen(use.line, use.pence, on)
        self._lots = [entry for entry in self._lots if entry.lot.key != lot.key]
        self._note(Use(lot, None, lot.pence, row.posted_on, row.position))

    def _paid_by(self, lot: Lot) -> list[Use]:
        """What it pays now, a line once."""
        paid: dict[LineKey, Use] = {}
        for use in [*self._known.get(lot.key, ()), *self._own.get(lot.key, ())]:
            if use.line is not None:
                before = paid.get(use.line.key)
                paid[use.line.key] = use if before is None else use._replace(pence=before.pence + use.pence)
        return [use for use in paid.values() if use.pence]

    def _reopen(self, line: Line, pence: int, on: date) -> None:
        for entry in self._lines:
            if entry.line.key == line.key:
                entry.left += pence
                entry.since = max(entry.since, on)
                return
        insort(self._lines, OpenLine(line, pence, on), key=_OLDEST)

    def _note(self, use: Use) -> None:
        self.uses.append(use)
        self._own.setdefault(use.lot.key, []).append(use)
