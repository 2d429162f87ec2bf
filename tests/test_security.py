"""The table of OWASP ASVS 5.0 names every requirement that applies, and tests that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+) \| (.+) \|$", flags=re.MULTILINE)
CHAPTERS = {
    "3.2": (1, 2),
    "3.3": (1, 2, 3, 4),
    "3.4": (1, 2, 3, 4, 5, 6),
    "3.5": (1, 2, 3, 4, 5),
    "3.7": (1, 2),
    "5.1": (1,),
    "5.2": (1, 2, 3),
    "5.3": (1, 2),
    "5.4": (1, 2, 3),
    "6.1": (1, 2, 3),
    "6.2": tuple(range(1, 13)),
    "6.3": (1, 2, 3, 4),
    "6.4": (1, 2, 3, 4),
    "6.5": (1, 2, 3, 4, 5),
    "6.6": (1, 2, 3),
    "6.8": (1, 2, 3, 4),
    "7.1": (1, 2, 3),
    "7.2": (1, 2, 3, 4),
    "7.3": (1, 2),
    "7.4": (1, 2, 3, 4, 5),
    "7.5": (1, 2),
    "7.6": (1, 2),
}
"""The requirements of levels 1 and 2 on browsers, files, authentication and sessions, 5.0.0."""

ROWS = ROW.findall(PAGE)


def functions_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


def test_every_requirement_of_the_chapters_is_in_the_table_once() -> None:
    named = [requirement for requirement, _, _ in ROWS]
    assert len(named) == len(set(named))
    assert named == sorted(named, key=lambda one: [int(number) for number in one.split(".")])
    assert {f"{section}.{number}" for section, numbers in CHAPTERS.items() for number in numbers} <= set(
        named
    )


@pytest.mark.parametrize(("requirement", "met_by", "shown_by"), ROWS, ids=[row[0] for row in ROWS])
def test_every_test_that_the_table_names_is_there(requirement: str, met_by: str, shown_by: str) -> None:
    assert met_by.strip()
    if shown_by == "–":
        return
    for named in re.findall(r"`([^`]+)`", shown_by):
        file, _, function = named.partition("::")
        path = ROOT / "tests" / file
        assert path.exists(), f"{requirement} names {file}, which is not there"
        assert not function or function in functions_in(path), f"{requirement} names {function}"
