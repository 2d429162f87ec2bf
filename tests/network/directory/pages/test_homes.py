"""Homes and households on the pages of network IT."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from households.recording.envelope import Envelope
from network.access.viewer import SYSTEM
from network.directory.pages.words import written_day, written_moment
from tests.days import today
from tests.households.pages.conftest import move_in
from tests.network.directory.pages.conftest import Browser, command_id_in, text_of
from tests.network.main.conftest import FALL, World

ASHFIELD = {
    "name": "Ashfield",
    "ref": "ashfield",
    "cqc_location_id": "1-1000000003",
    "icb_ods_code": "QOX",
    "joined_on": "2025-01-01",
    "households": "Ash: 6\n\nOak; 4",
}


async def test_a_home_joins_with_its_households_and_can_be_found(it: Browser) -> None:
    page = text_of(await it.done("/it/homes/join", ASHFIELD))
    assert "The home has joined the network." in page
    assert "Ash 6" in page
    assert "Oak 4" in page
    listed = text_of(await it.open("/it/homes?q=ash"))
    assert "1 of 3 homes" in listed
    assert "Ashfield ashfield 10 Never" in listed
    assert "Rosewood" not in listed


async def test_a_form_that_is_sent_twice_joins_one_home(it: Browser) -> None:
    command_id = command_id_in(await it.open("/it/homes/join"))
    first = await it.send("/it/homes/join", ASHFIELD, command_id)
    again = await it.send("/it/homes/join", ASHFIELD, command_id)
    assert first.headers["Location"] == again.headers["Location"]
    other = await it.send("/it/homes/join", {**ASHFIELD, "name": "Other"}, command_id)
    assert other.status_code == 422
    assert "3 homes" in text_of(await it.open("/it/homes"))


async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(it: Browser) -> None:
    page = await it.refused("/it/homes/join", {**ASHFIELD, "ref": "rosewood"})
    assert "Another home has this reference" in text_of(page)
    assert 'value="Ashfield"' in page
    assert "Write what the home is called." in text_of(
        await it.refused("/it/homes/join", {**ASHFIELD, "name": ""})
    )
    page = text_of(await it.refused("/it/homes/join", {**ASHFIELD, "households": "Ash: 6\nOak"}))
    assert "Line 2 is not a household with its beds. Write it as Rose: 10" in page
    page = text_of(await it.refused("/it/homes/join", {**ASHFIELD, "households": "Ash: 600"}))
    assert "not 1 to 100 beds" in page
    page = text_of(await it.refused("/it/homes/join", {**ASHFIELD, "households": "A\0sh: 6"}))
    assert "holds control characters" in page
    page = text_of(await it.refused("/it/homes/join", {**ASHFIELD, "cqc_location_id": "12"}))
    assert "CQC location id is not written as it should be" in page


async def test_what_is_known_of_a_home_is_amended(it: Browser) -> None:
    path = "/it/homes/rosewood/amend"
    form = await it.open(path)
    assert 'value="1-1000000001"' in form
    sent = {"name": "Rosewood House", "cqc_location_id": "1-1000000001", "icb_ods_code": "QHL"}
    page = text_of(await it.done(path, sent))
    assert "Rosewood House" in page
    assert "BIRMINGHAM" in page
    taken = {**sent, "cqc_location_id": "1-1000000002"}
    assert "registered under this location" in text_of(await it.refused(path, taken))


async def test_a_household_opens_and_its_beds_change(it: Browser, edith: World) -> None:
    assert "Rose 10" in text_of(await it.open("/it/homes/rosewood"))
    opened = {"name": "Beech", "beds": "4", "opened_on": "2025-02-01"}
    page = await it.done("/it/homes/rosewood/households/open", opened)
    assert "Beech 4 1 February 2025" in text_of(page)
    taken = text_of(await it.refused("/it/homes/rosewood/households/open", opened))
    assert "The home has a household of that name." in taken
    beds = page.split("Beech</th>")[1].split('href="')[1].split('"')[0]
    assert "Beech 6 1 February 2025" in text_of(
        await it.done(beds, {"beds": "6", "changed_on": "2025-03-01"})
    )
    later = today() + timedelta(days=30)
    changed = await it.done(beds, {"beds": "9", "changed_on": later.isoformat()})
    assert f"6 9 from {written_day(later)}" in text_of(changed)
    rose = page.split("Rose</th>")[1].split('href="')[1].split('"')[0]
    refused = text_of(await it.refused(rose, {"beds": "0", "changed_on": "2025-03-01"}))
    assert "Please look at this again" in refused


async def test_a_home_that_records_is_not_silent_and_one_that_never_did_is(it: Browser, edith: World) -> None:
    await it.caught_up()
    page = text_of(await it.open("/it/homes"))
    assert "Elmhurst elmhurst 18 Never Silent" in page
    rosewood = page.split("Rosewood rosewood")[1]
    assert "Silent" not in rosewood
    assert "has not sent anything yet" in text_of(await it.open("/it"))
    assert "Nothing has ever come from here." in text_of(await it.open("/it/homes/elmhurst"))


async def test_a_home_that_only_sent_what_is_old_is_told_apart_from_one_that_sends_nothing(
    it: Browser, world: World
) -> None:
    now = datetime.now(UTC)
    three_weeks_ago = now - timedelta(days=21)
    late = Envelope(command_id=uuid4(), now=now, made_at=three_weeks_ago, sent_at=now, from_outbox=True)
    await world.services.households.record(SYSTEM, world.own, move_in("R1", "Edith", "Moss"), late)
    await it.caught_up()
    since = written_moment(three_weeks_ago)
    page = text_of(await it.open("/it"))
    assert "All is well" not in page
    assert f"Rosewood : nothing recorded since {since}, last record received" in page
    assert "Elmhurst : has not sent anything yet" in page
    assert page.count("Elmhurst") == 1
    rosewood = text_of(await it.open("/it/homes")).partition("Rosewood rosewood")[2]
    assert f"Nothing recorded since {since}" in rosewood
    assert "Silent" not in rosewood
    page = text_of(await it.open("/it/homes/rosewood"))
    assert f"Nothing has been recorded here since {since}, though what had been written down" in page


async def test_a_device_that_was_never_seen_is_not_said_to_have_been(it: Browser, world: World) -> None:
    devices = world.services.doors.devices
    await devices.add(SYSTEM, world.own, "Ground floor")
    _, code = await devices.add(SYSTEM, world.own, "Upstairs")
    await devices.enrol(code.text)
    lost, _ = await devices.add(SYSTEM, world.own, "Lost")
    await devices.revoke(SYSTEM, lost)
    page = text_of(await it.open("/it"))
    assert "every device was seen" not in page
    assert "Devices that were never seen so far" in page
    assert "Ground floor , Rosewood: waits for its code to be typed" in page
    assert re.search(r"Upstairs , Rosewood: enrolled .+?, and not used since", page)
    assert "Lost" not in page


async def test_a_home_that_there_is_not_is_a_page_that_says_so(it: Browser) -> None:
    for path in ("/it/homes/atlantis", "/it/homes/atlantis/amend", "/it/homes/atlantis/households/open"):
        await it.open(path, 404)
    nobody = "00000000-0000-4000-8000-000000000009"
    await it.open(f"/it/homes/rosewood/households/{nobody}/beds", 404)


async def test_no_page_of_a_home_shows_who_lives_there(it: Browser, edith: World) -> None:
    await edith.team.post("/homes/rosewood/falls", FALL)
    for path in ("/it", "/it/homes", "/it/homes/rosewood", "/it/keeping", "/it/audit"):
        page = await it.open(path)
        assert "Edith" not in page
        assert "Moss" not in page
