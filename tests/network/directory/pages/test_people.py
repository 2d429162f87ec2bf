"""People, tokens, devices and sessions on the pages of network IT."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from network.access.sessions.sessions import SignInMethod
from network.access.viewer import SYSTEM, Role
from network.directory.pages.words import written_day
from tests.codes import CODE
from tests.days import today
from tests.network.directory.pages.conftest import Browser, command_id_in, text_of
from tests.network.main.conftest import Client, World

NOBODY = "00000000-0000-4000-8000-000000000009"
ADA = {"name": "Ada Okafor", "role": "home_team", "home": "rosewood"}
TOKEN = re.compile(r"hearth_[A-Za-z0-9_-]{43}")


async def invited(it: Browser, fields: dict[str, str]) -> UUID:
    page = await it.shown_at_once("/it/people/invite", fields)
    found = re.search(r'href="/it/people/([0-9a-f-]{36})"', page)
    assert found is not None
    return UUID(found.group(1))


async def test_a_person_is_invited_by_a_code_that_is_shown_once(it: Browser) -> None:
    page = await it.shown_at_once("/it/people/invite", ADA)
    [code] = set(CODE.findall(page))
    assert "ada.okafor" in text_of(page)
    listed = await it.found("/it/people", {"q": "ada"})
    assert "Ada Okafor Home team Rosewood Invited" in text_of(listed)
    assert code not in listed
    account_id = await invited(it, {**ADA, "name": "Sam Taylor"})
    assert code not in await it.open(f"/it/people/{account_id}")


async def test_an_invitation_that_is_sent_twice_makes_one_person(it: Browser) -> None:
    command_id = command_id_in(await it.open("/it/people/invite"))
    first = await it.shown_at_once("/it/people/invite", ADA, command_id)
    again = await it.shown_at_once("/it/people/invite", ADA, command_id)
    assert CODE.findall(first) != CODE.findall(again), "the code before works no more"
    assert text_of(await it.found("/it/people", {"q": "ada"})).count("Ada Okafor") == 1
    other = await it.send("/it/people/invite", {**ADA, "name": "Sam Taylor"}, command_id)
    assert other.status_code == 422


async def test_an_invitation_says_what_it_needs(it: Browser) -> None:
    page = text_of(await it.refused("/it/people/invite", {"name": "", "role": "", "home": ""}))
    assert "Write the person's name." in page
    assert "Choose what the person is there to do." in page
    assert "Name at least one home." in text_of(await it.refused("/it/people/invite", {**ADA, "home": ""}))
    with_home = {"name": "Fay", "role": "finance", "home": "rosewood"}
    assert "This role is not tied to homes." in text_of(await it.refused("/it/people/invite", with_home))
    gone = {**ADA, "home": "atlantis"}
    assert "This home is not in the network." in text_of(await it.refused("/it/people/invite", gone))


async def test_the_list_is_filtered_by_home_role_and_name(it: Browser) -> None:
    await invited(it, ADA)
    await invited(it, {"name": "Cora Lane", "role": "coach", "home": "elmhurst"})
    own, other = it.world.own, it.world.other
    rosewood = text_of(await it.open(f"/it/people?home={own}"))
    assert "Ada Okafor" in rosewood
    assert "A coach" in rosewood
    assert "Cora Lane" not in rosewood
    assert "Cora Lane Coach Elmhurst" in text_of(await it.open(f"/it/people?home={other}"))
    finance = text_of(await it.open("/it/people?role=finance"))
    assert "A finance" in finance
    assert "Ada" not in finance
    assert "Nobody fits." in text_of(await it.found("/it/people", {"q": "zzz"}))


async def test_somebody_works_in_another_home_too_and_then_no_longer_in_the_first(it: Browser) -> None:
    account_id = await invited(it, ADA)
    path, own, other = f"/it/people/{account_id}/homes", str(it.world.own), str(it.world.other)
    page = text_of(await it.done(path, {"homes": own, "add": other}))
    assert "Elmhurst , Rosewood" in page
    page = text_of(await it.done(path, {"homes": other}))
    assert "Works in Elmhurst" in page
    assert "needs one" in text_of(await it.refused(path, {}))
    assert "not in the network" in text_of(await it.refused(path, {"homes": NOBODY}))


async def test_a_coach_supports_the_homes_that_are_chosen(it: Browser) -> None:
    coach = await it.account(Role.COACH)
    path, own, other = f"/it/people/{coach}/homes", str(it.world.own), str(it.world.other)
    assert "Supports Elmhurst , Rosewood" in text_of(await it.done(path, {"homes": own, "add": other}))
    assert await it.world.services.directory.caseload(coach) == {it.world.own, it.world.other}
    assert "Supports Elmhurst" in text_of(await it.done(path, {"homes": other}))
    assert await it.world.services.directory.caseload(coach) == {it.world.other}
    assert "Coaches A coach" in text_of(await it.open("/it/homes/elmhurst"))
    audit = text_of(await it.open("/it/audit"))
    assert "Coach unassigned Rosewood" in audit
    assert "Coach assigned Elmhurst" in audit


async def test_a_disabled_account_comes_in_nowhere_and_nobody_disables_their_own(it: Browser) -> None:
    team = await it.account(Role.HOME_TEAM)
    assert (await it.world.team.get("/network/homes")).status_code == 200
    page = text_of(await it.done(f"/it/people/{team}/disable", {}))
    assert "The account is disabled" in page
    assert "Disable the account" not in page
    it.world.services.recognition.forget()
    assert (await it.world.team.get("/network/homes")).status_code == 401
    own = await it.account(Role.NETWORK_IT)
    assert "This is your own account." in text_of(await it.refused(f"/it/people/{own}/disable", {}))


async def test_sessions_are_listed_and_ended_one_by_one_or_all(it: Browser) -> None:
    account_id = await invited(it, ADA)
    sessions = it.world.services.doors.sessions
    for client in ("Firefox on Linux", "Safari on iPhone", "Chrome on Android"):
        await sessions.begin(account_id, SignInMethod.PASSWORD, client=client)
    page = await it.open(f"/it/sessions?account={account_id}")
    assert "3 sessions" in text_of(page)
    assert "Safari on iPhone" in text_of(page)
    end = page.split("Safari on iPhone")[1].split('href="')[1].split('"')[0]
    assert "Signed out." in text_of(await it.done(end, {}))
    page = text_of(await it.open(f"/it/sessions?account={account_id}"))
    assert "2 sessions" in page
    assert "Safari" not in page
    assert await sessions.list_all(SYSTEM, home_id=it.world.own)
    assert "Signed out." in text_of(await it.done(f"/it/people/{account_id}/leave", {}))
    assert "Nobody is signed in here." in text_of(await it.open(f"/it/sessions?home={it.world.own}"))
    await it.open(end, 404)


async def test_a_session_is_ended_however_many_began_after_it(
    it: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.directory.pages.sessions.MOST", 1)
    account_id, sessions = await invited(it, ADA), it.world.services.doors.sessions
    for client in ("Chrome on Android", "Firefox on Windows"):
        await sessions.begin(account_id, SignInMethod.PASSWORD, client=client)
    oldest = (await sessions.list_all(SYSTEM, account_id=account_id))[-1]
    await it.done(f"/it/sessions/{oldest.session_id}/end", {})
    assert len(await sessions.list_all(SYSTEM, account_id=account_id)) == 1


async def test_a_code_and_a_reset_are_shown_once_and_a_reset_ends_everything(it: Browser) -> None:
    account_id = await invited(it, ADA)
    sessions = it.world.services.doors.sessions
    await sessions.begin(account_id, SignInMethod.PASSWORD)
    assert CODE.search(await it.shown_at_once(f"/it/people/{account_id}/code", {}))
    assert len(await sessions.list_all(SYSTEM, account_id=account_id)) == 1
    assert CODE.search(await it.shown_at_once(f"/it/people/{account_id}/reset", {}))
    assert await sessions.list_all(SYSTEM, account_id=account_id) == []


async def test_the_page_of_a_person_says_what_they_sign_in_with(it: Browser) -> None:
    account_id, credentials = await it.account(Role.HOME_TEAM), it.world.services.doors.credentials
    assert "Signs in with Nothing yet" in text_of(await it.open(f"/it/people/{account_id}"))
    await credentials.give(SYSTEM, [account_id], SignInMethod.PIN, "258036")
    assert "Signs in with A PIN on the tablet" in text_of(await it.open(f"/it/people/{account_id}"))


async def test_a_tablet_is_enrolled_seen_and_revoked(it: Browser) -> None:
    page = await it.shown_at_once("/it/devices/enrol", {"home": "rosewood", "name": "Ground floor"})
    [code] = set(CODE.findall(page))
    listed = await it.open("/it/devices")
    assert "Ground floor Rosewood Waits for its code Never" in text_of(listed)
    assert code not in listed
    devices = it.world.services.doors.devices
    key = await devices.enrol(code)
    assert await devices.recognise(key) is not None
    listed = await it.open("/it/devices")
    assert "Ground floor Rosewood In use" in text_of(listed)
    assert "In&nbsp;use" in listed, "in a narrow column it stays in one line"
    taken = {"home": "rosewood", "name": "ground floor"}
    assert "has a tablet of that name" in text_of(await it.refused("/it/devices/enrol", taken))
    revoke = listed.split("/revoke")[0].rsplit('"', 1)[1] + "/revoke"
    page = text_of(await it.done(revoke, {}))
    assert "The device is revoked" in page
    assert "Ground floor" not in page
    assert await devices.recognise(key) is None
    assert "Ground floor Rosewood Revoked" in text_of(await it.open("/it/devices?revoked=yes"))


async def test_a_tablet_that_waits_for_its_code_gets_another_when_the_form_comes_again(it: Browser) -> None:
    sent = {"home": "rosewood", "name": "Ground floor"}
    first = await it.shown_at_once("/it/devices/enrol", sent)
    again = await it.shown_at_once("/it/devices/enrol", sent)
    assert CODE.findall(first) != CODE.findall(again)
    assert text_of(await it.open("/it/devices")).count("Waits for its code") == 1
    said = text_of(await it.refused("/it/devices/enrol", {"home": "", "name": ""}))
    assert "Choose the home." in said
    assert "not in the network" in text_of(
        await it.refused("/it/devices/enrol", {"home": "atlantis", "name": "X"})
    )


async def test_a_device_that_gives_no_sign_is_named_on_the_overview(it: Browser) -> None:
    page = await it.shown_at_once("/it/devices/enrol", {"home": "rosewood", "name": "Ground floor"})
    assert "Ground floor , Rosewood: waits for its code" in text_of(await it.open("/it"))
    await it.world.services.doors.devices.enrol(CODE.findall(page)[0])
    pool = it.world.services.pool
    await pool.execute("UPDATE access.devices SET last_seen_at = clock_timestamp() - interval '6 days'")
    assert "Ground floor" not in text_of(await it.open("/it"))
    await pool.execute("UPDATE access.devices SET last_seen_at = clock_timestamp() - interval '8 days'")
    assert "Ground floor , Rosewood: last seen" in text_of(await it.open("/it"))
    assert "Unseen" in text_of(await it.open("/it/devices"))


async def test_a_token_is_shown_once_listed_with_its_homes_and_revoked(it: Browser) -> None:
    sent = {"name": "Night report", "role": "home_team", "home": "rosewood"}
    page = await it.shown_at_once("/it/tokens/make", sent)
    [token] = set(TOKEN.findall(page))
    program = Client(it.world.http, token)
    assert (await program.get("/network/homes")).status_code == 200
    listed = await it.open("/it/tokens")
    assert "Night report made" in text_of(listed)
    assert "Home team: Rosewood" in text_of(listed)
    assert token not in listed
    revoke = listed.split("Night report")[1].split("/it/tokens/")[1].split('"')[0]
    page = text_of(await it.done(f"/it/tokens/{revoke}", {}))
    assert "The token is revoked" in page
    assert "Night report" not in page
    assert (await program.get("/network/homes")).status_code == 401
    assert "Revoked" in text_of(await it.open("/it/tokens?ended=yes"))


async def test_a_token_form_that_comes_twice_shows_no_second_token(it: Browser) -> None:
    command_id = command_id_in(await it.open("/it/tokens/make"))
    sent = {"name": "Books", "role": "finance"}
    assert TOKEN.search(await it.shown_at_once("/it/tokens/make", sent, command_id))
    again = await it.shown_at_once("/it/tokens/make", sent, command_id)
    assert not TOKEN.search(again)
    assert "its token was shown then" in text_of(again)
    assert text_of(await it.open("/it/tokens")).count("Books") == 2  # its line, and what its link is read as


async def test_a_token_ends_with_its_last_day(it: Browser, world: World) -> None:
    past = {"name": "Books", "role": "finance", "expires_on": "2020-01-01"}
    assert "This day has passed" in text_of(await it.refused("/it/tokens/make", past))
    last = today() + timedelta(days=60)
    far = {"name": "Books", "role": "finance", "expires_on": last.isoformat()}
    page = text_of(await it.shown_at_once("/it/tokens/make", far))
    assert f"until {written_day(last + timedelta(days=1))}, 00:00" in page


async def test_what_is_not_there_is_a_page_that_says_so(it: Browser) -> None:
    for path in (
        f"/it/people/{NOBODY}",
        "/it/people/x",
        f"/it/people/{NOBODY}/disable",
        f"/it/devices/{NOBODY}/revoke",
        f"/it/tokens/{NOBODY}/revoke",
        f"/it/sessions/{NOBODY}/end",
        f"/it/people/{await it.account(Role.FINANCE)}/homes",
    ):
        await it.open(path, 404)
