"""Forgetting, holding and releasing on the pages of network IT, and what is said of erasure."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from households.residents import MoveIn, MoveOut
from households.terms import MovedOutReason
from network.access.viewer import SYSTEM
from network.directory.retention.register import Register
from network.directory.upkeep import PUBLISHED
from tests.days import today
from tests.network.directory.pages.conftest import Browser, text_of
from tests.network.main.conftest import World
from tests.network.main.test_network_it import JOIN, opens
from tests.small_network import envelope

LONG_AGO = {**JOIN, "ref": "oldfield", "cqc_location_id": "1-1000000009", "joined_on": "2010-01-01"}


async def person_of(world: World, home_id: UUID, ref: str) -> UUID:
    [person_id] = await Register(world.services.pool, PUBLISHED.retention).find(SYSTEM, home_id, ref)
    return person_id


@pytest.fixture
async def gone(it: Browser) -> str:
    """The page of somebody whose care ended in 2015."""
    services = it.world.services
    answer = await it.world.it.post("/network/homes", LONG_AGO)
    home_id = UUID(answer.json()["home_id"])
    moved_in = MoveIn(
        resident_ref="R9",
        given_name="Edith",
        family_name="Moss",
        household="Ash",
        moved_in_on=date(2011, 1, 1),
    )
    moved_out = MoveOut(resident="R9", moved_out_on=date(2015, 3, 20), reason=MovedOutReason.DIED)
    for command in (moved_in, moved_out):
        await services.households.record(SYSTEM, home_id, command, envelope(uuid4()))
    await it.caught_up()
    return f"/it/keeping/{await person_of(it.world, home_id, 'R9')}"


async def test_who_is_due_is_listed_by_home_and_reference(it: Browser, gone: str) -> None:
    page = await it.open("/it/keeping")
    assert "Ashfield R9 Care 20 March 2015 20 March 2023" in text_of(page)
    assert "Ashfield R9 Finance 20 March 2015 20 March 2021" in text_of(page)
    assert gone in page
    assert "Edith" not in page
    assert "2 records may be forgotten" in text_of(await it.open("/it"))


async def test_a_record_is_forgotten_and_complete_when_the_backups_of_keys_have_gone(
    it: Browser, gone: str
) -> None:
    said = text_of(await it.open(f"{gone}/care/forget"))
    assert "This can't be taken back." in said
    page = text_of(await it.done(f"{gone}/care/forget", {}))
    complete = today() + timedelta(days=35)
    assert "The key is destroyed" in page
    assert f"gone by {complete.day} {complete:%B %Y}: erasure is complete then" in page
    listed = text_of(await it.open("/it/keeping"))
    assert "R9 Care 20 March 2015" not in listed
    assert "R9 Finance" in listed
    assert f"On {complete.day} {complete:%B %Y}" in listed
    again = await it.send(f"{gone}/care/forget", {}, "5e0f3a52-6f3d-4b7a-9f8e-2f6f2a1c0b11")
    assert again.status_code == 303, "who is forgotten stays forgotten"
    assert "Person forgotten" in text_of(await it.open("/it/audit"))


async def test_what_is_held_is_not_forgotten_until_it_is_released(it: Browser, gone: str) -> None:
    assert "Say what needs the record." in text_of(await it.refused(f"{gone}/care/hold", {"reason": ""}))
    page = text_of(await it.done(f"{gone}/care/hold", {"reason": "The 2024 inquiry"}))
    assert "Held The 2024 inquiry" in page
    listed = text_of(await it.open("/it/keeping"))
    assert "Ashfield R9 Care The 2024 inquiry" in listed
    assert "R9 Care 20 March 2015" not in listed
    assert "It is held: The 2024 inquiry." in text_of(await it.open(f"{gone}/care/forget"))
    refused = await it.send(f"{gone}/care/forget", {}, "5e0f3a52-6f3d-4b7a-9f8e-2f6f2a1c0b11")
    assert refused.status_code == 422
    assert "This record is held." in text_of(refused.text)
    person = gone.rsplit("/", 1)[1]
    content = {"record_class": "care", "reason": "Eight years."}
    by_interface = await it.world.it.post(f"/network/homes/oldfield/people/{person}/forget", content)
    assert by_interface.json()["code"] == "person_held"
    assert "no longer held" in text_of(await it.done(f"{gone}/care/release", {}))
    assert "The key is destroyed" in text_of(await it.done(f"{gone}/care/forget", {}))


async def test_nobody_is_forgotten_before_their_time(it: Browser, edith: World) -> None:
    await it.caught_up()
    here = f"/it/keeping/{await person_of(edith, edith.own, 'R1')}"
    assert "The person is there." in text_of(await it.open(here))
    refused = await it.send(f"{here}/care/forget", {}, "5e0f3a52-6f3d-4b7a-9f8e-2f6f2a1c0b11")
    assert "has not passed yet" in text_of(refused.text)
    out = {"moved_out_on": "2024-03-20", "reason": "died"}
    assert (await edith.team.post("/homes/rosewood/residents/R1/move-out", out)).status_code == 201
    await it.caught_up()
    assert "until 20 March 2032" in text_of(await it.open(here))
    refused = await it.send(f"{here}/care/forget", {}, "5e0f3a52-6f3d-4b7a-9f8e-2f6f2a1c0b11")
    assert refused.status_code == 422
    assert await opens(edith) is not None


async def test_a_person_is_found_by_home_and_reference(it: Browser, edith: World) -> None:
    await it.caught_up()
    answer = await edith.it.get(f"/it/keeping?home={edith.own}&ref=R1", Accept="text/html")
    assert answer.status_code == 303
    assert "Rosewood R1" in text_of(await it.open(answer.headers["Location"]))
    nobody = text_of(await it.open(f"/it/keeping?home={edith.own}&ref=R7"))
    assert "Rosewood knows nobody by the reference R7." in nobody
    await it.open("/it/keeping/x", 404)
    await it.open("/it/keeping/00000000-0000-4000-8000-000000000009", 404)
    await it.open(f"{answer.headers['Location']}/employment/forget", 404)
