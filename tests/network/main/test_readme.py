"""What the readme says to paste is taken: its fall, and its questions."""

import json
import re
from pathlib import Path

import pytest
from graphql import parse, validate

from graphql_api.documents import Documents
from graphql_api.schema import LIMITS, create_schema
from tests.network.main.conftest import MOVE_IN, World

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^```graphql\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
FALL = re.search(r"/homes/ALDER/falls .*? -d '(\{.*?\})'", README, flags=re.DOTALL)


def test_there_is_something_to_paste() -> None:
    assert FALL is not None
    assert len(QUESTIONS) == 2


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_schema_answers_what_the_readme_asks(question: str) -> None:
    assert validate(create_schema(Documents(LIMITS)).graphql_core, parse(question)) == []


async def test_a_home_that_has_r001_takes_the_readme_s_fall_once(world: World) -> None:
    assert FALL is not None
    fall = json.loads(FALL.group(1))
    assert fall["resident"] == "R001"
    moved_in = await world.team.post("/homes/rosewood/residents", {**MOVE_IN, "resident_ref": "R001"})
    assert moved_in.status_code == 201, moved_in.text
    key = {"Idempotency-Key": "first-try"}
    first, again = [await world.team.post("/homes/rosewood/falls", fall, key) for _ in range(2)]
    assert (first.status_code, again.json()) == (201, first.json()), first.text
    other = await world.team.post("/homes/rosewood/falls", {**fall, "place": "lounge"}, key)
    assert other.status_code == 422
