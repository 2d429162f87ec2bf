"""Finance's addresses through the whole service, the stream through a real server."""

import asyncio
import csv
import io
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import httpx
import pytest
import uvicorn

from finance.export import payments as payments_module
from network.access.accounts.enrolment import enrol
from network.access.viewer import SYSTEM, Role
from network.eventstore.network_key import NetworkKey
from network.main import create_app
from network.postgres.dsns import Dsns
from network.services import Services, open_services
from network.web.idempotency import HEADER
from tests.finance.conftest import Books
from tests.patience import SECONDS

DAY = date(2026, 3, 1)
YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


@dataclass(frozen=True, slots=True)
class Office:
    """Finance at its desk."""

    http: httpx.AsyncClient
    home: UUID
    payer: UUID


@pytest.fixture
async def office(database: Dsns, books: Books) -> AsyncIterator[Office]:
    """A running server, a token for finance, and books with one home and one payer."""
    home = await books.add_home("ROSE", "Rose House")
    payer = await books.add_public_payer("LA-1", "Northshire Council")
    async with open_services(database, NetworkKey(bytes(32))) as services, _serving(services) as address:
        account_id = await enrol(
            services.accounts, services.directory, SYSTEM, name="Books", role=Role.FINANCE, home_refs=[]
        )
        _, token = await services.accounts.create_token(SYSTEM, account_id, None)
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=20) as http:
            yield Office(http, home, payer)


async def test_the_stream_adds_up_to_what_its_headers_say(office: Office, books: Books) -> None:
    for amount in ("100.10", "-0.10", "7.00"):
        await books.add_payment(office.home, office.payer, amount, DAY)

    answer = await office.http.get("/finance/payments.csv", params=YEAR)

    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "content-length" not in answer.headers
    assert answer.headers["hearth-rows"] == str(len(rows)) == "3"
    assert Decimal(answer.headers["hearth-control-total"]) == sum(Decimal(row["amount"]) for row in rows)


async def test_the_totals_of_a_file_can_be_asked_for_later(office: Office, books: Books) -> None:
    await books.add_payment(office.home, office.payer, "7.00", DAY)
    file = await office.http.get("/finance/payments.csv", params={**YEAR, "home": "ROSE"})
    await books.add_payment(office.home, office.payer, "9.00", DAY, recorded_at=datetime.now(UTC))

    totals = await office.http.get(
        "/finance/payments.totals.json",
        params={**YEAR, "home": str(office.home), "known_at": file.headers["hearth-known-at"]},
    )

    assert totals.json()["control_total"] == file.headers["hearth-control-total"] == "7.00"
    assert totals.json()["home_ref"] == "ROSE"


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ({"from": "2026-01-01"}, 422, "to"),
        ({**YEAR, "from": "1st of May"}, 422, "from"),
        ({"from": "2026-02-01", "to": "2026-01-01"}, 422, "to"),
        ({**YEAR, "known_at": "2999-01-01T00:00:00Z"}, 422, "known_at"),
        ({**YEAR, "known_at": "2026-01-01T00:00:00"}, 422, "known_at"),
        ({**YEAR, "month": "5"}, 422, "month"),
        ({**YEAR, "home": "ELM"}, 404, None),
    ],
)
@pytest.mark.parametrize("path", ["/finance/payments.csv", "/finance/payments.totals.json"])
async def test_what_cannot_be_answered_is_a_problem_before_the_first_byte(
    office: Office, path: str, query: dict[str, str], status: int, field: str | None
) -> None:
    answer = await office.http.get(path, params=query)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().get("field") == field


async def test_a_stream_that_breaks_is_visibly_broken(
    office: Office, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(50):
        await books.add_payment(office.home, office.payer, "7.00", DAY)
    # What comes after the first rows fails: the answer has begun by then.
    rows = payments_module.QUERIES["payments_rows"]
    broken = rows.replace("payment.amount,", "payment.amount / (40 - payment.position) AS amount,")
    monkeypatch.setattr(payments_module, "QUERIES", {**payments_module.QUERIES, "payments_rows": broken})

    with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
        await office.http.get("/finance/payments.csv", params=YEAR)

    monkeypatch.undo()
    assert (await office.http.get("/finance/payments.csv", params=YEAR)).status_code == 200


async def test_somebody_who_hangs_up_leaves_the_server_as_it_was(office: Office, books: Books) -> None:
    await books.add_payment(office.home, office.payer, "7.00", DAY)

    for _ in range(5):
        async with office.http.stream("GET", "/finance/payments.csv", params=YEAR):
            pass

    answer = await office.http.get("/finance/payments.csv", params=YEAR)
    assert answer.headers["hearth-rows"] == "1"


@asynccontextmanager
async def _serving(services: Services) -> AsyncIterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(services), log_config=None))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        async with asyncio.timeout(SECONDS):
            while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running


async def test_a_promise_that_is_noted_again_answers_its_own_version_and_is_the_one_taken_back(
    office: Office,
) -> None:
    async def send(path: str, **said: object) -> dict[str, int]:
        answer = await office.http.post(f"/finance/promises{path}", json=said, headers={HEADER: str(uuid4())})
        assert answer.status_code == 201, answer.text
        receipt: dict[str, int] = answer.json()
        return receipt

    promise = {"payer_id": str(office.payer), "amount": "12.34", "pay_by": "2026-03-20"}
    promise["promised_on"] = "2026-03-02"
    first = await send("", **promise)
    second = await send("", **{**promise, "amount": "43.21"})
    again = await send("", **promise)
    assert (again["version"], again["recorded"]) == (first["version"], 0)

    listed = (await office.http.get("/finance/promises")).json()["promises"]
    assert [one["version"] for one in listed] == [second["version"], first["version"]]
    assert listed[1] == {**promise, "version": first["version"], "home_id": None}
    await send("/taken-back", promise=again["version"])
    listed = (await office.http.get("/finance/promises")).json()["promises"]
    assert [one["amount"] for one in listed] == ["43.21"]


async def test_a_promise_of_nobody_is_refused_naming_field_and_remedy(office: Office) -> None:
    promise = {"payer_id": str(uuid4()), "amount": "12.34", "pay_by": "2026-03-20"}
    answer = await office.http.post("/finance/promises", json=promise, headers={HEADER: str(uuid4())})
    assert answer.status_code == 422, answer.text
    nobody = answer.json()
    assert nobody["code"] == "no_such_payer"
    assert nobody["field"] == "payer_id"
    assert "There is no payer of that id" in nobody["detail"]
    assert "balances" in nobody["remedy"]
    assert (await office.http.get("/finance/promises")).json()["promises"] == []
