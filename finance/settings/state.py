"""Finance's stream as it stands: small enough to be kept whole."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from finance.books.periods import ANCHOR, Periods
from finance.events import (
    BillingPeriodsAnchored,
    BooksClosed,
    ChargingTermsSet,
    FranchiseFeeSet,
    InvoicesRaised,
    PaymentPromised,
    PromiseTakenBack,
)
from households.terms import PayerKind
from network.eventstore.event import Event


@dataclass(slots=True)
class FinanceState:
    """What finance has decided."""

    version: int = 0
    anchor: date = ANCHOR
    terms: dict[tuple[PayerKind, date], ChargingTermsSet] = field(
        default_factory=dict[tuple[PayerKind, date], ChargingTermsSet]
    )
    fees: dict[date, FranchiseFeeSet] = field(default_factory=dict[date, FranchiseFeeSet])
    raised: dict[date, set[UUID | None]] = field(default_factory=dict[date, set[UUID | None]])
    """By the first day of the period, the homes; None stands for all."""
    raised_at: dict[date, datetime] = field(default_factory=dict[date, datetime])
    """When the period was last raised, by its first day."""
    closed_through: date | None = None
    closings: list[tuple[date, datetime]] = field(default_factory=list[tuple[date, datetime]])
    """Through which day, and when."""
    promises: dict[int, PaymentPromised] = field(default_factory=dict[int, PaymentPromised])
    """Those that stand, by their versions."""
    promises_taken_back: set[int] = field(default_factory=set[int])

    @property
    def periods(self) -> Periods:
        """The billing periods."""
        return Periods(self.anchor)

    def is_raised(self, period_starts_on: date, home_id: UUID | None) -> bool:
        """Whether a period is raised in a home, or with None in all."""
        homes = self.raised.get(period_starts_on, set[UUID | None]())
        return None in homes or (home_id is not None and home_id in homes)

    def evolve(self, event: Event, version: int) -> None:
        """Take in the next event of the stream."""
        self.version = version
        match event:
            case ChargingTermsSet():
                self.terms[event.payer_kind, event.begins_on] = event
            case FranchiseFeeSet():
                self.fees[event.begins_on] = event
            case BillingPeriodsAnchored():
                self.anchor = event.anchor
            case InvoicesRaised():
                self.raised.setdefault(event.period_starts_on, set()).add(event.home_id)
                self.raised_at[event.period_starts_on] = event.occurred_at
            case BooksClosed():
                self.closed_through = event.through
                self.closings.append((event.through, event.occurred_at))
            case PaymentPromised():
                self.promises[version] = event
            case PromiseTakenBack(about=int(promise)):
                self.promises.pop(promise, None)
                self.promises_taken_back.add(promise)
            case _:
                pass
