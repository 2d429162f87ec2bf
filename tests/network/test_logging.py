"""A log line is JSON, says where and what kind, and never what somebody wrote."""

import ast
import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import structlog

from network.logging import FIELDS, configure_logging

NAME = "Dorothy Whitlock"
ROOT = Path(__file__).parents[2]
OWN_FOLDERS = [
    ROOT / name for name in ("network", "households", "outcomes", "finance", "graphql/graphql_api")
]


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = (root.handlers, root.level)
    stream = io.StringIO()
    configure_logging("info", stream)
    yield stream
    root.handlers, root.level = before
    structlog.reset_defaults()


def only(lines: io.StringIO) -> dict[str, Any]:
    (line,) = lines.getvalue().splitlines()
    return json.loads(line)


def test_a_line_has_its_ids(lines: io.StringIO) -> None:
    structlog.stdlib.get_logger("hearth.http").info("request", request_id="ab12", home_id="h", position="7")
    line = only(lines)
    assert (line["event"], line["request_id"], line["home_id"], line["position"]) == (
        "request",
        "ab12",
        "h",
        "7",
    )
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")


def test_an_unknown_field_is_withheld(lines: io.StringIO) -> None:
    structlog.stdlib.get_logger("network.main").info("request", resident=NAME)
    assert NAME not in lines.getvalue()
    assert only(lines)["resident"] == "withheld"


def test_an_exception_tells_where_it_arose_and_not_what_it_quotes(lines: io.StringIO) -> None:
    try:
        raise ValueError(NAME)
    except ValueError:
        structlog.stdlib.get_logger("network.main").exception("request failed")
    line = only(lines)
    assert line["error"] == "builtins.ValueError"
    assert line["frames"][0].startswith("test_an_exception_tells")
    assert NAME not in lines.getvalue()


def test_a_library_is_not_quoted_either(lines: io.StringIO) -> None:
    try:
        raise asyncpg.UniqueViolationError(f"Key (name)=({NAME}) already exists.")
    except asyncpg.UniqueViolationError:
        logging.getLogger("strawberry.execution").exception("%s", NAME)
    line = only(lines)
    assert NAME not in lines.getvalue()
    assert (line["logger"], line["level"], line["sqlstate"]) == ("strawberry.execution", "error", "23505")


def test_a_path_as_it_was_sent_is_not_logged(lines: io.StringIO) -> None:
    logging.getLogger("uvicorn.access").info('"GET /homes/%s"', NAME)
    logging.getLogger("uvicorn.error").info("Started server")
    assert lines.getvalue() == ""


def test_every_field_that_the_program_writes_may_be_written() -> None:
    """Else a line says "withheld" where somebody needs to know."""
    calls = [
        (path.name, keyword.arg)
        for package in OWN_FOLDERS
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and re.match(r"_?log\.\w+\(", ast.unparse(node))
        for keyword in node.keywords
        if keyword.arg is not None and keyword.arg != "exc_info"
    ]
    assert ("edge.py", "request_id") in calls
    assert [call for call in calls if call[1] not in FIELDS] == []
