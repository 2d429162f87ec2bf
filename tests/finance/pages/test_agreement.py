"""Every file of the books says the same to the penny, of money beyond what was charged and of its return."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import openpyxl
import pytest

from households.contributions import AgreeContribution
from households.payments import ReceivePayment, ReversePayment
from households.terms import PayerKind
from tests.finance.books.test_entries import hledger
from tests.finance.pages.conftest import Desk

shared = pytest.mark.asyncio(loop_scope="session")
LAST = "2026-03-14"
DAYS = f"from=2024-01-01&to={LAST}"
Amounts = Mapping[str, Decimal]

AGREED = AgreeContribution(
    resident="R2",
    payer_ref="OVER",
    payer_kind=PayerKind.SELF_FUNDER,
    payer_name="Bert Cole",
    weekly_amount=Decimal("100.01"),
    begins_on=date(2026, 1, 5),
)
PAID = ReceivePayment(
    payer="OVER", received_on=date(2026, 3, 2), amount=Decimal("1000.00"), reference="FAR TOO MUCH"
)
CHARGED = [("SI", "400.04")] * 2


class Files(NamedTuple):
    """Every file of the same days, as it was taken."""

    payments: Sequence[dict[str, str]]
    charges: Sequence[dict[str, str]]
    balances: Sequence[dict[str, str]]
    ledger: Sequence[dict[str, str]]
    sage: Sequence[dict[str, str]]
    xero: Sequence[dict[str, str]]
    journal: str


async def taken(desk: Desk) -> Files:
    async def rows(name: str, days: str = DAYS) -> list[dict[str, str]]:
        return _rows((await desk.get(f"/finance/{name}.csv?{days}")).text)

    archive = (await desk.get(f"/finance/invoices.xero.zip?{DAYS}")).content
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        xero = [row for name in files.namelist() for row in _rows(files.read(name).decode("utf-8-sig"))]
    return Files(
        payments=await rows("payments"),
        charges=await rows("charges"),
        balances=await rows("balances", f"to={LAST}"),
        ledger=await rows("ledger"),
        sage=await rows("invoices.sage50"),
        xero=xero,
        journal=(await desk.get(f"/finance/ledger.journal?to={LAST}")).text,
    )


def _rows(text: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(text, newline=""))]


def added_up(rows: Sequence[Mapping[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column] or 0) for row in rows), Decimal(0))


def of_ledger(rows: Sequence[Mapping[str, str]]) -> Amounts:
    """What each account comes to, debits positive."""
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row["account"]] += Decimal(row["debit"] or 0) - Decimal(row["credit"] or 0)  # pyright: ignore[reportArgumentType] - money in a counter
    return {name: Decimal(amount) for name, amount in sums.items()}


def beginning(ledger: Amounts, name: str) -> Decimal:
    return sum((amount for account, amount in ledger.items() if account.startswith(name)), Decimal(0))


def of_types(rows: Sequence[Mapping[str, str]], for_it: str, against: str) -> Decimal:
    signs = {for_it: 1, against: -1}
    return sum((signs.get(row["Type"], 0) * Decimal(row["Net Amount"]) for row in rows), Decimal(0))


def check_agreement(files: Files, folder: Path) -> None:
    """To the penny, by payer where a file knows payers, and as hledger comes to it by itself."""
    ledger = of_ledger(files.ledger)
    charged, received = added_up(files.balances, "charged"), added_up(files.balances, "received")
    assert charged == added_up(files.charges, "amount") == of_types(files.sage, "SI", "SC")
    assert charged == added_up(files.xero, "*UnitAmount") == -beginning(ledger, "income:fees:")
    assert received == added_up(files.payments, "amount") == of_types(files.sage, "SA", "SP")
    assert received == beginning(ledger, "assets:bank:")
    assert added_up(files.ledger, "debit") == added_up(files.ledger, "credit")
    for row in files.balances:
        owed, held = Decimal(row["outstanding"]), Decimal(row["credit"])
        assert Decimal(row["charged"]) - Decimal(row["received"]) == owed - held
        ages = ("current", "days_1_to_30", "days_31_to_60", "days_61_to_90", "over_90")
        assert sum(Decimal(row[name]) for name in ages) == owed
        payer = f"{row['home_ref']}:{row['payer_ref']}"
        assert ledger[f"assets:receivable:{payer}"] == owed
        assert ledger.get(f"liabilities:credit held:{payer}", 0) == -held
    path = folder / "books.journal"
    path.write_text(files.journal, encoding="utf-8")
    hledger(path, "check", "--strict")
    printed = hledger(path, "balance", "--flat", "--empty", "--no-total", "--output-format=csv")
    independent = {row["account"]: Decimal(row["balance"].removesuffix(" GBP")) for row in _rows(printed)}
    assert {name: amount for name, amount in independent.items() if amount} == {
        name: amount for name, amount in ledger.items() if amount
    }


def balance_of_over(files: Files) -> tuple[str, ...]:
    (row,) = [row for row in files.balances if row["payer_ref"] == "OVER"]
    return tuple(row[name] for name in ("charged", "received", "outstanding", "credit"))


def in_sage(files: Files) -> list[tuple[str, str]]:
    """The types and amounts of that payer."""
    (account,) = {row["sage50_account"] for row in files.balances if row["payer_ref"] == "OVER"}
    rows = [row for row in files.sage if row["Account Reference"] == account]
    return [(row["Type"], row["Net Amount"]) for row in rows]


@shared
async def test_all_files_agree_with_credit_after_reversal_raising_and_closing(
    desk: Desk, own_dir: Path
) -> None:
    home = desk.world.own
    await desk.world.record(home, [AGREED, PAID])
    await desk.world.project()
    files = await taken(desk)
    # Two periods, from 5 January to 1 March.
    assert balance_of_over(files) == ("800.08", "1000.00", "0.00", "199.92")
    check_agreement(files, own_dir)
    listed = (await desk.get(f"/finance/homes/rosewood?on={LAST}&find=bert cole")).text
    assert "£199.92" in listed
    assert in_sage(files) == [*CHARGED, ("SA", "1000.00")]

    payment = next(row for row in files.payments if row["reference"] == "FAR TOO MUCH")
    back = ReversePayment(payment=payment["id"], reversed_on=date(2026, 3, 9))
    await desk.world.record(home, [back])
    await desk.world.project()
    files = await taken(desk)
    assert balance_of_over(files) == ("800.08", "0.00", "800.08", "0.00")
    check_agreement(files, own_dir)
    assert in_sage(files) == [
        *CHARGED,
        ("SA", "1000.00"),
        ("SP", "1000.00"),
    ]

    returned = (await desk.get("/finance/payments?from=2026-03-09&to=2026-03-09")).text
    assert returned.count("−£1,000.00") == 2, "what went back, in the heading and the control total"

    for period in ("2026-01-05", "2026-02-02"):
        await desk.send(f"/finance/billing/{period}/raise", command_id=str(uuid4()))
    await desk.send("/finance/closing", through="2026-02-28", command_id=str(uuid4()))
    late = ReceivePayment(
        payer="OVER", received_on=date(2026, 2, 20), amount=Decimal("900.00"), reference="LATE"
    )
    await desk.world.record(home, [late])
    await desk.world.project()
    files = await taken(desk)
    assert balance_of_over(files) == ("800.08", "900.00", "0.00", "99.92")
    counted = next(row for row in files.payments if row["reference"] == "LATE")
    assert counted["posted_on"] == "2026-03-01", "the first open day"
    check_agreement(files, own_dir)
    await check_workbooks(desk, files)


async def check_workbooks(desk: Desk, files: Files) -> None:
    """The workbooks have the same rows and totals as the files of text."""
    for name, days, rows, column in (
        ("payments", DAYS, files.payments, "amount"),
        ("charges", DAYS, files.charges, "amount"),
        ("balances", f"to={LAST}", files.balances, "outstanding"),
        ("ledger", DAYS, files.ledger, "debit"),
    ):
        data = (await desk.get(f"/finance/{name}.xlsx?{days}")).content
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        heads, *found = book[name].iter_rows(values_only=True)
        assert len(found) == len(rows), name
        place = [*heads].index(column)
        sums = sum((Decimal(str(row[place] or 0)) for row in found), Decimal(0))
        assert sums == added_up(rows, column), name
