"""A home's books, worked out from its facts: lines, receipts, and what pays what from which day on."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from msgspec import Struct

from finance.books import facts as told
from finance.books.charges import Charges
from finance.books.facts import Fact
from finance.books.lines import Line
from finance.books.periods import Periods
from finance.books.receipts import Application, Lot, Naming, Received, Standing, Use, plain
from finance.books.rules import Rules
from finance.books.standing import close_at
from households.terms import PayerKind


class Closing(Struct, frozen=True, gc=False):
    """Books closed through a day, by a place in the log."""

    position: int
    through: date


class Account(Struct):
    """What there is of one payer in one home."""

    payer_id: UUID
    kind: PayerKind
    naming: Naming
    lines: list[Line]
    received: list[Received]
    uses: list[Use]


class Books(Struct):
    """The books of one home, as a part of the log tells them; charges up to a day."""

    home_id: UUID
    accounts: dict[UUID, Account]
    closings: list[Closing]
    periods: Periods
    rules: Rules
    charged_through: date
    """Charges up to this charge date are in them."""
    dues: dict[tuple[UUID, int], date]
    """When the adjustments on an invoice that is raised or closed are due with it, by payer and period."""

    @property
    def closed_through(self) -> date | None:
        """The last closed day."""
        return self.closings[-1].through if self.closings else None


class _Ledger:
    """One payer's account while it is being worked out."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.standing = Standing([], [], {})
        self.open_lines: list[Line] = []
        """Fixed, and posted after the closed days."""
        self.open_received: list[Received] = []
        """Recorded after them."""

    def apply(self, unfixed: Iterable[Line]) -> list[Use]:
        """What pays what in the open days."""
        uses = Application(self.standing).run([*self.open_lines, *unfixed], self.open_received)
        return [use for use in uses if use.on > self.standing.through]

    def close(self, through: date, unfixed: Iterable[Line]) -> None:
        """Keep what was so through a day for ever."""
        if not any(entry.posted_on <= through for entry in (*self.open_lines, *self.open_received)):
            return
        self.standing, uses = close_at(self.standing, through, self.open_lines, self.open_received, unfixed)
        self.account.uses += uses
        self.open_lines = [line for line in self.open_lines if line.posted_on > through]
        self.open_received = [row for row in self.open_received if row.recorded_on > through]


class Bookkeeping:
    """Works out a home's books fact by fact, in the order of the log."""

    def __init__(self, home_id: UUID, home_ref: str) -> None:
        self._home_id = home_id
        self._home_ref = home_ref
        self._charges = Charges(home_id)
        self._ledgers: dict[UUID, _Ledger] = {}
        self._paid: dict[int, tuple[UUID, told.Paid]] = {}
        self._lots: dict[int, Lot] = {}
        """Of payments that count, by their ids."""
        self._booked = 0
        self._closings: list[Closing] = []
        self._latest = date.min
        """The day on which the last fact was recorded: days don't go back along the log."""

    def take(self, fact: Fact) -> None:
        """Go on by a fact."""
        self._latest = max(self._latest, fact.recorded_on)
        closed = self._charges.closed_through
        self._charges.take(fact)
        match fact.told:
            case told.Paid():
                self._paid[fact.version] = (fact.told.payer_id, fact.told)
                if not fact.told.in_doubt:
                    self._receive(fact, fact.version)
            case told.DoubtSettled(payment=payment, is_same=False):
                self._receive(fact, payment)
            case told.PaidBack(payment=payment, on=on):
                self._take_back(fact, payment, on)
            case told.Closed(through=through) if closed is None or through > closed:
                self._close(fact, through)
            case _:
                pass

    def books(self, charged_through: date) -> Books:
        """As they stand after the facts that were taken, with charges up to a charge date."""
        self._book()
        unfixed = self._unfixed(charged_through)
        accounts: dict[UUID, Account] = {}
        for payer_id in [*self._ledgers, *(payer for payer in unfixed if payer not in self._ledgers)]:
            ledger = self._ledger(payer_id)
            coming = unfixed.get(payer_id, [])
            kept = ledger.account
            accounts[payer_id] = Account(
                payer_id,
                kept.kind,
                kept.naming,
                [*kept.lines, *coming],
                kept.received,
                [*kept.uses, *ledger.apply(coming)],
            )
        return Books(
            self._home_id,
            accounts,
            list(self._closings),
            self._charges.periods,
            self._charges.rules,
            charged_through,
            dict(self._charges.dues),
        )

    def _close(self, fact: Fact, through: date) -> None:
        self._book()
        unfixed = self._unfixed(max(self._latest, through), after=through)
        for payer_id, ledger in self._ledgers.items():
            ledger.close(through, unfixed.get(payer_id, []))
        self._closings.append(Closing(fact.position, through))

    def _book(self) -> None:
        """Give lines that are new to the payers they charge."""
        for line in self._charges.lines[self._booked :]:
            ledger = self._ledger(line.payer_id)
            ledger.account.lines.append(line)
            ledger.open_lines.append(line)
        self._booked = len(self._charges.lines)

    def _unfixed(self, through: date, after: date = date.min) -> dict[UUID, list[Line]]:
        found: dict[UUID, list[Line]] = {}
        last = self._charges.periods.last_charged_through(through)
        for line in self._charges.unfixed(last, after):
            found.setdefault(line.payer_id, []).append(line)
        return found

    def _receive(self, fact: Fact, payment: int) -> None:
        payer_id, paid = self._paid[payment]
        ledger = self._ledger(payer_id)
        posted_on = max(paid.on, self._charges.first_open)
        lot = Lot(
            (payment, 0, fact.position),
            posted_on,
            paid.pence,
            ledger.account.naming.named_in(paid.reference, self._charges.periods),
            plain(paid.reference),
            paid.reference,
        )
        self._lots[payment] = lot
        self._note(ledger, Received(fact.position, self._latest, lot, False, posted_on))

    def _take_back(self, fact: Fact, payment: int, on: date) -> None:
        """What never counted is not taken back either."""
        lot = self._lots.pop(payment, None)
        if lot is not None:
            ledger = self._ledger(self._paid[payment][0])
            posted_on = max(on, self._charges.first_open)
            self._note(ledger, Received(fact.position, self._latest, lot, True, posted_on))

    def _note(self, ledger: _Ledger, row: Received) -> None:
        ledger.account.received.append(row)
        ledger.open_received.append(row)

    def _ledger(self, payer_id: UUID) -> _Ledger:
        ledger = self._ledgers.get(payer_id)
        if ledger is None:
            naming = Naming(self._home_ref, self._charges.agreements.payer_refs[payer_id])
            account = Account(payer_id, self._charges.agreements.kind_of(payer_id), naming, [], [], [])
            ledger = self._ledgers[payer_id] = _Ledger(account)
        return ledger


def keep(home_id: UUID, home_ref: str, facts: Iterable[Fact], charged_through: date) -> Books:
    """The books of a home, from its facts and those of the network in the order of the log."""
    bookkeeping = Bookkeeping(home_id, home_ref)
    for fact in facts:
        bookkeeping.take(fact)
    return bookkeeping.books(charged_through)
