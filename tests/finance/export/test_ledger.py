"""The ledger's journal of a whole network, through the same process that keeps the books."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from finance.books.freshness import KeptFreshness
from finance.books.keeping import BooksKeeper
from finance.export.errors import InstantToCome, NoSuchHome
from finance.export.ledger import LedgerExport, LedgerSelection
from finance.ledger.projection import PROJECTION
from households.events import ContributionAgreed, HomeOpened, PaymentReceived, ResidentMovedIn
from households.terms import PayerKind
from network.access.audit import Audit
from network.access.viewer import Forbidden, Role, Viewer
from network.directory.events import NETWORK_STREAM, HomeJoined
from network.eventstore.sealed import RecordClass, Sealed
from tests.projected import Projected, said

HOME, EDITH, COUNCIL = (uuid4() for _ in range(3))
BEGINS = date(2025, 1, 6)
FINANCE = Viewer(uuid4(), "Finance", Role.FINANCE, frozenset())
NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)


@pytest.fixture
async def export(projected: Projected) -> LedgerExport:
    """A home with one resident for whom the council pays £700 a week, and has paid once."""
    await projected.record(NETWORK_STREAM, _joined(HOME))
    await projected.record(
        HOME,
        HomeOpened(recorded_from=BEGINS, charged_from=BEGINS, **said(BEGINS)),
        ResidentMovedIn(
            resident_id=EDITH,
            resident_ref="R1",
            household_id=uuid4(),
            moved_in_on=BEGINS,
            identity=Sealed.of("Edith", EDITH, RecordClass.CARE, "identity"),
            initials=Sealed.of("EB", EDITH, RecordClass.FINANCE, "initials"),
            **said(BEGINS),
        ),
        ContributionAgreed(
            resident_id=EDITH,
            payer_id=COUNCIL,
            payer_ref="LA1",
            payer_kind=PayerKind.LOCAL_AUTHORITY,
            payer_name="Council",
            weekly_amount=Decimal("700.00"),
            begins_on=BEGINS,
            **said(BEGINS),
        ),
        PaymentReceived(
            payer_id=COUNCIL,
            received_on=date(2025, 3, 1),
            amount=Decimal("1000.00"),
            reference="BACS",
            **said(date(2025, 3, 1)),
        ),
    )
    await projected.project(PROJECTION)
    await BooksKeeper(projected.pool, lambda: NOW).keep_home(HOME)
    return LedgerExport(
        projected.web, KeptFreshness(projected.web, timedelta(seconds=2)), Audit(projected.web)
    )


def _joined(home_id: UUID) -> HomeJoined:
    return HomeJoined(
        home_id=home_id,
        ref="ROSE",
        name="Rose House",
        cqc_location_id="1-100000001",
        icb_ods_code="QOX",
        joined_on=BEGINS,
        recorded_from=BEGINS,
        charged_from=BEGINS,
        **said(BEGINS),
    )


async def taken(export: LedgerExport, selection: LedgerSelection) -> str:
    homes, known_at = await export.prepare(FINANCE, selection)
    return "".join([piece async for piece in export.journal(FINANCE, selection, homes, known_at)])


async def test_the_journal_holds_charges_receipts_and_asserted_balances(
    export: LedgerExport, projected: Projected
) -> None:
    journal = await taken(export, LedgerSelection(date(2025, 3, 1), "ROSE"))
    assert "account assets:receivable:ROSE:LA1" in journal
    assert "2025-02-03 (4) charge ROSE-20250106-LA1" in journal
    assert "    assets:receivable:ROSE:LA1  0.00 GBP = 1800.00 GBP" in journal.splitlines()
    noted = await projected.web.fetchrow("SELECT details FROM access.audit WHERE action = 'ledger_exported'")
    assert noted is not None
    assert '"entries": 3' in noted["details"]


async def test_what_can_not_be_taken_is_refused_before_it_begins(export: LedgerExport) -> None:
    with pytest.raises(NoSuchHome):
        await export.prepare(FINANCE, LedgerSelection(date(2025, 3, 1), "ELM"))
    later = datetime(2999, 1, 1, tzinfo=UTC)
    with pytest.raises(InstantToCome):
        await export.prepare(FINANCE, LedgerSelection(date(2025, 3, 1), known_at=later))
    coach = Viewer(uuid4(), "Coach", Role.COACH, frozenset({HOME}))
    with pytest.raises(Forbidden):
        await export.prepare(coach, LedgerSelection(date(2025, 3, 1)))
