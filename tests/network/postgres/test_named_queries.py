"""Files of named queries are read strictly: a name once, a purpose, a statement."""

from pathlib import Path

import pytest

from network.postgres.errors import QueryFileError
from network.postgres.named_queries import NamedQueries

TWO = """\
-- name: first
-- The number one.
SELECT 1;

-- name: second
-- The number two.
SELECT 2;
"""


def load(tmp_path: Path, text: str) -> NamedQueries:
    path = tmp_path / "queries.sql"
    path.write_text(text)
    return NamedQueries.load(path)


def test_queries_are_found_by_name(tmp_path: Path) -> None:
    queries = load(tmp_path, TWO)
    assert list(queries) == ["first", "second"]
    assert queries["second"].endswith("SELECT 2;")
    assert "SELECT 1" not in queries["second"]


def test_a_query_carries_its_name_to_the_server(tmp_path: Path) -> None:
    assert load(tmp_path, TWO)["first"].startswith("-- first\n")


def test_a_name_that_is_not_there_is_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        load(tmp_path, TWO)["third"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (TWO + TWO, "two queries named first"),
        ("-- name: First One\n-- Why.\nSELECT 1;", "is not a name"),
        ("-- name: first\nSELECT 1;", "needs one line under its name"),
        ("-- name: first\n-- Why.\n", "has no statement"),
    ],
)
def test_a_careless_file_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(QueryFileError, match=reason):
        load(tmp_path, text)
