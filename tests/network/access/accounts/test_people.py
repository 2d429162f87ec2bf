"""People, tablets and the audit, as network IT's pages and commands use them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from network.access.accounts.accounts import Accounts, AccountUnfit, AccountUnknown
from network.access.accounts.people import sign_in_name_from
from network.access.audit.records import AuditFilter
from network.access.audit.trail import AuditAction
from network.access.devices.devices import DeviceUnfit, DeviceUnknown
from network.access.sign_in.doors import Doors
from network.access.viewer import SYSTEM, Forbidden, Role, Viewer
from tests.network.access.conftest import HOME, SUPPORTED, at_tablet, begun, new_person

IT = Viewer(account_id=uuid4(), name="Hamish", role=Role.NETWORK_IT, homes=frozenset())
CURIOUS = Viewer(account_id=uuid4(), name="Curious", role=Role.COACH, homes=frozenset({HOME}))


async def test_people_come_by_name_in_pages_and_by_home(accounts: Accounts, doors: Doors) -> None:
    names = ["Zoe", "Ada", "Ada", "Mia"]
    for name in names:
        await new_person(accounts, name)
    await new_person(accounts, "Petra", Role.FINANCE)
    first = await doors.people.list_people(IT, limit=3)
    rest = await doors.people.list_people(IT, after=(first[-1].name, first[-1].account_id), limit=10)
    assert [person.name for person in (*first, *rest)] == ["Ada", "Ada", "Mia", "Petra", "Zoe"]
    assert len(await doors.people.list_people(IT, home_id=HOME)) == 4
    assert await doors.people.list_people(IT, home_id=SUPPORTED) == []


async def test_what_somebody_can_sign_in_with_shows(accounts: Accounts, doors: Doors) -> None:
    ada = await new_person(accounts)
    before = await doors.people.find(IT, ada.account_id)
    await begun(doors, ada)
    after = await doors.people.find(IT, ada.account_id)
    assert (before.has_password, before.has_pin, before.last_signed_in_at) == (False, False, None)
    assert (after.has_password, after.has_pin, after.passkeys) == (True, True, 0)
    assert after.last_signed_in_at is not None


async def test_somebody_moves_to_another_home_and_leaves_the_first(accounts: Accounts, doors: Doors) -> None:
    ada = await new_person(accounts)
    await doors.people.change_homes(IT, ada.account_id, [SUPPORTED])
    assert (await doors.people.find(IT, ada.account_id)).homes == (SUPPORTED,)
    tablet = await at_tablet(doors)
    assert tablet.device is not None
    assert await doors.devices.people(tablet.device) == []
    with pytest.raises(AccountUnfit):
        await doors.people.change_homes(IT, ada.account_id, [])
    petra = await new_person(accounts, "Petra", Role.FINANCE)
    with pytest.raises(AccountUnfit):
        await doors.people.change_homes(IT, petra.account_id, [HOME])
    with pytest.raises(AccountUnknown):
        await doors.people.change_homes(IT, uuid4(), [HOME])


@pytest.mark.parametrize(
    ("name", "sign_in_name"),
    [
        ("Ada Okafor", "ada.okafor"),
        ("  Zoë   Müller-Brown ", "zoe.muller.brown"),
        ("O'Neill", "o.neill"),
        ("X", "person.x"),
        ("美咲", "person"),
        ("A" * 200, "a" * 60),
    ],
)
def test_a_sign_in_name_is_made_of_a_name(name: str, sign_in_name: str) -> None:
    assert sign_in_name_from(name) == sign_in_name


async def test_a_tablet_needs_a_name_and_is_gone_when_it_is_revoked(doors: Doors) -> None:
    with pytest.raises(DeviceUnfit):
        await doors.devices.add(IT, HOME, "two\nlines")
    device_id, _ = await doors.devices.add(IT, HOME, " Hall ")
    [listed] = await doors.devices.list_devices(IT, HOME)
    assert (listed.device_id, listed.name, listed.enrolled_at) == (device_id, "Hall", None)
    await doors.devices.revoke(IT, device_id)
    with pytest.raises(DeviceUnknown):
        await doors.devices.revoke(IT, device_id)
    with pytest.raises(DeviceUnknown):
        await doors.devices.new_code(IT, device_id)


async def test_a_tablet_that_was_revoked_while_its_code_was_out_is_not_enrolled(doors: Doors) -> None:
    device_id, code = await doors.devices.add(IT, HOME, "Hall")
    await doors.devices.revoke(IT, device_id)
    with pytest.raises(DeviceUnknown):
        await doors.devices.enrol(code.text)


async def test_the_audit_is_read_by_account_kind_and_time_newest_first(
    accounts: Accounts, doors: Doors
) -> None:
    ada, sam = await new_person(accounts), await new_person(accounts, "Sam")
    await begun(doors, ada)

    async def actions(wanted: AuditFilter, before: int | None = None, limit: int = 100) -> list[str]:
        return [line.action for line in await doors.audit_records.page(IT, wanted, before, limit)]

    everything = await doors.audit_records.page(IT, AuditFilter(), None, 100)
    assert [line.audit_id for line in everything] == sorted(
        (line.audit_id for line in everything), reverse=True
    )
    assert await actions(AuditFilter(), everything[1].audit_id, 2) == [
        line.action for line in everything[2:4]
    ]
    assert await actions(AuditFilter(account_id=sam.account_id)) == ["account_created"]
    assert "signed_in" in await actions(AuditFilter(account_id=ada.account_id))
    assert await actions(AuditFilter(action=AuditAction.CODE_MADE)) == ["code_made"]
    soon = datetime.now(UTC) + timedelta(minutes=1)
    assert await actions(AuditFilter(since=soon)) == []
    assert len(await actions(AuditFilter(until=soon))) == len(everything)


async def test_only_network_it_keeps_people_tablets_and_reads_the_audit(
    accounts: Accounts, doors: Doors
) -> None:
    ada = await new_person(accounts)
    for refused in (
        doors.people.list_people(CURIOUS),
        doors.people.find(CURIOUS, ada.account_id),
        doors.people.invite(CURIOUS, ada.account_id),
        doors.people.reset(CURIOUS, ada.account_id),
        doors.people.change_homes(CURIOUS, ada.account_id, [HOME]),
        doors.people.disable(CURIOUS, ada.account_id),
        doors.devices.add(CURIOUS, HOME, "Hall"),
        doors.devices.list_devices(CURIOUS),
        doors.audit_records.page(CURIOUS, AuditFilter(), None, 10),
        doors.sessions.end_all(CURIOUS, ada.account_id),
    ):
        with pytest.raises(Forbidden):
            await refused
    assert await doors.people.invite(SYSTEM, ada.account_id)
