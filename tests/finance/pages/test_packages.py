"""Payers in an accounting package: each has one account, whatever two homes call theirs."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from households.contributions import AgreeContribution
from households.payments import ReceivePayment
from households.terms import PayerKind
from tests.finance.pages.conftest import Desk

shared = pytest.mark.asyncio(loop_scope="session")
DAYS = "from=2024-01-01&to=2026-03-14"


def agreed(resident: str) -> AgreeContribution:
    return AgreeContribution(
        resident=resident,
        payer_ref="SMITH-1",
        payer_kind=PayerKind.TOP_UP,
        payer_name="John Smith",
        weekly_amount=Decimal("70.00"),
        begins_on=date(2026, 1, 1),
    )


PAID = ReceivePayment(
    payer="SMITH-1", received_on=date(2026, 3, 1), amount=Decimal("11.00"), reference="SMITH"
)


@shared
async def test_private_payers_of_two_homes_are_two_and_a_council_is_one(desk: Desk) -> None:
    await desk.world.record(desk.world.own, [agreed("R1"), PAID])
    await desk.world.record(desk.world.other, [agreed("E1"), PAID])
    await desk.world.project()

    sage = (await desk.get(f"/finance/invoices.sage50.csv?{DAYS}")).text
    rows = [*csv.DictReader(io.StringIO(sage))]
    balances = (await desk.get("/finance/balances.csv?to=2026-03-14")).text
    known = {
        row["sage50_account"]: f"{row['home_ref']} {row['payer_ref']}"
        for row in csv.DictReader(io.StringIO(balances))
        if row["payer_ref"] != "LEEDS"
    }
    smiths = {account for account, payer in known.items() if payer.endswith("SMITH-1")}
    charged = {row["Account Reference"] for row in rows if "-SMITH-1" in row["Reference"]}
    received = {
        row["Account Reference"] for row in rows if row["Type"] == "SA" and row["Reference"] == "SMITH"
    }
    assert received == charged == smiths, "what is paid stands where it is owed"
    assert sorted(known.values()) == ["elmhurst SMITH-1", "rosewood BYRNE", "rosewood SMITH-1"]
    assert {row["Account Reference"] for row in rows} == {"LEEDS", *known}
    assert {len(account) for account in known} == {8}

    archive = await desk.get(f"/finance/invoices.xero.zip?{DAYS}")
    with zipfile.ZipFile(io.BytesIO(archive.content)) as files:
        contacts = {
            row["*ContactName"]
            for name in files.namelist()
            for row in csv.DictReader(io.StringIO(files.read(name).decode("utf-8-sig")))
        }
    assert contacts == {
        "Leeds City Council",
        "Ada Byrne (rosewood-BYRNE)",
        "John Smith (rosewood-SMITH-1)",
        "John Smith (elmhurst-SMITH-1)",
    }
