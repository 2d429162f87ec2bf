"""A log line is JSON, says where and what kind, and never what somebody wrote."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest
import structlog

from network.logging import configure_logging

NAME = "Dorothy Whitlock"


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
