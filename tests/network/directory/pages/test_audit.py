"""Who did what, how far the read models are, and what needs a look."""

import re

from network.access.audit.trail import AuditAction
from network.access.sessions.sessions import SignInMethod
from network.access.viewer import SYSTEM, Role
from network.postgres.pool import DatabasePool
from tests.days import today
from tests.network.directory.pages.conftest import Browser, text_of


async def test_the_audit_says_who_did_what_with_names_for_ids(it: Browser) -> None:
    page = text_of(await it.open("/it/audit"))
    assert "hearth Account created Role: Home team; Homes: Rosewood A home_team" in page
    assert page.index("Account created Role: Network IT") < page.index("Account created Role: Home team")


async def test_the_audit_says_which_tablet_and_tells_one_sign_in_from_another(it: Browser) -> None:
    doors, world = it.world.services.doors, it.world
    device_id, _ = await doors.devices.add(SYSTEM, world.own, "Kitchen")
    account_id = await it.account(Role.HOME_TEAM)
    await doors.sessions.begin(account_id, SignInMethod.PIN, device_id=device_id)
    page = text_of(await it.open("/it/audit"))
    assert "Device added Home: Rosewood Kitchen, Rosewood" in page
    assert re.search(r"Signed in Method: PIN Session [0-9a-f]{8} ", page)
    assert str(device_id) not in page


async def test_the_audit_is_filtered_by_person_action_and_day(it: Browser) -> None:
    begun = today()
    coach = await it.account(Role.COACH)
    await it.done(f"/it/people/{coach}/homes", {"homes": str(it.world.other)})
    assert "Coach assigned" in text_of(await it.led_to("/it/audit", {"name": "network_it"}))
    page = text_of(await it.open("/it/audit?action=coach_unassigned"))
    assert "A network_it Coach unassigned Rosewood" in page
    assert "Account created Role" not in page
    assert "Nobody has “zzz” in their name." in text_of(await it.found("/it/audit", {"name": "zzz"}))
    several = text_of(await it.found("/it/audit", {"name": "a"}))
    assert "may be any of these" in several
    account = await it.open(f"/it/audit?account={coach}")
    assert "Only what A coach did" in text_of(account)
    assert "Coach unassigned" in text_of(await it.open(f"/it/audit?from={begun}&to={today()}"))
    assert "Nothing was done that fits." in text_of(await it.open("/it/audit?to=2020-01-01"))
    wrong = text_of(await it.open("/it/audit?from=yesterday&action=juggled"))
    assert "These can't be read, and were left out: from, action." in wrong


async def test_a_long_audit_is_read_page_by_page(it: Browser) -> None:
    audit = it.world.services.audit
    for number in range(60):
        await audit.note(AuditAction.HOME_EXPORTED, None, None, number=number)
    first = await it.open("/it/audit?action=home_exported")
    assert "Number: 59" in text_of(first)
    assert "Number: 9 " not in text_of(first)
    older = first.split('aria-label="Pages of the list"')[1].split('href="')[1].split('"')[0]
    second = text_of(await it.open(older.replace("&amp;", "&")))
    assert "Number: 9 " in second
    assert "Number: 10 " not in second
    assert "Older" not in second


async def test_an_export_stands_in_the_audit_with_its_control_total(it: Browser) -> None:
    # As finance's export notes it, which its own tests hold.
    finance = await it.account(Role.FINANCE)
    taken = {"from_on": "2024-04-01", "to_on": "2024-04-30", "rows": 3, "control_total": "1071.52"}
    await it.world.services.audit.note(AuditAction.PAYMENTS_EXPORTED, finance, it.world.own, **taken)
    page = await it.open("/it/audit")
    assert 'href="/it/audit?action=payments_exported"' in page
    page = text_of(await it.open("/it/audit?action=payments_exported"))
    assert "A finance Payments exported" in page
    assert "Rows: 3" in page
    assert "Control total: 1071.52" in page


async def test_read_models_show_position_lag_and_why_one_stopped(
    it: Browser, owner_pool: DatabasePool
) -> None:
    page = text_of(await it.open("/it/read-models"))
    assert "directory, version 1 Up to date" in page
    assert "falls, version" in page
    assert "Missing" in page
    await owner_pool.execute(
        "UPDATE projections.checkpoints SET status = 'failed', error = 'KeyError in rooms.py, line 7', "
        "failed_at = now() WHERE name = 'activity'"
    )
    page = text_of(await it.open("/it/read-models"))
    assert "activity stopped on" in page
    assert "KeyError in rooms.py, line 7" in page
    assert "The projection activity has stopped" in text_of(await it.open("/it"))
