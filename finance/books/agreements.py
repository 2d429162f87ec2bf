"""What the payers of a home agreed to, contribution by contribution, as known now."""

from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct

from finance.books import facts as told
from finance.books.facts import Fact
from finance.books.nights import Contribution
from finance.days import DAY
from households.terms import PayerKind


class Owing(Struct):
    """A contribution and what it has been fixed at, by period: nights and pence."""

    agreed: Contribution
    fixed: dict[int, tuple[int, int]]
    span: tuple[int, int] | None = None
    """The first and the last period in which anything can be charged; None: to be found out."""


class Agreements:
    """The contributions of a home by the id of each."""

    def __init__(self) -> None:
        self._owing: dict[int, Owing] = {}
        self._kinds: dict[UUID, PayerKind] = {}
        self.payer_refs: dict[UUID, str] = {}

    def all(self) -> Iterable[Owing]:
        """Every contribution, in the order in which they were agreed."""
        return self._owing.values()

    def owing(self, contribution: int) -> Owing:
        """One contribution by its id."""
        return self._owing[contribution]

    def kind_of(self, payer_id: UUID) -> PayerKind:
        """What kind of payer it is."""
        return self._kinds[payer_id]

    def of_kind(self, kind: PayerKind) -> list[Owing]:
        """Those of payers of a kind."""
        return [owing for owing in self._owing.values() if owing.agreed.kind is kind]

    def of_residents(self, resident_ids: Iterable[UUID]) -> list[Owing]:
        """Those for residents."""
        wanted = set(resident_ids)
        return [owing for owing in self._owing.values() if owing.agreed.resident_id in wanted]

    def agree(self, fact: Fact, agreed: told.Agreed) -> Owing:
        """A payer agreed to a weekly amount."""
        self._kinds[agreed.payer_id] = agreed.payer_kind
        self.payer_refs[agreed.payer_id] = agreed.payer_ref
        contribution = Contribution(
            fact.version,
            fact.position,
            agreed.resident_id,
            agreed.payer_id,
            agreed.payer_kind,
            agreed.weekly,
            agreed.begins_on,
            agreed.ends_on,
        )
        return self._keep(contribution)

    def change_rate(self, fact: Fact, changed: told.RateChanged) -> list[Owing]:
        """From a day on another amount: one contribution ends, another begins; both of them."""
        before = self._owing[changed.contribution]
        old = before.agreed
        old.ends_on = changed.begins_on - DAY
        contribution = Contribution(
            fact.version,
            fact.position,
            old.resident_id,
            old.payer_id,
            old.kind,
            changed.weekly,
            changed.begins_on,
            changed.ends_on,
        )
        return [before, self._keep(contribution)]

    def put_right(self, right: told.ContributionPutRight) -> Owing:
        """It was recorded wrongly: amount and days as they should have been."""
        owing = self._owing[right.contribution]
        agreed = owing.agreed
        agreed.weekly, agreed.begins_on, agreed.ends_on = right.weekly, right.begins_on, right.ends_on
        return owing

    def _keep(self, contribution: Contribution) -> Owing:
        owing = self._owing[contribution.version] = Owing(contribution, {})
        return owing
