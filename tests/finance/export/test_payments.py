import asyncio
import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from finance.export.errors import BooksBehind, DaysReversed, ExportsUnderWay, InstantToCome
from finance.export.freshness import BooksFreshness
from finance.export.payments import AT_ONCE, PaymentsExport
from finance.export.selection import Selection
from finance.export.totals import ControlTotals
from network.access.viewer import Forbidden, Role, Viewer
from network.eventstore.sealed import RecordClass
from network.postgres.pool import DatabasePool
from tests.finance.conftest import FINANCE, RECORDED_AT, Books

YEAR = Selection(date(2026, 1, 1), date(2026, 12, 31))
DAY = date(2026, 3, 1)
AN_EVENT = """
INSERT INTO eventstore.events (originator_id, originator_version, topic, state)
VALUES ($1, 1, 'x/1', '')
"""


async def take(
    export: PaymentsExport, selection: Selection = YEAR
) -> tuple[list[dict[str, str]], ControlTotals]:
    async with export.open(FINANCE, selection) as opened:
        text = b"".join([chunk async for chunk in opened.chunks()]).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""))), opened.totals


async def test_a_row_says_who_paid_what_when_and_for_whom(books: Books, export: PaymentsExport) -> None:
    home = await books.add_home("ROSE", "Rose House")
    resident = await books.add_resident(home, "R-1", "EB")
    payer = await books.add_private_payer(home, resident, "P-1", "Mr Brown, Jr")
    version = await books.add_payment(
        home, payer, "1071.52", DAY, resident_id=resident, posted_on=date(2026, 3, 4), remittance="RM 7"
    )

    [row], totals = await take(export)

    assert row == {
        "home_ref": "ROSE",
        "home_name": "Rose House",
        "payer_kind": "self_funder",
        "payer_ref": "P-1",
        "payer_name": "Mr Brown, Jr",
        "resident_ref": "R-1",
        "resident_initials": "EB",
        "received_on": "2026-03-01",
        "posted_on": "2026-03-04",
        "amount": "1071.52",
        "reference": "REF 1",
        "method": "BACS",
        "remittance": "RM 7",
        "recorded_at": "2026-03-01T09:31:00Z",
        "id": f"{home.hex}-{version}",
        "reverses": "",
    }
    assert (totals.rows, totals.control_total) == (1, Decimal("1071.52"))


async def test_a_reversal_is_a_negative_number_and_names_its_payment(
    books: Books, export: PaymentsExport
) -> None:
    home = await books.add_home("ROSE", "Rose House")
    payer = await books.add_public_payer("LA-1", "Northshire Council")
    paid = await books.add_payment(home, payer, "500.00", DAY)
    await books.add_payment(home, payer, "-500.00", DAY, reference=None, reverses=paid)

    rows, totals = await take(export)

    assert [row["amount"] for row in rows] == ["500.00", "-500.00"]
    assert rows[1]["reverses"] == f"{home.hex}-{paid}"
    assert (totals.rows, totals.control_total) == (2, Decimal("0.00"))


async def test_what_may_be_paid_twice_is_kept_once_and_what_is_left_out_is_told(
    books: Books, export: PaymentsExport
) -> None:
    home = await books.add_home("ROSE", "Rose House")
    payer = await books.add_public_payer("LA-1", "Northshire Council")
    first = await books.add_payment(home, payer, "12.34", DAY)
    await books.add_payment(home, payer, "12.34", DAY, possible_duplicate_of=first)
    third = await books.add_payment(home, payer, "12.34", DAY, possible_duplicate_of=first)
    await books.add_payment(home, payer, "-12.34", DAY, reference=None, reverses=third)

    rows, totals = await take(export)

    assert [row["id"] for row in rows] == [f"{home.hex}-{first}"]
    assert (totals.rows, totals.control_total) == (1, Decimal("12.34"))
    assert (totals.possible_duplicate_rows, totals.possible_duplicate_total) == (3, Decimal("12.34"))


