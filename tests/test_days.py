"""An instant becomes a day in one place: for an hour of each summer night UTC still has the day before."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ONE_PLACE, THIS = ROOT / "network" / "days.py", Path(__file__)
PARTS = ("network", "households", "outcomes", "finance", "graphql/graphql_api")
DAY_OF_UTC = re.compile(r"\(UTC\)\.date\(\)|\bdate\.today\(|\bdatetime\.today\(")
DAY_OF_AN_INSTANT = re.compile(r"(_at|\bat|\bnow)(\(\))?\.date\(\)|LONDON\)\.date\(\)|\bZoneInfo\(")


@pytest.mark.parametrize("told", ["entry.recorded_at.date()", "clock.now().date()", "at.date()"])
def test_what_is_looked_for_is_found(told: str) -> None:
    assert DAY_OF_AN_INSTANT.search(told)


def test_parts_take_the_day_of_an_instant_from_one_place() -> None:
    assert list(_found(PARTS, DAY_OF_AN_INSTANT)) == [], "network.days.local_date says the day in the homes"


def test_pages_take_no_day_of_an_instant() -> None:
    taken = [path.name for path in ROOT.glob("*/**/templates/**/*.html") if ".date()" in path.read_text()]
    assert taken == []


def test_nobody_takes_the_machine_s_day_or_that_of_utc() -> None:
    assert list(_found((*PARTS, "tests"), DAY_OF_UTC)) == [], "tests.days.today says the day in the homes"


def _found(folders: tuple[str, ...], pattern: re.Pattern[str]) -> Iterator[str]:
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        if path in (ONE_PLACE, THIS) or "node_modules" in path.parts:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if pattern.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
