"""Charges, balances, invoices and the ledger of a network as files, from facts through the real engine."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import openpyxl
import pytest

from finance.export.accounting import Codes
from finance.export.books_export import BooksExport
from finance.export.errors import DaysReversed, InstantToCome, NoSuchHome, TooFarAhead
from finance.export.file import write_files
from finance.export.freshness import BooksFreshness
from finance.export.home_books import BooksReader
from finance.export.offers import OFFERS, Asked, Exports
from finance.export.payments import PaymentsExport
from finance.export.selection import Selection
from finance.export.sources import Source
from finance.export.xero_files import xero_files
from finance.ledger.projection import PROJECTION as LEDGER
from finance.payments.projection import PROJECTION as PAYMENTS
from households.events import ContributionAgreed, HomeOpened, PaymentReceived, ResidentMovedIn
from households.terms import PayerKind
from network.access.audit.trail import Audit
from network.access.viewer import Forbidden, Role, Viewer
from network.directory.events import NETWORK_STREAM, HomeJoined
from network.eventstore.sealed import RecordClass, Sealed
from tests.projected import Projected, said

HOME, EDITH, COUNCIL = (uuid4() for _ in range(3))
BEGINS = date(2025, 1, 6)
NOW = datetime(2025, 4, 1, 12, tzinfo=UTC)
FINANCE = Viewer(uuid4(), "Finance", Role.FINANCE, frozenset())
YEAR = Selection(date(2025, 1, 1), date(2025, 3, 31))


@pytest.fixture
async def exports(projected: Projected) -> Exports:
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
            payer_name="=Council, Leeds",
            weekly_amount=Decimal("700.00"),
            begins_on=BEGINS,
            **said(BEGINS),
        ),
        PaymentReceived(
            payer_id=COUNCIL,
            received_on=date(2025, 3, 1),
            amount=Decimal("1000.00"),
            reference="BACS 04/03-7",
            **said(date(2025, 3, 1)),
        ),
    )
    for projection in (LEDGER, PAYMENTS):
        await projected.project(projection)
    audit, keyring = Audit(projected.web), projected.keyring
    patience = timedelta(seconds=2)
    return Exports(
        PaymentsExport(projected.web, keyring, BooksFreshness(projected.web, patience), audit),
        BooksExport(
            BooksReader(projected.web, keyring),
            BooksFreshness(projected.web, patience, (LEDGER,)),
            audit,
            lambda: NOW,
        ),
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


def asked(what: str, form: str, selection: Selection = YEAR) -> Asked:
    return Asked(OFFERS[what, form], selection, Codes(nominal="0400"))


async def whole(source: Source) -> bytes:
    return b"".join([chunk async for chunk in source.chunks()])


async def taken(exports: Exports, what: str, form: str, selection: Selection = YEAR) -> bytes:
    async with exports.open(FINANCE, asked(what, form, selection)) as source:
        return await whole(source)


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


async def test_charges_and_balances_say_what_is_owed_for_whom_and_since_when(exports: Exports) -> None:
    first, *others = read(await taken(exports, "charges", "csv"))

    assert first == {
        "home_ref": "ROSE", "home_name": "Rose House", "payer_kind": "local_authority", "payer_ref": "LA1",
        "payer_name": "'=Council, Leeds", "resident_ref": "R1", "resident_initials": "EB",
        "invoice": "ROSE-20250106-LA1", "kind": "charge", "period_starts_on": "2025-01-06",
        "posted_on": "2025-02-03", "due_on": "2025-03-03", "nights": "28", "weekly_amount": "700.00",
        "amount": "2800.00", "log_position": "4",
    }  # fmt: skip
    assert [row["posted_on"] for row in others] == ["2025-03-03", "2025-03-31"]
    [balance] = read(await taken(exports, "balances", "csv"))
    assert (balance["as_of"], balance["charged"], balance["received"]) == ("2025-03-31", "8400.00", "1000.00")
    assert (balance["outstanding"], balance["current"], balance["days_1_to_30"]) == (
        "7400.00", "5600.00", "1800.00",
    )  # fmt: skip
    totals = await exports.add_up(FINANCE, asked("charges", "csv"))
    assert (totals.rows, totals.control_total, totals.added_up) == (3, Decimal("8400.00"), "amount")


async def test_the_ledger_balances_in_rows_and_as_a_journal_and_every_export_is_noted(
    exports: Exports, projected: Projected
) -> None:
    rows = read(await taken(exports, "ledger", "csv"))

    debits, credited = (sum(Decimal(row[side] or 0) for row in rows) for side in ("debit", "credit"))
    assert debits == credited == Decimal("10400.00")
    assert rows[0] == {
        "home_ref": "ROSE", "posted_on": "2025-02-03", "log_position": "4",
        "description": "charge ROSE-20250106-LA1", "account": "assets:receivable:ROSE:LA1",
        "debit": "2800.00", "credit": "",
    }  # fmt: skip
    journal = (
        await taken(exports, "ledger", "hledger", Selection(date.min, date(2025, 3, 1), HOME))
    ).decode()
    assert "account assets:receivable:ROSE:LA1" in journal
    assert "2025-02-03 (4) charge ROSE-20250106-LA1" in journal
    assert "    assets:receivable:ROSE:LA1  0.00 GBP = 1800.00 GBP" in journal.splitlines()
    noted = await projected.web.fetch(
        "SELECT account_id, subject_id, details FROM access.audit ORDER BY 1, 2"
    )
    details = [json.loads(row["details"]) for row in noted]
    assert {row["account_id"] for row in noted} == {FINANCE.account_id}
    assert [(one["format"], one["rows"], one["control_total"], one["whole"]) for one in details] == [
        ("hledger", 3, "4800.00", "yes"), ("csv", 10, "10400.00", "yes"),
    ]  # fmt: skip


async def test_a_workbook_has_days_as_days_money_as_numbers_and_text_that_no_spreadsheet_runs(
    exports: Exports, tmp_path: Path
) -> None:
    for what, amount in (("charges", 2800), ("payments", 1000)):
        (tmp_path / "x.xlsx").write_bytes(await taken(exports, what, "xlsx"))
        book = openpyxl.load_workbook(tmp_path / "x.xlsx")
        header, first = [list(row) for row in book[what].iter_rows(max_row=2)]
        cells = {str(name.value): cell for name, cell in zip(header, first, strict=True)}
        assert (cells["payer_name"].value, cells["payer_name"].data_type) == ("'=Council, Leeds", "s")
        assert (cells["amount"].value, cells["amount"].number_format) == (amount, "#,##0.00;[Red]-#,##0.00")
        # It reads as a moment what is a number with the format of a day.
        assert isinstance(cells["posted_on"].value, datetime)
        assert book["totals"]["B2"].value == (8400 if what == "charges" else 1000)


async def test_accounting_packages_get_their_own_columns_days_and_leading_zeros(exports: Exports) -> None:
    first, *_ = read(await taken(exports, "invoices", "sage50"))
    *_, receipt = read(await taken(exports, "invoices", "sage50"))

    assert list(first.values()) == [
        "SI", "LA1", "0400", "0", "03/02/2025", "ROSE-20250106-LA1",
        "R1: 28 nights, 6 January 2025 to 2 February 2025",
        "2800.00", "T2", "0.00",
    ]  # fmt: skip
    assert list(receipt.values())[:6] == ["SA", "LA1", "1200", "0", "01/03/2025", "BACS 04/03-7"]
    assert receipt["Net Amount"] == "1000.00"


async def test_xero_gets_no_more_invoices_a_file_than_it_takes(exports: Exports, tmp_path: Path) -> None:
    wanted = asked("invoices", "xero")
    async with (
        exports.open_books(FINANCE, wanted, lambda _done, _of: None) as opened,
        xero_files(opened, wanted.extract, most=2) as files,
    ):
        written = await write_files(files, tmp_path / "xero.csv")

    first, second = (read((tmp_path / name).read_bytes()) for name in ("xero-1.csv", "xero-2.csv"))
    assert list(first[0].items()) == [
        ("*ContactName", "'=Council, Leeds"), ("*InvoiceNumber", "ROSE-20250106-LA1"),
        ("*InvoiceDate", "03/02/2025"), ("*DueDate", "03/03/2025"),
        ("*Description", "R1: 28 nights, 6 January 2025 to 2 February 2025"), ("*Quantity", "1"),
        ("*UnitAmount", "2800.00"), ("*AccountCode", "200"), ("*TaxType", "Exempt Income"),
    ]  # fmt: skip
    assert (len(first), len(second), written.totals.rows) == (2, 1, 3)
    assert json.loads((tmp_path / "xero.csv.totals.json").read_text())["totals"]["control_total"] == "8400.00"


async def test_what_the_books_said_at_a_moment_is_said_again(exports: Exports, projected: Projected) -> None:
    totals = await exports.add_up(FINANCE, asked("balances", "csv"))
    before = await taken(exports, "balances", "csv", replace(YEAR, known_at=totals.known_at))
    again = PaymentReceived(
        payer_id=COUNCIL, received_on=date(2025, 3, 2), amount=Decimal("5.00"), reference="X",
        **said(date(2025, 3, 2)),
    )  # fmt: skip
    await projected.record(HOME, again)
    for projection in (LEDGER, PAYMENTS):
        await projected.project(projection)

    assert await taken(exports, "balances", "csv", replace(YEAR, known_at=totals.known_at)) == before
    assert await taken(exports, "balances", "csv") != before


async def test_what_can_not_be_taken_is_refused_before_it_begins(exports: Exports) -> None:
    with pytest.raises(NoSuchHome):
        await exports.find_home(OFFERS["ledger", "csv"], "ELM")
    later = datetime(2999, 1, 1, tzinfo=UTC)
    for selection, error in (
        (replace(YEAR, known_at=later), InstantToCome),
        (Selection(YEAR.to_on, YEAR.from_on), DaysReversed),
        (Selection(YEAR.from_on, NOW.date() + timedelta(days=400)), TooFarAhead),
    ):
        with pytest.raises(error):
            await taken(exports, "ledger", "csv", selection)
    coach = Viewer(uuid4(), "Coach", Role.COACH, frozenset({HOME}))
    with pytest.raises(Forbidden):
        async with exports.open(coach, asked("ledger", "csv")):
            pass


async def test_an_export_that_breaks_off_is_noted_as_such(exports: Exports, projected: Projected) -> None:
    async def go_away() -> None:
        async with exports.open(FINANCE, asked("charges", "csv")) as source:
            async for _ in source.chunks():
                raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        await go_away()

    [noted] = await projected.web.fetch("SELECT details FROM access.audit")
    assert json.loads(noted["details"])["whole"] == "no"
