"""A form that was sent after its session had ended: it waits for its person, and for nobody else."""

import re
from html import unescape

import httpx

from network.access.viewer import SYSTEM
from tests.network.main.conftest import World
from tests.network.main.phone import (
    PASSWORD,
    PIN,
    Phone,
    is_in,
    new_person,
    phone_of,
    said,
    tablet_of,
)

FALL_TYPED = {
    "description": "Slipped <b>on</b> the wet floor",
    "command_id": "5f0c2b1e-3f5c-4c55-9c6e-0b1b1d1f0001",
}


async def test_a_form_that_is_sent_after_the_session_ended_waits_for_its_person(edith: World) -> None:
    ada = await new_person(edith)
    await phone_of(edith, ada)
    tablet = await tablet_of(edith)
    await tablet.post(f"/sign-in/people/{ada}", pin=PIN)
    await edith.services.doors.sessions.end_all(SYSTEM, ada)
    before = await edith.events(edith.own)
    answer = await tablet.post(
        "/homes/rosewood/falls/new",
        resident="R1",
        place="bedroom",
        harm="low",
        actions=["first_aid", "gp"],
        **FALL_TYPED,
    )
    assert answer.status_code == 401
    assert "What you typed is still here" in said(answer)
    assert "Slipped" not in answer.text
    kept = hidden_in(answer)
    wrong = await tablet.post(f"/sign-in/people/{ada}", pin="654987", **kept)
    assert hidden_in(wrong)["kept"] == kept["kept"]
    resumed = await tablet.post(f"/sign-in/people/{ada}", pin=PIN, **hidden_in(wrong))
    assert resumed.status_code == 200
    assert await edith.events(edith.own) == before
    again = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', resumed.text)
    sent = {name: [unescape(value) for at, value in again if at == name] for name, _ in again}
    assert sent["description"] == [FALL_TYPED["description"]]
    recorded = await tablet.post("/homes/rosewood/falls/new", **sent)
    assert recorded.status_code == 303, said(recorded)
    assert await edith.events(edith.own) == before + 1


async def test_what_somebody_typed_is_not_there_for_who_signs_in_instead(world: World) -> None:
    ada, sam = await new_person(world), await new_person(world, "Sam Price")
    await phone_of(world, ada)
    await phone_of(world, sam, pin="194622")
    tablet = await tablet_of(world)
    await tablet.post(f"/sign-in/people/{ada}", pin=PIN)
    await world.services.doors.sessions.end_all(SYSTEM, ada)
    kept = hidden_in(await tablet.post("/homes/rosewood/falls/new", **FALL_TYPED))
    answer = await tablet.post(f"/sign-in/people/{sam}", pin="194622", **kept)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


async def test_on_ones_own_phone_a_form_waits_for_the_password(world: World) -> None:
    ada = await new_person(world)
    phone = await phone_of(world, ada)
    await world.services.doors.sessions.end_all(SYSTEM, ada)
    kept = hidden_in(await phone.post("/homes/rosewood/falls/new", **FALL_TYPED))
    resumed = await phone.post("/sign-in/password", sign_in_name="ada.okafor", password=PASSWORD, **kept)
    assert "What you typed is still here" in said(resumed)
    assert await is_in(phone)


async def test_secrets_are_not_kept_and_strangers_are_led_to_the_door(world: World) -> None:
    ada = await new_person(world)
    phone = await phone_of(world, ada)
    await world.services.doors.sessions.end_all(SYSTEM, ada)
    secret = await phone.post("/account/password", proof=PASSWORD, new_password="kettle harbour violet")
    stranger = await Phone(world.http).post("/homes/rosewood/falls/new", **FALL_TYPED)
    for answer in (secret, stranger):
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/sign-in"


def hidden_in(answer: httpx.Response) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text))
