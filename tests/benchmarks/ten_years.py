"""A home's facts about money over ten years: ten residents, two payers each, rising rates, and payments."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from uuid import UUID, uuid5

from finance.books import facts as told
from finance.books.facts import Fact
from finance.books.periods import LENGTH
from finance.days import OPEN
from households.terms import AbsenceReason, PayerKind
from tests.benchmarks.load import NAMESPACE

BEGINS, ENDS = date(2016, 4, 4), date(2026, 3, 30)
RESIDENTS = 10
COUNCIL = uuid5(NAMESPACE, "council")
HOUSE = uuid5(NAMESPACE, "house")
NURSING = uuid5(NAMESPACE, "nursing")


def payer(number: int) -> UUID:
    """Who tops up in a room."""
    return uuid5(NAMESPACE, f"payer/{number}")


class TenYears:
    """Tells them day by day; each fact is recorded on its own day, and now and then one is late."""

    def __init__(self) -> None:
        self._random = Random(1)
        self._version = 0
        self._stays: dict[int, tuple[int, list[int]]] = {}
        """By room, the stay and its contributions."""
        self._people = 0

    def facts(self) -> list[Fact]:
        """In the order of the log, their positions counted from 1."""
        told_so_far = list(self._tell())
        told_so_far.sort(key=lambda entry: entry[0])
        return [
            Fact(place, version, recorded, min(day, recorded), what)
            for place, (recorded, day, version, what) in enumerate(told_so_far, 1)
        ]

    def _tell(self) -> Iterator[tuple[date, date, int, told.Any]]:
        yield self._said(BEGINS, told.Opened(BEGINS))
        for room in range(RESIDENTS):
            yield from self._move_in(room, BEGINS)
        day = BEGINS
        while day < ENDS:
            day += timedelta(days=LENGTH)
            for room in range(RESIDENTS):
                yield from self._live(room, day)
            yield from self._pay(day)
            if day.month == 4 and day.day <= LENGTH:
                yield from self._raise_rates(day)

    def _said(self, day: date, what: told.Any, late: int = 0) -> tuple[date, date, int, told.Any]:
        self._version += 1
        return day + timedelta(days=late), day, self._version, what

    def _move_in(self, room: int, day: date) -> Iterator[tuple[date, date, int, told.Any]]:
        self._people += 1
        resident = uuid5(NAMESPACE, f"resident/{self._people}")
        yield self._said(day, told.MovedIn(resident, HOUSE, str(room), day))
        stay, agreed = self._version, list[int]()
        pays = [
            (COUNCIL, PayerKind.LOCAL_AUTHORITY, "LA1", 80500),
            (payer(room), PayerKind.TOP_UP, f"T{room}", 12000),
        ]
        if room % 2:
            pays.append((NURSING, PayerKind.FNC, "FNC", 25406))
        for payer_id, kind, ref, weekly in pays:
            yield self._said(day, told.Agreed(resident, payer_id, kind, ref, weekly, day, OPEN))
            agreed.append(self._version)
        self._stays[room] = stay, agreed

    def _live(self, room: int, day: date) -> Iterator[tuple[date, date, int, told.Any]]:
        stay, agreed = self._stays[room]
        chance = self._random.random()
        if chance < 0.03:
            yield self._said(day, told.MovedOut(stay, day, chance < 0.02))
            for contribution in agreed:
                yield self._said(day, told.ContributionEnded(contribution, day))
            yield from self._move_in(room, day + timedelta(days=9))
        elif chance < 0.1:
            yield self._said(day, told.WentAway(stay, day, AbsenceReason.HOSPITAL))
            yield self._said(day + timedelta(days=8), told.CameBack(self._version, day + timedelta(days=8)))

    def _pay(self, day: date) -> Iterator[tuple[date, date, int, told.Any]]:
        for payer_id, pence in [(COUNCIL, 3_200_000), (NURSING, 500_000)]:
            yield self._said(day + timedelta(days=20), told.Paid(payer_id, day, pence, "", False), 2)
        for room in range(RESIDENTS):
            if self._random.random() < 0.9:
                on = day + timedelta(days=self._random.randrange(25))
                yield self._said(on, told.Paid(payer(room), on, 48000, "", False))

    def _raise_rates(self, day: date) -> Iterator[tuple[date, date, int, told.Any]]:
        for room, (stay, agreed) in list(self._stays.items()):
            changed: list[int] = []
            for contribution in agreed:
                weekly = 80500 + 1000 * (day.year - BEGINS.year)
                yield self._said(day, told.RateChanged(contribution, weekly, day, OPEN), 10)
                changed.append(self._version)
            self._stays[room] = stay, changed
