"""The page for whoever writes the files says what the program reads."""

import re
from pathlib import Path

import pytest

from network.history.columns import COLUMNS
from network.history.rows import FILES, Row
from network.services import Services
from tests.network.history.conftest import problems

PAGE = (Path(__file__).parents[3] / "docs" / "spreadsheets.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\S+\.csv)\n(.*?)(?=^## |\Z)", PAGE, flags=re.MULTILINE | re.DOTALL))


def test_every_file_has_its_section() -> None:
    assert list(SECTIONS) == [kind.file for kind in FILES]


@pytest.mark.parametrize("kind", FILES, ids=lambda kind: kind.file)
def test_every_column_is_described_and_what_is_needed_is_marked(kind: type[Row]) -> None:
    described = re.findall(r"^\| `(\w+)` \| (needed)? ?\|", SECTIONS[kind.file], flags=re.MULTILINE)
    assert [(name, bool(needed)) for name, needed in described] == [
        (column.name, column.required) for column in COLUMNS[kind]
    ]


async def test_its_example_can_be_brought_in(services: Services, tmp_path: Path) -> None:
    examples = re.findall(r"^```csv (\S+)\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert len(examples) == 3
    for name, content in examples:
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert await problems(services, tmp_path) == []
