"""A home's support, from the coach's note to the team's answer, over HTTP and on pages."""

import re
from datetime import timedelta
from uuid import uuid4

from network.access.accounts.names import AccountNames
from network.access.viewer import Role
from network.coaching.events import VisitNoted, support_stream
from network.coaching.support.projection import PROJECTION
from network.coaching.support.records import SupportRecords
from network.coaching.words import LABEL, Words
from network.eventstore.event import Event
from network.eventstore.keyring import KeyScope, SealedField
from network.eventstore.sealed import RecordClass
from network.web.idempotency import HEADER
from tests.days import today
from tests.network.coaching.conftest import Talk
from tests.projected import Projected

SUPPORT, COACH_PAGES, TEAM_PAGES = (
    "/homes/rosewood/support",
    "/coach/homes/rosewood",
    "/homes/rosewood/support",
)
VISITED = today() - timedelta(days=3)
NOTE = {"visited_on": str(VISITED), "text": "The evening was calm; tea in the garden."}


async def opened(talk: Talk, event: Event) -> Words | None:
    """What somebody wrote, for whoever has every key that there still is."""
    assert isinstance(event, VisitNoted)
    assert event.words.token is not None
    field = SealedField(event.words.token, support_stream(talk.world.own), LABEL)
    return await talk.world.services.keyring.open(KeyScope(None, frozenset(RecordClass)), field, Words)


async def test_a_note_is_written_once_and_read_by_the_home_and_its_coach_alone(talk: Talk) -> None:
    key = str(uuid4())
    receipt = await talk.say(talk.coach, f"{SUPPORT}/visits", NOTE, key)
    again = await talk.coach.post(f"{SUPPORT}/visits", NOTE, {HEADER: key})
    assert again.json() == receipt
    assert again.headers["Idempotent-Replayed"] == "true"
    other = await talk.coach.post(f"{SUPPORT}/visits", {**NOTE, "text": "Something else"}, {HEADER: key})
    assert other.json()["type"] == "/problems/other-content"

    page = await talk.see(talk.team, TEAM_PAGES)
    assert "tea in the garden" in page.text
    assert "A coach (coach)" in page.text
    assert "tea in the garden" in (await talk.see(talk.coach, f"{COACH_PAGES}/visits")).text
    await talk.see(talk.others, TEAM_PAGES, 404)
    for role in (Role.FINANCE, Role.NETWORK_IT):
        await talk.see(talk.world.clients[role], TEAM_PAGES, 403)
    await talk.refused(talk.team, f"{SUPPORT}/visits", NOTE, 403)
    await talk.refused(talk.coach, "/homes/elmhurst/support/visits", NOTE, 404)
    not_yet = await talk.refused(talk.coach, f"{SUPPORT}/visits", {**NOTE, "visited_on": "2190-01-01"})
    assert (not_yet["code"], not_yet["field"]) == ("not_yet", "visited_on")
    raw = await talk.world.services.pool.fetch("SELECT state FROM eventstore.events")
    assert not any(b"garden" in row["state"] for row in raw)


async def test_what_is_agreed_is_ticked_off_and_a_question_waits_until_it_is_answered(talk: Talk) -> None:
    services = talk.world.services
    visit = await talk.say(talk.coach, f"{SUPPORT}/visits", NOTE)
    told = {"text": "Rails in the hall", "owner": "team", "due_on": str(today()), "role": "the night team"}
    page = await talk.send(talk.coach, f"{COACH_PAGES}/actions/new", {**told, "visit": visit["id"]})
    assert "The action is saved" in page.text
    assert "Rails in the hall" in page.text
    assert "due today" in page.text
    assert "1 action agreed" in page.text
    empty = await talk.send(talk.coach, f"{COACH_PAGES}/questions/new", {"text": ""}, 422)
    assert "Write your question." in empty.text
    await talk.send(
        talk.coach, f"{COACH_PAGES}/questions/new", {"text": "How are nights?", "measure": "falls"}
    )

    records = SupportRecords(services.pool, services.keyring, AccountNames(services.pool))
    team = await talk.viewer(talk.team)
    waiting = await records.waiting(team, [talk.world.own, talk.world.other], today())
    assert waiting == {talk.world.own: (1, 1, 1, 0)}
    found = (await records.of(team, [talk.world.own], 10))[talk.world.own]
    (action,), (question,) = found.actions, found.questions
    ticked = await talk.team.post_form(
        f"{SUPPORT}/actions/{action.id}/complete",
        {"next": f"{TEAM_PAGES}?done=action-done"},
        {"Accept": "text/html"},
    )
    assert ticked.status_code == 303, ticked.text
    page = await talk.see(talk.team, ticked.headers["Location"])
    assert "Ticked off." in page.text
    assert "Not done after all" in page.text
    assert re.search(r"done on \d+ \w+ \d{4} <strong", page.html), "The tag sticks to the day."
    page = await talk.send(talk.team, f"{TEAM_PAGES}/questions/{question.id}", {"text": "Much calmer."})
    assert "waits for an answer" not in page.text
    assert (await records.waiting(team, [talk.world.own], today())) == {talk.world.own: (0, 0, 0, 0)}

    coach_page = await talk.see(talk.coach, f"{COACH_PAGES}/questions")
    assert "Much calmer." in coach_page.text
    assert "A home_team" not in coach_page.html
    assert "A home_team" in (await talk.see(talk.team, TEAM_PAGES)).text
    coach = await talk.viewer(talk.coach)
    last = await records.last_visits(coach, [talk.world.own, talk.world.other])
    assert last == {talk.world.own: VISITED}


async def test_what_is_taken_back_can_not_be_read_again_not_even_from_a_restored_key(
    talk: Talk, projected: Projected
) -> None:
    services = talk.world.services
    noted = await talk.say(talk.coach, f"{SUPPORT}/visits", {**NOTE, "text": "Edith fell"})
    kept = await talk.say(talk.coach, f"{SUPPORT}/visits", NOTE)
    await talk.see(talk.team, f"{TEAM_PAGES}/take-back/{noted['id']}", 404)
    why = await talk.refused(
        talk.team, f"{SUPPORT}/entries/{noted['id']}/take-back", {"because": "named_somebody"}
    )
    assert why["code"] == "not_your_words"
    page = await talk.send(
        talk.coach, f"{COACH_PAGES}/take-back/{noted['id']}", {"because": "named_somebody"}
    )
    assert "Taken back: it names a resident" in page.text
    assert "Edith" not in page.html
    assert "tea in the garden" in page.text
    assert kept["id"] in page.html
    first, second, _ = await services.store.read(support_stream(talk.world.own))
    assert await opened(talk, first.event) is None
    assert await opened(talk, second.event) == Words(text=NOTE["text"])
    assert await services.erasure.forget_again() == 0
    before = await projected.everything([PROJECTION])
    await projected.rebuild().anew([PROJECTION])
    assert await projected.everything([PROJECTION]) == before
    assert len(await projected.rows(PROJECTION, "words")) == 1
