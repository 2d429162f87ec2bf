"""Signing in as people do it, over HTTP: on their own phone, on the home's tablet, and as a guest."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from network.access.sessions.cookies import BROWSER, DEVICE, SESSION
from network.access.sessions.sessions import SHARED
from network.access.viewer import SYSTEM
from tests.codes import CODE
from tests.network.main.conftest import World
from tests.network.main.phone import (
    PASSWORD,
    PIN,
    Phone,
    code_for,
    is_in,
    new_person,
    phone_of,
    said,
    tablet_of,
)


async def test_somebody_new_begins_with_a_code_and_is_in(world: World) -> None:
    ada = await new_person(world)
    code = await code_for(world, ada)
    phone = Phone(world.http)
    assert (await phone.get("/sign-in/code")).status_code == 200
    chosen = await phone.post("/sign-in/code", code=code.lower().replace("-", " "))
    assert "Welcome, Ada Okafor" in said(chosen)
    assert "ada.okafor" in said(chosen)
    answer = await phone.post("/sign-in/begin", code=code, new_password=PASSWORD, new_pin=PIN)
    assert answer.headers["Location"] == "/"
    assert await is_in(phone)
    again = await Phone(world.http).post("/sign-in/begin", code=code, new_password=PASSWORD)
    assert again.status_code == 422
    assert "does not work" in said(again)


async def test_a_password_counts_where_its_person_has_begun(world: World) -> None:
    ada = await new_person(world)
    phone = await phone_of(world, ada)
    await phone.post("/sign-out")
    assert not await is_in(phone)
    answer = await phone.post("/sign-in/password", sign_in_name=" Ada.Okafor ", password=PASSWORD)
    assert answer.status_code == 303
    assert await is_in(phone)


async def test_a_password_alone_lets_nobody_in_elsewhere_until_a_code_comes_with_it(world: World) -> None:
    ada = await new_person(world)
    phone = await phone_of(world, ada)
    laptop = Phone(world.http, "Mozilla/5.0 (Windows NT 10.0) Edg/140")
    refused = await laptop.post("/sign-in/password", sign_in_name="ada.okafor", password=PASSWORD)
    assert refused.status_code == 422
    shown = await phone.post("/account/browsers/new", proof=PASSWORD)
    [code] = CODE.findall(shown.text)
    wrong = await laptop.post(
        "/sign-in/password", sign_in_name="ada.okafor", password="wrong password here", code=code
    )
    assert wrong.status_code == 422
    answer = await laptop.post("/sign-in/password", sign_in_name="ada.okafor", password=PASSWORD, code=code)
    assert answer.status_code == 303
    await laptop.post("/sign-out")
    again = await laptop.post("/sign-in/password", sign_in_name="ada.okafor", password=PASSWORD)
    assert again.status_code == 303


async def test_whoever_guesses_is_told_the_same_whatever_is_wrong(world: World) -> None:
    ada = await new_person(world)
    phone = await phone_of(world, ada)
    await phone.post("/sign-out")
    stranger = Phone(world.http)
    answers = [
        await stranger.post("/sign-in/password", sign_in_name="ada.okafor", password=PASSWORD),
        await stranger.post("/sign-in/password", sign_in_name="ada.okafor", password="not this one at all"),
        await stranger.post("/sign-in/password", sign_in_name="nobody.here", password=PASSWORD),
        await stranger.post(
            "/sign-in/password", sign_in_name="ada.okafor", password=PASSWORD, code="AAAA-BBBB-CCCC"
        ),
    ]
    assert {answer.status_code for answer in answers} == {422}
    errors = {re.findall(r'<div class="nhsuk-error-summary".*?</ul>', a.text, re.DOTALL)[0] for a in answers}
    assert len(errors) == 1


async def test_what_was_typed_into_secret_fields_never_comes_back(world: World) -> None:
    stranger = Phone(world.http)
    answer = await stranger.post(
        "/sign-in/password", sign_in_name="somebody", password="MySecretWords", code="ABCD-EFGH-JKMN"
    )
    assert "somebody" in answer.text
    assert "MySecretWords" not in answer.text
    assert "ABCD-EFGH-JKMN" not in answer.text


async def test_a_tablet_shows_the_people_of_its_home_and_takes_their_pins(world: World) -> None:
    ada, elsewhere = await new_person(world), await new_person(world, "Zoe Walker", home="elmhurst")
    await phone_of(world, ada)
    tablet = await tablet_of(world)
    people = await tablet.get("/sign-in")
    assert "Ada Okafor" in said(people)
    assert "Zoe Walker" not in said(people)
    assert "Rosewood, Ground floor" in said(people)
    page = await tablet.get(f"/sign-in/people/{ada}")
    assert 'inputmode="numeric"' in page.text
    wrong = await tablet.post(f"/sign-in/people/{ada}", pin="654987")
    assert wrong.status_code == 422
    assert "That is not the PIN" in said(wrong)
    assert (await tablet.post(f"/sign-in/people/{ada}", pin=PIN)).status_code == 303
    assert await is_in(tablet)
    assert (await tablet.post(f"/sign-in/people/{elsewhere}", pin=PIN)).status_code == 404
    assert (await Phone(world.http).post(f"/sign-in/people/{ada}", pin=PIN)).status_code == 404


async def test_at_handover_the_next_person_is_two_taps_away(world: World) -> None:
    ada, sam = await new_person(world), await new_person(world, "Sam Price")
    await phone_of(world, ada)
    await phone_of(world, sam, pin="194622")
    tablet = await tablet_of(world)
    await tablet.post(f"/sign-in/people/{ada}", pin=PIN)
    first = tablet.cookies[SESSION]
    people = await tablet.follow(await tablet.post("/sign-out"))
    assert f"/sign-in/people/{sam}" in people.text
    await tablet.post(f"/sign-in/people/{sam}", pin="194622")
    assert "Sam Price" in said(await tablet.get("/account"))
    tablet.cookies[SESSION] = first
    assert not await is_in(tablet)


async def test_signing_in_gives_a_new_token_and_ends_the_one_before(world: World) -> None:
    ada = await new_person(world)
    phone = await phone_of(world, ada)
    before = phone.cookies[SESSION]
    await phone.post("/sign-in/password", sign_in_name="ada.okafor", password=PASSWORD)
    assert phone.cookies[SESSION] != before
    phone.cookies[SESSION] = before
    assert not await is_in(phone)


async def test_the_cookies_are_host_bound_secure_and_out_of_scripts_reach(world: World) -> None:
    ada = await new_person(world)
    phone, tablet = await phone_of(world, ada), await tablet_of(world)
    await tablet.post(f"/sign-in/people/{ada}", pin=PIN)
    given = {cookie.partition("=")[0]: cookie for cookie in (*phone.set, *tablet.set)}
    assert set(given) == {SESSION, BROWSER, DEVICE}
    for name, cookie in given.items():
        assert name.startswith("__Host-")
        words = {word.strip() for word in cookie.split(";")[1:]}
        assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= words
        assert not any(word.startswith("Domain") for word in words)
    assert f"Max-Age={int(SHARED.most.total_seconds())}" in given[SESSION]


async def test_the_same_person_comes_back_to_where_they_were_and_another_does_not(world: World) -> None:
    ada, sam = await new_person(world), await new_person(world, "Sam Price")
    await phone_of(world, ada)
    await phone_of(world, sam, pin="194622")
    tablet = await tablet_of(world)
    await tablet.post(f"/sign-in/people/{ada}", pin=PIN)
    await world.services.doors.sessions.end_all(SYSTEM, ada)
    led = await tablet.get("/account?x=1")
    assert led.headers["Location"] == "/sign-in?next=/account%3Fx%3D1"
    people = await tablet.follow(led)
    assert f"/sign-in/people/{ada}?next=/account%3Fx%3D1" in people.text
    other = await tablet.post(f"/sign-in/people/{sam}", pin="194622", next="/account?x=1")
    assert other.headers["Location"] == "/"
    await tablet.post(f"/sign-in/people/{ada}", pin=PIN)
    await world.services.doors.sessions.end_all(SYSTEM, ada)
    same = await tablet.post(f"/sign-in/people/{ada}", pin=PIN, next="/account?x=1")
    assert same.headers["Location"] == "/account?x=1"


@pytest.mark.parametrize(
    "wanted", ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:1", "/\t/x"]
)
async def test_signing_in_leads_to_no_other_site(wanted: str, world: World) -> None:
    ada = await new_person(world)
    phone = await phone_of(world, ada)
    answer = await phone.post("/sign-in/password", sign_in_name="ada.okafor", password=PASSWORD, next=wanted)
    assert answer.headers["Location"] == "/"


async def test_a_guest_is_let_in_by_a_colleague_until_the_end_of_the_shift(world: World) -> None:
    ada = await new_person(world)
    await phone_of(world, ada)
    tablet = await tablet_of(world)
    page = await tablet.get("/sign-in/guest")
    assert "Ada Okafor" in said(page)
    until = (datetime.now(UTC) + timedelta(hours=8)).isoformat()
    fields = {"name": "Noor Begum", "pin": "730518", "until": until, "vouched_by": str(ada)}
    empty = said(await tablet.post("/sign-in/guest", until=until))
    for asked in ("Write your name.", "Choose a PIN", "Choose your colleague.", "Your colleague types"):
        assert asked in empty
    refused = await tablet.post("/sign-in/guest", **fields, vouching_pin="111222")
    assert refused.status_code == 422
    assert "Noor Begum" in refused.text
    assert (await tablet.post("/sign-in/guest", **fields, vouching_pin=PIN)).status_code == 303
    assert "You are here for this shift" in said(await tablet.get("/account"))
    assert (await tablet.get("/account/pin")).status_code == 403
    people = await tablet.follow(await tablet.post("/sign-out"))
    [guest] = re.findall(r'/sign-in/people/([0-9a-f-]+)">Noor Begum', people.text)
    assert (await tablet.post(f"/sign-in/people/{guest}", pin="730518")).status_code == 303
    await tablet.post("/sign-out")
    second = {**fields, "name": "Another", "vouched_by": guest}
    assert (await tablet.post("/sign-in/guest", **second, vouching_pin="730518")).status_code == 422


@pytest.mark.parametrize("hours", [-1, 14])
async def test_a_shift_has_an_end_that_can_be(hours: int, world: World) -> None:
    ada = await new_person(world)
    await phone_of(world, ada)
    tablet = await tablet_of(world)
    until = (datetime.now(UTC) + timedelta(hours=hours)).isoformat()
    answer = await tablet.post(
        "/sign-in/guest",
        name="Noor",
        pin="730518",
        until=until,
        vouched_by=str(ada),
        vouching_pin=PIN,
    )
    assert answer.status_code == 422


async def test_a_revoked_tablet_lets_nobody_in(world: World) -> None:
    ada = await new_person(world)
    await phone_of(world, ada)
    tablet = await tablet_of(world)
    await tablet.post(f"/sign-in/people/{ada}", pin=PIN)
    [device] = await world.services.doors.devices.list_devices(SYSTEM, world.own)
    await world.services.doors.devices.revoke(SYSTEM, device.device_id)
    assert not await is_in(tablet)
    assert "Ada Okafor" not in said(await tablet.get("/sign-in"))
    assert (await tablet.post(f"/sign-in/people/{ada}", pin=PIN)).status_code == 404


async def test_fields_for_secrets_are_masked_and_a_password_manager_may_fill_them(world: World) -> None:
    ada = await new_person(world)
    phone, tablet = await phone_of(world, ada), await tablet_of(world)
    code = await code_for(world, ada)
    pages = [
        await phone.get("/account/password"),
        await phone.get("/account/pin"),
        await tablet.get(f"/sign-in/people/{ada}"),
        await tablet.get("/sign-in/guest"),
        await tablet.get("/sign-in/password"),
        await Phone(world.http).post("/sign-in/code", code=code),
    ]
    fields = [field for page in pages for field in re.findall(r"<input[^>]*>", page.text)]
    secret = [field for field in fields if re.search(r'name="[a-z_]*(password|pin|proof)"', field)]
    assert len(secret) == 10
    for field in secret:
        assert 'type="password"' in field
        assert "onpaste" not in field
        assert "maxlength" not in field
        assert ('autocomplete="off"' in field) == ('inputmode="numeric"' in field)
    assert {f'autocomplete="{kind}-password"' in "".join(secret) for kind in ("current", "new")} == {True}


async def test_secrets_travel_in_no_address(world: World) -> None:
    ada = await new_person(world)
    invitation = await world.services.doors.people.invite(SYSTEM, ada)
    assert invitation.path.partition("#")[2] == invitation.code
    phone, tablet = await phone_of(world, ada), await tablet_of(world)
    for browser, path in ((phone, "/sign-in/password"), (phone, "/account/pin"), (tablet, "/sign-in/guest")):
        forms = re.findall(r"<form[^>]*>", (await browser.get(path)).text)
        assert forms
        assert all('method="post"' in form for form in forms)
