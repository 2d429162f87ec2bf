# pyright: basic, reportUnknownMemberType=false
"""Documents made from the schema, sent as every role to a real web server that has something to tell."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import httpx
import psutil
import pytest
import schemathesis
from graphql import ValueNode
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.graphql import nodes
from schemathesis.specs.graphql.scalars import CUSTOM_SCALARS

from network.access.viewer import TOKEN_ROLES, Role
from network.postgres.dsns import Dsns
from tests.network.main.live import Live, live_server
from tests.patience import SECONDS

EXAMPLES = 60 if os.environ.get("HEARTH_FAULTS") == "long" else 5
MOST_WORK = 5.0
"""Seconds for one document."""
RESIDENTS_AND_STAFF = r"\b(Bert|Cora|Dunn|Cole|Una|Vic|Wim|Xia|Yve|Zoe)\b"
ELMHURST = r"Elmhurst|ELM-1|\b(Ebb|Frost|Tom|Tia)\b"
HIDDEN = {
    Role.HOME_TEAM: re.compile(ELMHURST),
    Role.COACH: re.compile(f"{ELMHURST}|{RESIDENTS_AND_STAFF}|Ada|ROSE-1"),
    Role.FINANCE: re.compile(RESIDENTS_AND_STAFF),
    Role.NETWORK_IT: re.compile(f"{RESIDENTS_AND_STAFF}|Ada|ROSE-1|ELM-1"),
}
"""What an answer must not hold, whatever was asked."""

days = st.dates(date(2024, 1, 1), date(2026, 12, 31)) | st.dates()
times = st.datetimes(timezones=st.timezones())
sizes = st.integers(1, 30) | st.integers(-(2**31), 2**31 - 1)
VALUES: dict[str, st.SearchStrategy[ValueNode]] = {
    "Date": days.map(date.isoformat).map(nodes.String),
    "DateTime": times.map(lambda instant: instant.isoformat()).map(nodes.String),
    "ID": st.sampled_from(["rosewood", "elmhurst"]).map(nodes.String) | st.text().map(nodes.String),
    "Int": sizes.map(nodes.Int),
}
"""Values that can be meant, more often than chance would have it."""


@pytest.fixture
def live(database: Dsns) -> Iterator[Live]:
    with live_server(database, "tests.graphql_api.live") as live:
        yield live


@contextmanager
def values_that_can_be_meant() -> Iterator[None]:
    before = dict(CUSTOM_SCALARS)
    CUSTOM_SCALARS.update(VALUES)
    yield
    CUSTOM_SCALARS.clear()
    CUSTOM_SCALARS.update(before)


def test_documents_made_from_the_schema_are_answered_and_tell_nobody_too_much(
    live: Live, subtests: pytest.Subtests
) -> None:
    schema = schemathesis.graphql.from_url(f"{live.url}/graphql")
    with values_that_can_be_meant(), httpx.Client(timeout=SECONDS) as http:
        for result in schema.get_all_operations():
            assert isinstance(result, Ok)
            operation = result.ok()
            if operation.label.startswith("Subscription"):
                continue
            for role in TOKEN_ROLES:
                for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                    with subtests.test(f"{operation.label} {role} {mode.value}"):
                        ask(http, live, role, operation.as_strategy(generation_mode=mode))


def ask(http: httpx.Client, live: Live, role: Role, cases: st.SearchStrategy[Case]) -> None:
    headers = {"Authorization": f"Bearer {live.tokens[role]}"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    @given(case=cases)
    def answered(case: Case) -> None:
        worked = seconds_worked(live)
        answer = http.post(f"{live.url}/graphql", json={"query": case.body}, headers=headers)
        assert seconds_worked(live) - worked < MOST_WORK, case.body
        assert_answer(answer, role, case)

    answered()


def seconds_worked(live: Live) -> float:
    """The time of the processor that the server has had; statements have a limit of their own."""
    times = psutil.Process(live.process.pid).cpu_times()
    return times.user + times.system


def assert_answer(answer: httpx.Response, role: Role, case: Case) -> None:
    assert answer.status_code == 200, (case.body, answer.text)
    assert answer.headers["Content-Type"] == "application/json"
    said = answer.json()
    assert said.keys() <= {"data", "errors"}
    assert said.get("data") or said["errors"], case.body
    assert "INTERNAL" not in [error.get("extensions", {}).get("code") for error in said.get("errors", ())], (
        case.body
    )
    assert "Traceback" not in answer.text
    assert not HIDDEN[role].search(answer.text), (case.body, answer.text)
    if case.meta and case.meta.generation.mode.is_negative:
        assert said["errors"], case.body
