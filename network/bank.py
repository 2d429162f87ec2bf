"""Records what the bank shows as payments in homes: by the home's own command, decided by its own rules."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from finance.bank.candidates import Candidates
from finance.bank.deciding import Payments
from finance.bank.desk import BankDesk
from finance.bank.reading import BankLines
from finance.bank.remitters import Remitters
from finance.bank.service import Bank
from finance.bank.splitting import Splitting
from finance.payments.names import PayerNames
from households.payments import ReceivePayment, ReversePayment
from households.recording.envelope import Envelope
from households.recording.service import Households
from network.access.viewer import Role, Viewer
from network.directory.service import Directory
from network.eventstore.keyring import Keyring
from network.eventstore.record_id import RecordId
from network.eventstore.store import EventStore
from network.postgres.pool import DatabasePool
from network.projections.waiting import Waiting

METHOD = "Bank statement"
NO_REFERENCE = "Bank statement"


class BankPayments:
    """What finance adds to a home's stream from a statement, and nothing else; it says who added it."""

    def __init__(self, households: Households, clock: Callable[[], datetime]) -> None:
        self._households = households
        self._clock = clock

    async def receive(
        self,
        viewer: Viewer,
        home_id: UUID,
        payer_id: UUID,
        received_on: date,
        amount: Decimal,
        reference: str,
        remittance: str | None,
        command_id: UUID,
    ) -> int:
        """Record a payment; its version in the home's stream. Raises what `Households.record` raises."""
        command = ReceivePayment(
            payer=str(payer_id),
            received_on=received_on,
            amount=amount,
            reference=reference or NO_REFERENCE,
            method=METHOD,
            remittance=remittance,
        )
        recorded = await self._households.record(
            for_books(viewer), home_id, command, self._envelope(command_id)
        )
        return RecordId.parse(recorded.id or "").version

    async def reverse(self, viewer: Viewer, home_id: UUID, payment: int, on: date, command_id: UUID) -> None:
        """Take a payment back, whole, on the day on which it had come."""
        command = ReversePayment(
            payment=str(RecordId(home_id, payment)), reversed_on=on, reason="Matched wrongly with the bank"
        )
        await self._households.record(for_books(viewer), home_id, command, self._envelope(command_id))

    def _envelope(self, command_id: UUID) -> Envelope:
        return Envelope(command_id=command_id, now=self._clock())


def for_books(viewer: Viewer) -> Viewer:
    """Finance may record in no home; what it says of money it may, once allowed, under its own name."""
    viewer.check(viewer.may_keep_books())
    return replace(viewer, role=Role.SYSTEM)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFoundation:
    """What the bank is made of."""

    pool: DatabasePool
    store: EventStore
    keyring: Keyring
    homes: Directory
    households: Households
    positions: Waiting
    clock: Callable[[], datetime]


def make_bank(foundation: BankFoundation) -> BankDesk:
    """The bank, put together."""
    pool, clock = foundation.pool, foundation.clock
    names = PayerNames(pool, foundation.keyring)
    remitters = Remitters(pool, clock)
    bank = Bank(
        store=foundation.store,
        pool=pool,
        homes=foundation.homes,
        payments=Payments(pool, BankPayments(foundation.households, clock)),
        positions=foundation.positions,
        clock=clock,
    )
    return BankDesk(
        bank,
        BankLines(pool, foundation.keyring, names, Candidates(pool, names, clock), remitters),
        Splitting(bank, foundation.homes, pool),
        remitters,
    )
