"""The demo network's books without a database, worked out from what its homes tell of fees and payments."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random
from uuid import UUID, uuid5

from finance.books import facts as told
from finance.books.balances import items
from finance.books.books import Books, keep
from finance.books.facts import Fact, no_end
from finance.books.lines import LineKind
from finance.days import DAY
from finance.forecast.backtest import WEEKS, Told, compare, origins
from finance.forecast.bills import Bill, Bills
from finance.forecast.coming import Charge, bills_to_come
from finance.forecast.habits import History, Step
from finance.forecast.outlook import WEEK, look_ahead
from finance.pence import to_pence
from network.demo.fees import Contribution, Payer, contributions_of
from network.demo.homes import DemoHome, demo_homes
from network.demo.paying import Payment, payments_of
from network.demo.stays import Resident, residents_of

SEED = "hearth"
PEOPLE = UUID("68656172-7468-4b00-8000-0000000000de")


class DemoBooks:
    """Every home's books, and what a forecast reads of them."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.books = [_books(home, today) for home in demo_homes(today)]
        self.items = [
            item for books in self.books for account in books.accounts.values() for item in items(account)
        ]
        kinds = {payer: account.kind for books in self.books for payer, account in books.accounts.items()}
        changes: Counter[tuple[UUID, date, date]] = Counter()
        for item in self.items:
            payer, due = item.line.payer_id, item.line.due_on
            changes[payer, due, item.since] += item.pence
            changes[payer, due, item.until] -= item.pence
        steps = [Step(*key, pence) for key, pence in changes.items() if pence and key[2] < today]
        self.history = History(steps, kinds)

    def told(self) -> list[Told]:
        """The backtest of the whole network."""
        received: Counter[date] = Counter()
        for books in self.books:
            for account in books.accounts.values():
                for row in account.received:
                    received[row.posted_on] += row.pence
        known_since = min(item.since for item in self.items)
        found: list[Told] = []
        for day in origins(self.today, known_since):
            through = day + timedelta(days=WEEK * WEEKS - 1)
            outlook = look_ahead(self.history, self._bills(day, through), day, day, WEEKS)
            found += compare(outlook.weeks, received)
        return found

    def _bills(self, day: date, through: date) -> Bills:
        unpaid = [
            Bill(item.line.payer_id, item.line.due_on, item.pence)
            for item in self.items
            if item.since < day <= item.until
        ]
        to_come = bills_to_come(self._charges(day), day, through)
        return Bills.of([*unpaid, *to_come], self.history.payers)

    def _charges(self, day: date) -> Iterator[Charge]:
        period = timedelta(days=28)
        for books in self.books:
            for account in books.accounts.values():
                for line in account.lines:
                    if line.kind is LineKind.CHARGE and day - period <= line.posted_on < day + period:
                        yield Charge(
                            books.home_id, line.contribution, line.payer_id, line.posted_on, line.due_on,
                            line.nights, line.pence, line.weekly,
                        )  # fmt: skip


def _books(home: DemoHome, today: date) -> Books:
    def chance(subject: str) -> Random:
        return Random(f"{SEED}/{home.ref}/{subject}")

    residents = residents_of(home, today, chance("residents"))
    contributions = contributions_of(home, residents, today, chance("fees"))
    payments = payments_of(home, contributions, today, SEED, chance("payments"))
    story = _Story(home)
    for resident in residents:
        story.stay(resident)
    for contribution in contributions:
        story.agree(contribution)
    for payment in payments:
        story.pay(payment)
    return keep(_id(home.ref), home.ref, story.facts(), today + timedelta(days=91))


class _Story:
    """A home's facts; a record's id is the number under which it was told."""

    def __init__(self, home: DemoHome) -> None:
        self._home = home
        self._numbers = count(1)
        self._told: list[tuple[date, int, told.Any]] = []
        self._tell(home.begins_on, told.Opened(home.begins_on))

    def facts(self) -> list[Fact]:
        """In the order of their days."""
        ordered = sorted(self._told, key=lambda entry: entry[:2])
        return [Fact(place, number, day, day, what) for place, (day, number, what) in enumerate(ordered, 1)]

    def stay(self, resident: Resident) -> None:
        """Somebody lives there."""
        came, person = resident.moved_in_on, _id(f"{self._home.ref}/{resident.ref}")
        stay = self._tell(came, told.MovedIn(person, _id(resident.household), resident.room, came))
        if resident.moved_out_on:
            self._tell(resident.moved_out_on, told.MovedOut(stay, resident.moved_out_on, False))

    def agree(self, agreed: Contribution) -> None:
        """A payer pays for them."""
        (begins, weekly), *changes = agreed.amounts
        person, payer = _id(f"{self._home.ref}/{agreed.resident.ref}"), self._payer(agreed.payer)
        kind, ref, ends = agreed.payer.kind, agreed.payer.ref, no_end(agreed.ends_on)
        known = told.Agreed(person, payer, kind, ref, to_pence(weekly), begins, no_end(None))
        number = self._tell(begins, known)
        for day, changed in changes:
            number = self._tell(day, told.RateChanged(number, to_pence(changed), day, no_end(None)))
        if agreed.ends_on:
            self._tell(agreed.ends_on + DAY, told.ContributionEnded(number, ends))

    def pay(self, paid: Payment) -> None:
        """Money comes in; what was entered twice counts once."""
        payer, on = self._payer(paid.payer), paid.received_on
        number = self._tell(on, told.Paid(payer, on, to_pence(paid.amount), paid.reference, False))
        if paid.reversed_on:
            self._tell(paid.reversed_on, told.PaidBack(number, paid.reversed_on))

    def _payer(self, payer: Payer) -> UUID:
        """A public body is one payer in all homes."""
        return _id(payer.ref if payer.kind.is_public else f"{self._home.ref}/{payer.ref}")

    def _tell(self, day: date, what: told.Any) -> int:
        number = next(self._numbers)
        self._told.append((day, number, what))
        return number


def _id(name: str) -> UUID:
    return uuid5(PEOPLE, name)
