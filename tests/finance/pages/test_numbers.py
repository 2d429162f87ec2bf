"""Numbers that homes chose: alike for two payers, or with signs that addresses and files take amiss."""

import re
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

import httpx
import pytest
import pytest_asyncio

from households.payments import RecordOpeningBalance
from households.terms import PayerKind
from network.access.viewer import Role
from network.main import create_app
from tests.conftest import Cluster
from tests.finance.pages.conftest import Desk
from tests.graphql_api.conftest import open_world
from tests.graphql_api.documents import INVOICES
from tests.graphql_api.story import COUNCIL, agreed

DOCUMENT = "2023/17 b"
OWED = {COUNCIL: "901.25", "BYRNE": "17.50"}
shared = pytest.mark.asyncio(loop_scope="session")


@dataclass(frozen=True, slots=True)
class Owing:
    """A payer who owes by a document of the same number as another."""

    account: str
    amount: str


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(cluster: Cluster) -> AsyncIterator[Desk]:
    """Two payers owe by documents of one number, and two have references that differ in a sign."""
    async with open_world(cluster) as world:
        owed = [
            RecordOpeningBalance(
                payer=payer, document=DOCUMENT, due_on=date(2023, 12, 1), amount=Decimal(amount)
            )
            for payer, amount in OWED.items()
        ]
        alike = [agreed("R2", ref, PayerKind.TOP_UP, "Nan Cole", "10.00") for ref in ("N/1", "N 1")]
        await world.record(world.own, [*owed, *alike])
        await world.project()
        transport = httpx.ASGITransport(create_app(world.services))
        async with httpx.AsyncClient(transport=transport, base_url="http://hearth.test") as http:
            yield Desk(world, http, {"Authorization": f"Bearer {world.tokens[Role.FINANCE]}"})


async def documents(desk: Desk) -> list[Owing]:
    """Both accounts by what they owed when charging began."""
    answer = await desk.world.data(Role.FINANCE, INVOICES, **{"from": "2000-01-01", "to": "2026-03-14"})
    nodes = [edge["node"] for edge in answer["invoices"]["edges"]]
    return [
        Owing(f"/finance/homes/rosewood/payers/{node['payer']['id']}", node["amount"])
        for node in nodes
        if node["number"] == DOCUMENT
    ]


@shared
async def test_no_two_invoices_have_one_id(desk: Desk) -> None:
    answer = await desk.world.data(
        Role.FINANCE, INVOICES, **{"from": "2000-01-01", "to": "2026-03-14"}, first=500
    )
    ids = [edge["node"]["id"] for edge in answer["invoices"]["edges"]]
    assert len(ids) == len(set(ids)) == answer["invoices"]["totalCount"]


@shared
async def test_a_document_leads_to_its_own_payers(desk: Desk) -> None:
    found = await documents(desk)
    assert sorted(owing.amount for owing in found) == sorted(OWED.values())
    for owing in found:
        account = (await desk.get(f"{owing.account}?on=2024-02-01")).text
        (address,) = set(re.findall(r'href="(/finance/homes/rosewood/invoices/2023/[^"]+)"', account))
        page = (await desk.get(address)).text
        assert f"£{owing.amount}" in page
        (letter,) = re.findall(r'href="([^"]+\.pdf[^"]*)"', page)
        assert (await desk.get(letter)).content.startswith(b"%PDF-")
    await desk.get("/finance/homes/rosewood/invoices/2023/17%20b?payer=nobody", 404)


@shared
async def test_numbers_that_make_one_name_are_two_files_of_an_archive(desk: Desk) -> None:
    archive = await desk.get("/finance/billing/2025-09-15/invoices.zip")
    with zipfile.ZipFile(BytesIO(archive.content)) as found:
        names = [name.casefold() for name in found.namelist()]
    assert len(names) == len(set(names))
    assert sum("-n-1" in name for name in names) == 2