async def test_text_that_a_spreadsheet_would_run_is_made_harmless(
    books: Books, export: PaymentsExport
) -> None:
    home = await books.add_home("=H", "@home")
    resident = await books.add_resident(home, "+1", "-A")
    payer = await books.add_private_payer(home, resident, "-P", '=HYPERLINK("x","y")')
    await books.add_payment(
        home, payer, "-5.00", DAY, resident_id=resident, reference="=1+1", method="\tx", remittance="\rx"
    )

    [row], _ = await take(export)

    text = (
        "home_ref",
        "home_name",
        "payer_ref",
        "payer_name",
        "resident_ref",
        "resident_initials",
        "reference",
        "method",
        "remittance",
    )
    assert [row[name] for name in text] == [
        "'=H", "'@home", "'-P", '\'=HYPERLINK("x","y")', "'+1", "'-A", "'=1+1", "'\tx", "'\rx",
    ]  # fmt: skip
    assert row["amount"] == "-5.00"


async def test_days_of_the_books_home_and_instant_choose_the_rows(
    books: Books, export: PaymentsExport
) -> None:
    rose, elm = await books.add_home("ROSE", "Rose House"), await books.add_home("ELM", "Elm House")
    payer = await books.add_public_payer("LA-1", "Northshire Council")
    await books.add_payment(rose, payer, "1.00", date(2026, 2, 28))
    await books.add_payment(rose, payer, "2.00", DAY)
    await books.add_payment(elm, payer, "4.00", DAY)
    await books.add_payment(
        rose, payer, "8.00", date(2026, 3, 2), recorded_at=RECORDED_AT + timedelta(days=9)
    )

    async def total(
        from_on: date, to_on: date, home: UUID | None = None, known: datetime | None = None
    ) -> Decimal:
        return (await export.add_up(FINANCE, Selection(from_on, to_on, home, known))).control_total

    assert await total(DAY, DAY) == Decimal("6.00")
    assert await total(DAY, date(2026, 3, 2), rose) == Decimal("10.00")
    assert await total(DAY, date(2026, 3, 2), rose, RECORDED_AT + timedelta(days=1)) == Decimal("2.00")


async def test_the_same_file_is_made_again_with_the_instant_that_it_names(
    books: Books, export: PaymentsExport
) -> None:
    home = await books.add_home("ROSE", "Rose House")
    payer = await books.add_public_payer("LA-1", "Northshire Council")
    await books.add_payment(home, payer, "1.00", DAY)
    before, totals = await take(export)
    await books.add_payment(home, payer, "2.00", DAY, recorded_at=datetime.now(UTC))

    again, same_totals = await take(export, Selection(YEAR.from_on, YEAR.to_on, None, totals.known_at))

    assert (again, same_totals) == (before, totals)


async def _go_away(export: PaymentsExport) -> None:
    async with export.open(FINANCE, YEAR) as opened:
        async for _ in opened.chunks():
            raise ConnectionAbortedError


async def test_rows_and_totals_are_of_one_snapshot(books: Books, export: PaymentsExport) -> None:
    home = await books.add_home("ROSE", "Rose House")
    payer = await books.add_public_payer("LA-1", "Northshire Council")
    await books.add_payment(home, payer, "1.00", DAY)

    async with export.open(FINANCE, YEAR) as opened:
        await books.add_payment(home, payer, "2.00", DAY)
        text = b"".join([chunk async for chunk in opened.chunks()])

    assert opened.totals.rows == text.count(b"\n") - 1 == 1


async def test_a_forgotten_payer_has_no_name_any_more(books: Books, export: PaymentsExport) -> None:
    home = await books.add_home("ROSE", "Rose House")
    resident = await books.add_resident(home, "R-1", "EB")
    payer = await books.add_private_payer(home, resident, "P-1", "Mr Brown")
    await books.add_payment(home, payer, "1.00", DAY, resident_id=resident)
    await books.keyring.forget([(resident, RecordClass.FINANCE)])

    [row], _ = await take(export)

    assert (row["payer_name"], row["resident_initials"], row["payer_ref"]) == ("", "", "P-1")


