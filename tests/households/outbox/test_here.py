"""What a device is told about who is there."""

from uuid import UUID

from network.access.sessions.cookies import DEVICE, SESSION
from network.access.sessions.sessions import OWN, SHARED, SignInMethod
from network.access.viewer import SYSTEM, Role
from tests.households.outbox.conftest import Tablet
from tests.signed_in import somebody


async def test_a_person_is_told_who_they_are_to_the_network_and_what_to_keep(tablet: Tablet) -> None:
    sam = await tablet.join("Sam")
    here = (await sam.client.get("/outbox/person")).json()
    assert (here["name"], here["device"], here["idle"]) == ("Sam", False, int(OWN.idle.total_seconds()))
    grant = tablet.grants.read(here["grant"])
    assert (grant.account_id, grant.home_ids) == (sam.viewer.account_id, frozenset({tablet.world.own}))
    assert "/homes/rosewood/falls/new" in here["forms"]
    assert "/homes/rosewood/falls/next" in here["forms"]
    assert ["/homes/rosewood/falls/new", "Record a fall"] in here["ways"]
    assert not any("{" in form or "elmhurst" in form for form in here["forms"])


async def test_who_records_nothing_keeps_no_forms(tablet: Tablet) -> None:
    world = tablet.world
    it = await somebody(world.services, world.http, Role.NETWORK_IT)
    here = (await it.get("/outbox/person")).json()
    assert (here["forms"], here["ways"]) == ([], [])
    assert (await world.team.get("/outbox/person")).status_code == 403


async def test_on_a_homes_tablet_the_grant_names_it_and_the_idle_time_is_its_own(tablet: Tablet) -> None:
    doors = tablet.world.services.doors
    sam = await tablet.join("Sam")
    device_id, code = await doors.devices.add(SYSTEM, tablet.world.own, "Kitchen")
    key = await doors.devices.enrol(code.text)
    token = await doors.sessions.begin(sam.viewer.account_id, SignInMethod.PIN, device_id=device_id)
    cookies = {"Cookie": f"{SESSION}={token}; {DEVICE}={key}"}
    here = (await tablet.world.http.get("/outbox/person", headers=cookies)).json()
    assert (here["device"], here["idle"]) == (True, int(SHARED.idle.total_seconds()))
    assert tablet.grants.read(here["grant"]).device_id == device_id
    assert await is_enrolled(tablet, cookies)
    await doors.devices.revoke(SYSTEM, device_id)
    assert not await is_enrolled(tablet, cookies)
    assert not await is_enrolled(tablet, {})


async def is_enrolled(tablet: Tablet, cookies: dict[str, str]) -> bool:
    return (await tablet.world.http.get("/outbox/device", headers=cookies)).json()["enrolled"]


async def test_the_grant_is_the_persons_own(tablet: Tablet) -> None:
    sam, ada = await tablet.join("Sam"), await tablet.join("Ada")
    grants = [(await worker.client.get("/outbox/person")).json()["grant"] for worker in (sam, ada)]
    who: list[UUID] = [tablet.grants.read(grant).account_id for grant in grants]
    assert who == [sam.viewer.account_id, ada.viewer.account_id]
