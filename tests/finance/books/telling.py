"""Facts of one small home, told one after another as a test needs them."""

from datetime import date
from uuid import UUID

from finance.books import facts as told
from finance.books.books import Account, Books, keep
from finance.books.facts import Fact
from finance.books.lines import Line
from finance.days import OPEN
from finance.terms import SHARE_PARTS
from households.terms import AbsenceReason, PayerKind

HOME = UUID(int=1)
HOUSE, OTHER_HOUSE = UUID(int=70), UUID(int=71)
EDITH, BERT = UUID(int=10), UUID(int=11)
COUNCIL, NHS, SON = UUID(int=100), UUID(int=101), UUID(int=102)
KINDS = {COUNCIL: PayerKind.LOCAL_AUTHORITY, NHS: PayerKind.FNC, SON: PayerKind.TOP_UP}
REFS = {COUNCIL: "LA1", NHS: "FNC", SON: "SON"}


class Told:
    """A home that charges from a day on; each fact is recorded on its own day unless another is said."""

    def __init__(self, charged_from: date) -> None:
        self.facts: list[Fact] = []
        self.tell(told.Opened(charged_from), charged_from)

    def tell(self, what: told.Any, day: date, recorded_on: date | None = None) -> int:
        """The fact's version."""
        version = len(self.facts) + 1
        recorded = recorded_on or day
        self.facts.append(Fact(version * 10, version, recorded, min(day, recorded), what))
        return version

    def lives(self, day: date, resident: UUID = EDITH, room: str | None = "1") -> int:
        return self.tell(told.MovedIn(resident, HOUSE, room, day), day)

    def leaves(self, stay: int, day: date, *, died: bool = False, recorded_on: date | None = None) -> None:
        self.tell(told.MovedOut(stay, day, died), day, recorded_on)

    def away(self, stay: int, day: date, back: date, reason: AbsenceReason = AbsenceReason.HOSPITAL) -> None:
        absence = self.tell(told.WentAway(stay, day, reason), day)
        self.tell(told.CameBack(absence, back), back)

    def agrees(self, payer: UUID, weekly: int, day: date, ends: date = OPEN, resident: UUID = EDITH) -> int:
        return self.tell(told.Agreed(resident, payer, KINDS[payer], REFS[payer], weekly, day, ends), day)

    def terms(
        self,
        payer: UUID,
        day: date,
        *,
        hospital: int = SHARE_PARTS,
        leaving_day: bool = False,
        nights_after_death: int = 0,
    ) -> None:
        self.tell(
            told.TermsSet(
                KINDS[payer], day, hospital, SHARE_PARTS, SHARE_PARTS, leaving_day, nights_after_death, 28
            ),
            day,
        )

    def pays(
        self, payer: UUID, pence: int, day: date, reference: str = "", recorded_on: date | None = None
    ) -> int:
        return self.tell(told.Paid(payer, day, pence, reference, False), day, recorded_on)

    def takes_back(self, payment: int, day: date, recorded_on: date | None = None) -> None:
        self.tell(told.PaidBack(payment, day), day, recorded_on)

    def raises(self, period: date, day: date) -> None:
        self.tell(told.Raised(period, None), day)

    def closes(self, through: date, day: date) -> None:
        self.tell(told.Closed(through), through, day)

    def books(self, through: date) -> Books:
        return keep(HOME, "ROSE", self.facts, through)

    def account(self, payer: UUID, through: date) -> Account:
        return self.books(through).accounts[payer]

    def lines(self, payer: UUID, through: date) -> list[Line]:
        books = self.books(through)
        account = books.accounts.get(payer)
        return [] if account is None else sorted(account.lines, key=lambda line: (line.posted_on, line.key))