async def test_an_export_is_noted_with_who_took_what(
    books: Books, export: PaymentsExport, owner_pool: DatabasePool
) -> None:
    home = await books.add_home("ROSE", "Rose House")
    await books.add_payment(home, await books.add_public_payer("LA-1", "Council"), "7.00", DAY)

    await take(export, Selection(DAY, DAY, home))

    [noted] = await owner_pool.fetch("SELECT account_id, action, subject_id, details::text FROM access.audit")
    assert (noted["account_id"], noted["action"], noted["subject_id"]) == (
        FINANCE.account_id, "payments_exported", home,
    )  # fmt: skip
    assert '"rows": 1' in noted["details"]
    assert '"control_total": "7.00"' in noted["details"]


@pytest.mark.parametrize("role", [Role.HOME_TEAM, Role.COACH, Role.NETWORK_IT])
async def test_only_finance_may_take_payments_away(export: PaymentsExport, role: Role) -> None:
    viewer = Viewer(uuid4(), "Somebody", role, frozenset())

    with pytest.raises(Forbidden):
        async with export.open(viewer, YEAR):
            pass
    with pytest.raises(Forbidden):
        await export.add_up(viewer, YEAR)


async def test_what_cannot_be_answered_is_refused(export: PaymentsExport) -> None:
    with pytest.raises(DaysReversed):
        await take(export, Selection(date(2026, 2, 1), date(2026, 1, 31)))
    with pytest.raises(InstantToCome):
        await take(export, Selection(DAY, DAY, None, datetime.now(UTC) + timedelta(minutes=5)))


async def test_books_that_lag_behind_the_log_are_waited_for(
    books: Books, export: PaymentsExport, web_pool: DatabasePool, projector_pool: DatabasePool
) -> None:
    await web_pool.execute(
        AN_EVENT,
        uuid4(),
    )
    with pytest.raises(BooksBehind):
        await take(export)

    taking = asyncio.create_task(take(export))
    await asyncio.sleep(0.1)
    await projector_pool.execute("UPDATE projections.checkpoints SET position = 1")

    assert (await taking)[1].rows == 0


async def test_an_append_under_way_is_waited_for_too(
    books: Books, web_pool: DatabasePool, projector_pool: DatabasePool
) -> None:
    freshness = BooksFreshness(web_pool, timedelta(seconds=0.3))
    async with web_pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(
            AN_EVENT,
            uuid4(),
        )
        with pytest.raises(BooksBehind):
            await freshness.wait_until_known(None)
        await transaction.rollback()

    assert await freshness.wait_until_known(None)


async def test_no_more_exports_are_under_way_than_connections_can_be_spared(
    books: Books, export: PaymentsExport, web_pool: DatabasePool
) -> None:
    async with export.open(FINANCE, YEAR), export.open(FINANCE, YEAR):
        assert AT_ONCE == 2
        with pytest.raises(ExportsUnderWay):
            await take(export)

    assert (await take(export))[1].rows == 0


async def test_a_reader_who_goes_away_leaves_no_connection_behind(
    books: Books, export: PaymentsExport, web_pool: DatabasePool
) -> None:
    home = await books.add_home("ROSE", "Rose House")
    payer = await books.add_public_payer("LA-1", "Council")
    for _ in range(20):
        await books.add_payment(home, payer, "7.00", DAY)

    for _ in range(10):
        with pytest.raises(ConnectionAbortedError):
            await _go_away(export)

    assert web_pool.get_size() - web_pool.get_idle_size() == 0
    assert (await take(export))[1].rows == 20


async def test_an_empty_period_is_a_file_with_a_header(books: Books, export: PaymentsExport) -> None:
    rows, totals = await take(export)

    assert (rows, totals.rows, totals.control_total) == ([], 0, Decimal("0.00"))


async def test_a_home_of_another_reference_is_not_found(books: Books, export: PaymentsExport) -> None:
    home = await books.add_home("ROSE", "Rose House")

    assert await export.find_home("ROSE") == await export.find_home(str(home).upper()) == home
