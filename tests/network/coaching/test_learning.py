"""Communities of practice: what is shared is found by subject and measure, answered, and tried elsewhere."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from network.access.viewer import Role
from network.coaching.learning import library
from network.coaching.learning.projection import PROJECTION
from network.web.idempotency import HEADER
from tests.days import today
from tests.network.coaching.conftest import Talk
from tests.projected import Projected

CHANGED = today() - timedelta(days=40)
TEA = {
    "shared_as": "lesson",
    "subject": "falls",
    "title": "Tea in the garden at dusk",
    "text": "Since we sit outside at dusk, evenings are calmer.",
    "measure": "falls",
}


async def test_a_home_shares_what_it_learnt_and_another_says_what_came_of_it(
    talk: Talk, projected: Projected
) -> None:
    await talk.say(talk.team, "/homes/rosewood/practice", {"changed_on": str(CHANGED), "text": "Dusk tea"})
    form = {**TEA, "practice_changed_on": str(CHANGED)}
    unknown = await talk.send(talk.others, "/learning/new", form, 422)
    assert "recorded no change of practice on that day" in unknown.text
    page = await talk.send(talk.team, "/learning/new", form)
    assert "It is shared with all homes and coaches." in page.text
    assert f"{CHANGED.day} {CHANGED:%B %Y}: Dusk tea" in page.text
    assert "Our home, unnamed to others" in page.text

    listed = await talk.see(talk.others, "/learning?subject=falls&measure=falls&shared_as=lesson")
    address = listed.links["Tea in the garden at dusk"]
    assert "A home of the network" in listed.text
    assert "Rosewood" not in listed.html
    assert "home_team" not in listed.text
    for nothing in ("subject=nights", "measure=moments", "shared_as=challenge"):
        page = await talk.see(talk.coach, f"/learning?{nothing}")
        assert "Nobody has shared anything of this kind" in page.text

    for words, is_found in (("tea DUSK", True), ("calmer", True), ("dusk tea", True), ("tea dawn", False)):
        page = await talk.see(talk.coach, f"/learning?words={words.replace(' ', '+')}&subject=falls")
        assert ("Tea in the garden at dusk" in page.links) == is_found, words
        assert f'value="{words}"' in page.html, "what was looked for stays in its field"

    again = await talk.send(talk.others, f"{address}/tried", {"text": "We sat inside"}, 422)
    assert "Choose what happened." in again.text
    tried = {"tried": "no_difference", "text": "Ours like the telly.", "name_home": "yes"}
    await talk.send(talk.others, f"{address}/tried", tried)
    page = await talk.send(talk.coach, f"{address}/answer", {"text": "How long did you try?"})
    assert "Tried too: it made no difference in 1" in page.text
    assert "Elmhurst" in page.text
    assert "A coach (coach)" in page.text
    assert "2 answers; 1 home tried it too" in (await talk.see(talk.team, "/learning")).text

    await talk.see(talk.coach, f"/learning/take-back{address.removeprefix('/learning')}", 404)
    page = await talk.send(
        talk.team, f"/learning/take-back{address.removeprefix('/learning')}", {"because": "mistake"}
    )
    assert "calmer" not in page.html
    assert "Ours like the telly." in page.text
    assert "Tea in the garden" not in (await talk.see(talk.others, "/learning")).text
    before = await projected.everything([PROJECTION])
    await projected.rebuild().anew([PROJECTION])
    assert await projected.everything([PROJECTION]) == before


async def test_sharing_is_for_teams_and_coaches_once_a_key_and_each_for_their_own_home(talk: Talk) -> None:
    key = str(uuid4())
    receipt = await talk.say(talk.coach, "/learning", TEA, key)
    assert (await talk.coach.post("/learning", TEA, {HEADER: key})).json() == receipt
    # Somebody else's key is their own, whatever it is.
    theirs = await talk.say(talk.team, "/learning", TEA, key)
    assert theirs["id"] != receipt["id"]
    for role in (Role.FINANCE, Role.NETWORK_IT):
        await talk.refused(talk.world.clients[role], "/learning", TEA, 403)
        await talk.see(talk.world.clients[role], "/learning", 403)
    await talk.refused(talk.team, "/learning", {**TEA, "home": "elmhurst"}, 404)
    for said, code in (({"home": "rosewood"}, "not_for_a_home"), ({"name_home": True}, "no_home_to_name")):
        assert (await talk.refused(talk.coach, "/learning", {**TEA, **said}))["code"] == code
    for learning in (f"{talk.world.own.hex}-1", "nothing", f"{uuid4().hex}-1"):
        why = await talk.refused(talk.team, f"/learning/{learning}/answers", {"text": "Hm"})
        assert (why["code"], why["field"]) == ("unknown", "learning")
        await talk.see(talk.team, f"/learning/{learning}", 404)
    why = await talk.refused(
        talk.team, f"/learning/entries/{receipt['id']}/take-back", {"because": "mistake"}
    )
    assert why["code"] == "not_your_words"


async def test_words_are_found_however_far_back(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "AT_ONCE", 2)
    for number in range(5):
        title = f"Quilts {number}" if number % 2 == 0 else f"Something else {number}"
        await talk.say(talk.coach, "/learning", {**TEA, "title": title})
    ask = (
        '{ learning(words: "quilts DUSK", first: 2) '
        "{ totalCount edges { node { title } } pageInfo { endCursor } } }"
    )
    found = await asked(talk, ask)
    assert found["totalCount"] == 3
    assert [edge["node"]["title"] for edge in found["edges"]] == ["Quilts 4", "Quilts 2"]
    rest = ask.replace("first: 2", f'first: 2, after: "{found["pageInfo"]["endCursor"]}"')
    found = await asked(talk, rest)
    assert [edge["node"]["title"] for edge in found["edges"]] == ["Quilts 0"]


async def test_so_many_letters_are_looked_for_and_so_often_in_a_document(talk: Talk) -> None:
    await talk.say(talk.coach, "/learning", TEA)
    longest = "tea " * (library.MOST_LETTERS // 4)
    assert (await asked(talk, f'{{ learning(words: "{longest}") {{ totalCount }} }}'))["totalCount"] == 1
    too_long = f'{{ learning(words: "{longest}x") {{ totalCount }} }}'
    [error] = (await talk.coach.post("/graphql", {"query": too_long})).json()["errors"]
    assert "The words have 101 letters, and 100 are allowed. Look for the few words" in error["message"]
    assert error["extensions"]["code"] == "UNANSWERABLE"
    page = await talk.see(talk.coach, f"/learning?words={'tea+' * 30}")
    assert "Tea in the garden at dusk" in page.links, "the page looks for as many as there is room for"

    several = " ".join(f'n{n}: learning(words: "tea") {{ totalCount }}' for n in range(4))
    [error] = (await talk.coach.post("/graphql", {"query": f"{{ {several} }}"})).json()["errors"]
    assert "looks for words 4 times, and 3 are allowed" in error["message"]


async def asked(talk: Talk, document: str) -> dict[str, Any]:
    """What a coach finds by GraphQL."""
    answer = await talk.coach.post("/graphql", {"query": document})
    found: dict[str, Any] = answer.json()["data"]["learning"]
    return found
