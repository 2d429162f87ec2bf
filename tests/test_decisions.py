"""Decisions keep their numbers, by which they name each other."""

import re
from pathlib import Path

PAGE = (Path(__file__).parents[1] / "DECISIONS.md").read_text(encoding="utf-8")
HEADINGS = re.findall(r"^## (\d+)\. .+$", PAGE, flags=re.MULTILINE)
NAMED = re.findall(r"\((?:in part replaced by )?(\d+)(?: and (\d+))?\)", PAGE)


def test_decisions_are_numbered_one_after_another() -> None:
    assert [int(number) for number in HEADINGS] == list(range(1, len(HEADINGS) + 1))


def test_every_decision_that_another_names_is_there() -> None:
    assert {number for pair in NAMED for number in pair if number} <= set(HEADINGS)


def test_each_says_its_own() -> None:
    """One heading and its text, and no paragraph of another that a merge has left."""
    paragraphs = [text for text in PAGE.split("\n\n") if len(text) > 100]
    assert len(set(paragraphs)) == len(paragraphs)
    assert [text[:60] for text in paragraphs if re.search(r"[.!?]\n[A-Z`]", text)] == []
