"""Whatever a home's team writes for others names nobody of the home in full."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

import pytest

from network.web.idempotency import HEADER
from tests.days import today
from tests.network.coaching.conftest import Talk
from tests.network.coaching.test_learning import TEA
from tests.network.main.conftest import MOVE_IN

NAMED = "Edith Moss has a lower bed"
QUESTION = {"text": "What changed?"}
COLLEAGUE = {
    "given_name": "Aisha",
    "family_name": "Adeyemi",
    "role": "care_worker",
    "weekly_hours": "30",
    "started_on": "2024-01-01",
}


@pytest.fixture
async def home(talk: Talk) -> Talk:
    """Rosewood, where Edith Moss lives and Aisha Adeyemi works."""
    for path, said in (("residents", MOVE_IN), ("team", COLLEAGUE)):
        answer = await talk.team.post(f"/homes/rosewood/{path}", said)
        assert answer.status_code == 201, answer.text
    return talk


async def check(talk: Talk, path: str, said: Mapping[str, object], field: str, initials: str) -> None:
    """It is refused at its field, in initials, and nothing is written down."""
    before = await talk.world.services.pool.fetchval("SELECT count(*) FROM eventstore.events")
    why = await talk.refused(talk.team, path, said)
    assert (why["code"], why["field"]) == ("names_somebody", field)
    assert why["detail"] == f"It holds the name of {initials}; coaches and other homes read this."
    assert "Moss" not in str(why)
    assert await talk.world.services.pool.fetchval("SELECT count(*) FROM eventstore.events") == before


async def test_no_text_of_a_team_for_others_takes_a_name(home: Talk) -> None:
    question = (await home.say(home.coach, "/homes/rosewood/support/questions", QUESTION))["id"]
    learning = (await home.say(home.coach, "/learning", TEA))["id"]
    practice = {"changed_on": str(today()), "text": NAMED}
    due = str(today() + timedelta(days=9))
    action = {"text": "Try a lower bed", "owner": "team", "due_on": due}
    household = {"name": "Edith Moss", "beds": 2, "opened_on": "2026-01-01"}
    await check(home, "/homes/rosewood/practice", practice, "text", "E. M.")
    await check(home, "/homes/rosewood/households", household, "name", "E. M.")
    await check(home, "/learning", {**TEA, "title": "MRS  MOSS"}, "title", "Mrs M.")
    await check(home, "/learning", {**TEA, "text": "aisha adeyemi’s idea"}, "text", "A. A.")
    await check(home, f"/learning/{learning}/answers", {"text": NAMED}, "text", "E. M.")
    tried = {"text": f"{NAMED}, says Aisha Adeyemi", "tried": "helped"}
    await check(home, f"/learning/{learning}/answers", tried, "text", "E. M., A. A.")
    await check(
        home, f"/homes/rosewood/support/questions/{question}/answers", {"text": NAMED}, "text", "E. M."
    )
    await check(home, "/homes/rosewood/support/actions", {**action, "text": NAMED}, "text", "E. M.")
    await check(home, "/homes/rosewood/support/actions", {**action, "role": "Ms Adeyemi"}, "role", "Ms A.")
    page = await home.send(home.team, "/learning/new", {**TEA, "text": NAMED}, 422)
    assert "It holds the name of E. M.; coaches and other homes read this." in page.text


async def test_only_the_homes_own_team_is_told_whose_names_they_are(home: Talk) -> None:
    for who in (home.coach, home.others):
        await home.say(who, "/learning", {**TEA, "text": NAMED})


async def test_what_was_said_before_somebody_of_that_name_came_is_answered_again(talk: Talk) -> None:
    key, practice_key = str(uuid4()), str(uuid4())
    practice = {"changed_on": str(today()), "text": NAMED}
    receipt = await talk.say(talk.team, "/learning", {**TEA, "text": NAMED}, key)
    recorded = await talk.say(talk.team, "/homes/rosewood/practice", practice, practice_key)
    assert (await talk.team.post("/homes/rosewood/residents", MOVE_IN)).status_code == 201
    again = await talk.team.post("/learning", {**TEA, "text": NAMED}, {HEADER: key})
    assert again.json() == receipt
    again = await talk.team.post("/homes/rosewood/practice", practice, {HEADER: practice_key})
    assert again.json() == recorded
    why = await talk.refused(talk.team, "/learning", {**TEA, "practice_changed_on": str(today())})
    assert (why["code"], why["field"]) == ("names_somebody", "practice_changed_on")
    assert why["remedy"] == "Correct that change of practice first."
