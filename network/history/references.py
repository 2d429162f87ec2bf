"""Checks that rows fit together: the homes, residents, staff, households and payers that they name."""

from collections.abc import Iterable
from typing import Protocol

from households.reference import sickness_reasons
from households.terms import PayerKind
from network.directory.boards import load_boards
from network.history.findings import Findings
from network.history.reading import History
from network.history.rows import (
    AbsenceRow,
    ContributionRow,
    FallRow,
    HomeRow,
    OpeningRow,
    PaymentRow,
    ResidentRow,
    Row,
    SicknessRow,
    StaffRow,
)


class Recorded(Protocol):
    """What the network already holds, by the names that files use."""

    def has_home(self, home_ref: str) -> bool:
        """Whether the home has joined."""
        ...

    def has_resident(self, home_ref: str, resident_ref: str) -> bool:
        """Whether somebody of that reference lives or lived in the home."""
        ...

    def has_staff(self, home_ref: str, staff_ref: str) -> bool:
        """Whether somebody of that reference is or was in the team."""
        ...

    def has_household(self, home_ref: str, name: str) -> bool:
        """Whether the home has a household of that name."""
        ...

    def payer_kind(self, home_ref: str, payer_ref: str) -> PayerKind | None:
        """What kind of payer the home, else the network knows by that reference."""
        ...


class Payers:
    """Which kind of payer a reference means: private ones within their home, public ones everywhere."""

    def __init__(self, history: History, recorded: Recorded, findings: Findings) -> None:
        self._recorded = recorded
        self._in_home: dict[tuple[str, str], ContributionRow] = {}
        self._public: dict[str, ContributionRow] = {}
        for row in history.of(ContributionRow):
            self._take(row, findings)

    def kind(self, home_ref: str, payer_ref: str) -> PayerKind | None:
        """The payer's kind, or None where no contribution names such a payer."""
        row = self._in_home.get((home_ref, payer_ref)) or self._public.get(payer_ref)
        return row.payer_kind if row else self._recorded.payer_kind(home_ref, payer_ref)

    def _take(self, row: ContributionRow, findings: Findings) -> None:
        known = {self._in_home.setdefault((row.home_ref, row.payer_ref), row)}
        if row.payer_kind.is_public:
            known.add(self._public.setdefault(row.payer_ref, row))
        for other in known:
            if other.payer_kind is not row.payer_kind:
                what = _other_kind(row, f"line {other.line}", other.payer_kind)
                findings.add(row.file, row.line, "payer_kind", what)
        recorded = self._recorded.payer_kind(row.home_ref, row.payer_ref)
        if recorded is not None and recorded is not row.payer_kind:
            findings.add(row.file, row.line, "payer_kind", _other_kind(row, "what is recorded", recorded))


def _other_kind(row: ContributionRow, where: str, kind: PayerKind) -> str:
    return f"“{row.payer_ref}” is {kind} in {where}: a payer has one kind"


def check_references(history: History, recorded: Recorded, findings: Findings) -> Payers:
    """Notes every reference that leads nowhere and every code that is not known; returns the payers."""
    _check_codes(history, findings)
    _check_homes(history, recorded, findings)
    _check_residents(history, recorded, findings)
    _check_staff(history, recorded, findings)
    _check_households(history, recorded, findings)
    payers = Payers(history, recorded, findings)
    for row in (*history.of(PaymentRow), *history.of(OpeningRow)):
        if payers.kind(row.home_ref, row.payer_ref) is None and not history.broken.under(row):
            findings.add(
                row.file, row.line, "payer_ref", f"no contribution of “{row.home_ref}” names this payer"
            )
    return payers


def _check_codes(history: History, findings: Findings) -> None:
    boards, reasons = load_boards(), sickness_reasons()
    for row in history.of(HomeRow):
        if row.icb_ods_code not in boards:
            findings.add(
                row.file, row.line, "icb_ods_code", "is not the code of an integrated care board, as QWO"
            )
    for row in history.of(SicknessRow):
        if row.reason_code is not None and row.reason_code not in reasons:
            findings.add(
                row.file, row.line, "reason_code", "is not an NHS reason code: S10 to S32, S98 or S99"
            )
    for row in history.of(ResidentRow):
        if row.moved_out_reason is not None and row.moved_out_on is None:
            findings.add(
                row.file, row.line, "moved_out_on", "is empty, though there is a reason for moving out"
            )


def _check_homes(history: History, recorded: Recorded, findings: Findings) -> None:
    joining = {row.home_ref for row in history.of(HomeRow)}
    unknown = [
        row
        for row in history
        if row.home_ref not in joining
        and not recorded.has_home(row.home_ref)
        and not history.broken.holds(HomeRow, row.home_ref)
    ]
    for row in unknown:
        _unknown(row, "home_ref", "no home of this reference in homes.csv or in the network", findings)
        history.broken.mark(HomeRow, {"home_ref": row.home_ref})


def _check_residents(history: History, recorded: Recorded, findings: Findings) -> None:
    listed = {(row.home_ref, row.resident_ref) for row in history.of(ResidentRow)}
    named: Iterable[AbsenceRow | FallRow | ContributionRow | PaymentRow] = (
        *history.of(AbsenceRow),
        *history.of(FallRow),
        *history.of(ContributionRow),
        *history.of(PaymentRow),
    )
    for row in named:
        who = row.resident_ref
        known = who is None or (row.home_ref, who) in listed or recorded.has_resident(row.home_ref, who)
        if not known and not history.broken.under(row):
            _unknown(row, "resident_ref", f"no resident of this reference in “{row.home_ref}”", findings)


def _check_staff(history: History, recorded: Recorded, findings: Findings) -> None:
    listed = {(row.home_ref, row.staff_ref) for row in history.of(StaffRow)}
    for row in history.of(SicknessRow):
        known = (row.home_ref, row.staff_ref) in listed or recorded.has_staff(row.home_ref, row.staff_ref)
        if not known and not history.broken.under(row):
            _unknown(row, "staff_ref", f"nobody of this reference in the team of “{row.home_ref}”", findings)


def _check_households(history: History, recorded: Recorded, findings: Findings) -> None:
    """Where homes.csv lists a home's households, residents live in one of them or in one that is recorded."""
    listed = {
        row.home_ref: {name.casefold() for name, _ in row.households}
        for row in history.of(HomeRow)
        if row.households
    }
    for row in history.of(ResidentRow):
        if row.home_ref not in listed and not recorded.has_home(row.home_ref):
            continue
        known = row.household.casefold() in listed.get(row.home_ref, ())
        if not known and not recorded.has_household(row.home_ref, row.household):
            _unknown(row, "household", f"no household of this name in “{row.home_ref}”", findings)


def _unknown(row: Row, column: str, what: str, findings: Findings) -> None:
    findings.add(row.file, row.line, column, what)
