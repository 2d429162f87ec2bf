# pyright: basic, reportUnknownMemberType=false
"""The service, on a real web server, held to its description by requests made from it."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from network.access.viewer import Role
from network.postgres.dsns import Dsns
from tests.network.main.live import Live, live_server

EXAMPLES = 60 if os.environ.get("HEARTH_FAULTS") == "long" else 2
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
NEED_READ_MODELS = re.compile(
    r"ready|export-.*|.*-totals|.*bank-.*|bring-in-statement|.*-line(-aside)?|note-promise|possible-duplicates"
)
"""Without projections they answer 503, as they should: asked only what they refuse before."""


@pytest.fixture
def live(database: Dsns) -> Iterator[Live]:
    with live_server(database) as live:
        yield live


def token_of(live: Live, path: str) -> str:
    role = Role.FINANCE if path.startswith("/finance") else Role.HOME_TEAM
    return live.tokens[Role.NETWORK_IT if path.startswith("/network") else role]


def test_requests_made_from_the_description_are_answered_as_it_says(
    live: Live, subtests: pytest.Subtests
) -> None:
    document = httpx.get(f"{live.url}/openapi.json").json()
    schema = schemathesis.openapi.from_dict(without_security(document))
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        modes = [GenerationMode.NEGATIVE]
        if not NEED_READ_MODELS.fullmatch(operation.definition.raw["operationId"]):
            modes.append(GenerationMode.POSITIVE)
        for mode in modes:
            with subtests.test(f"{operation.label} {mode.value}"):
                ask(live, operation.as_strategy(generation_mode=mode))


def without_security(document: dict[str, Any]) -> dict[str, Any]:
    """The description but for who asks, which is set: a request wrong in that alone would be right."""
    paths = {
        path: {method: {**operation, "security": []} for method, operation in operations.items()}
        for path, operations in document["paths"].items()
    }
    return {**document, "paths": paths, "security": []}


def ask(live: Live, cases: SearchStrategy[Case]) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    @given(case=cases)
    def answered_as_described(case: Case) -> None:
        if "home" in case.path_parameters:
            case.path_parameters["home"] = "rosewood"
        headers = {"Authorization": f"Bearer {token_of(live, case.operation.path)}"}
        case.call_and_validate(base_url=live.url, headers=headers, checks=CHECKS)

    # An address without parameters or a body can't be asked wrongly.
    with suppress(Unsatisfiable):
        answered_as_described()
