"""What people change of how they come in, over HTTP: a password, browsers, where they are signed in."""

import re
from uuid import uuid4

from network.access.sessions.cookies import SESSION
from tests.codes import CODE
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


async def test_who_changes_a_password_proves_it_and_is_out_everywhere_else(world: World) -> None:
    ada = await new_person(world)
    phone, other = await phone_of(world, ada), Phone(world.http)
    other.cookies = dict(phone.cookies)
    await other.post("/sign-in/password", sign_in_name="ada.okafor", password=PASSWORD)
    phone.cookies.pop(SESSION)
    await phone.post("/sign-in/password", sign_in_name="ada.okafor", password=PASSWORD)
    assert await is_in(other)
    new = "kettle harbour violet"
    wrong = await phone.post("/account/password", proof="something else entirely", new_password=new)
    assert "That is not your password" in said(wrong)
    short = await phone.post("/account/password", proof=PASSWORD, new_password="short")
    assert "shorter than 12" in said(short)
    done = await phone.post("/account/password", proof=PASSWORD, new_password=new)
    assert done.headers["Location"] == "/account?done=password"
    assert await is_in(phone)
    assert not await is_in(other)
    await phone.post("/sign-out")
    assert (
        await phone.post("/sign-in/password", sign_in_name="ada.okafor", password=PASSWORD)
    ).status_code == 422
    assert (await phone.post("/sign-in/password", sign_in_name="ada.okafor", password=new)).status_code == 303


async def test_one_signs_oneself_out_elsewhere(world: World) -> None:
    ada = await new_person(world)
    phone = await phone_of(world, ada)
    tablet = await tablet_of(world)
    await tablet.post(f"/sign-in/people/{ada}", pin=PIN)
    assert "Ground floor" in said(await phone.get("/account"))
    page = await phone.get("/account/sessions")
    [session] = re.findall(r'value="([0-9a-f-]{36})"', page.text)
    await phone.post("/account/sessions", sessions=session, proof="something else entirely")
    assert await is_in(tablet)
    await phone.post("/account/sessions", sessions=session, proof=PASSWORD)
    assert not await is_in(tablet)
    assert await is_in(phone)


async def test_of_the_browsers_where_a_password_works_this_one_is_marked(world: World) -> None:
    ada = await new_person(world)
    phone = await phone_of(world, ada)
    page = await phone.post("/account/browsers/new", proof=PASSWORD)
    found = CODE.search(page.text)
    assert found is not None
    laptop = Phone(world.http, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    await laptop.post("/sign-in/password", sign_in_name="ada.okafor", password=PASSWORD, code=found[0])
    for browser, here in ((phone, "Chrome on Android"), (laptop, "Firefox on Linux")):
        text = said(await browser.get("/account")).partition("Where your password works")[2]
        known = text.partition("Use another phone")[0]
        assert known.count("(here)") == 1
        assert re.search(rf"{here}, since \d+ \w+ \d{{4}} \(here\)", known), known
        assert known.count(", last used ") == 1


async def test_a_browser_that_is_removed_needs_a_code_again(world: World) -> None:
    ada = await new_person(world)
    phone = await phone_of(world, ada)
    [browser] = re.findall(r"/account/browsers/([0-9a-f-]{36})/remove", (await phone.get("/account")).text)
    assert (await phone.post(f"/account/browsers/{uuid4()}/remove", proof=PASSWORD)).status_code == 404
    await phone.post(f"/account/browsers/{browser}/remove", proof=PASSWORD)
    await phone.post("/sign-out")
    answer = await phone.post("/sign-in/password", sign_in_name="ada.okafor", password=PASSWORD)
    assert answer.status_code == 422


async def test_who_proves_again_who_they_are_gets_a_new_token(world: World) -> None:
    ada = await new_person(world)
    phone = await phone_of(world, ada)
    before = phone.cookies[SESSION]
    await phone.post("/account/pin", proof=PASSWORD, new_pin="730518")
    assert phone.cookies[SESSION] != before
    assert await is_in(phone)
    phone.cookies[SESSION] = before
    assert not await is_in(phone)
