"""Codes that work once: to begin with, for another browser, for a tablet."""

from dataclasses import replace

import pytest

from network.access.accounts.accounts import Accounts
from network.access.devices.visitor import network_of
from network.access.secrets.attempts import ADDRESS, CODE, TABLET, TooManyAttempts
from network.access.secrets.codes import ALPHABET, CodeUnknown
from network.access.sign_in.doors import Doors
from network.access.sign_in.signing_in import SignInRefused
from network.access.viewer import SYSTEM
from network.postgres.pool import DatabasePool
from tests.network.access.conftest import (
    PASSWORD,
    PIN,
    STRANGER,
    SUPPORTED,
    at_tablet,
    begun,
    give_pin,
    new_person,
)

NAME = "ada.okafor"


async def test_an_address_that_guesses_codes_of_tablets_is_paused(doors: Doors) -> None:
    _, code = await doors.devices.add(SYSTEM, SUPPORTED, "Hall")
    for number in range(ADDRESS.free + 1):
        with pytest.raises(SignInRefused):
            await doors.signing_in.enrol(STRANGER, f"{number:04}-GUES-SEDX")
    with pytest.raises(TooManyAttempts):
        await doors.signing_in.enrol(STRANGER, code.text)
    assert await doors.signing_in.enrol(replace(STRANGER, address="198.51.100.7"), code.text)


async def test_a_code_works_once_and_wrong_ones_are_paused(accounts: Accounts, doors: Doors) -> None:
    ada = await new_person(accounts)
    code = (await doors.people.invite(SYSTEM, ada.account_id)).code
    with pytest.raises(SignInRefused):
        await doors.signing_in.find_start(STRANGER, code[:-1] + ("A" if code[-1] != "A" else "B"))
    found = await doors.signing_in.find_start(STRANGER, f" {code.lower()} ")
    await doors.credentials.begin(STRANGER, ada, found, PASSWORD, "")
    with pytest.raises(SignInRefused):
        await doors.credentials.begin(STRANGER, ada, found, PASSWORD, "")
    with pytest.raises(SignInRefused):
        await doors.signing_in.find_start(STRANGER, code)
    for _ in range(CODE.free + 1):
        with pytest.raises((SignInRefused, TooManyAttempts)):
            await doors.signing_in.find_start(STRANGER, "AAAA-BBBB-CCCC")
    with pytest.raises(TooManyAttempts):
        await doors.signing_in.find_start(STRANGER, "AAAA-BBBB-CCCC")


async def test_a_code_is_sixty_random_bits_of_which_forty_are_kept_as_argon2_keeps_them(
    accounts: Accounts, doors: Doors, web_pool: DatabasePool
) -> None:
    ada = await new_person(accounts)
    codes = {(await doors.people.invite(SYSTEM, ada.account_id)).code for _ in range(3)}
    assert len(codes) == 3
    for code in codes:
        assert len(code) == 14
        assert set(code.replace("-", "")) <= set(ALPHABET)
    [row] = await web_pool.fetch("SELECT * FROM access.codes")
    assert row["hash"].startswith("$argon2id$")
    assert not any(code.replace("-", "")[4:] in str(dict(row)) for code in codes)


async def test_a_code_grows_too_old(accounts: Accounts, doors: Doors, owner_pool: DatabasePool) -> None:
    ada = await new_person(accounts)
    code = (await doors.people.invite(SYSTEM, ada.account_id)).code
    await owner_pool.execute("UPDATE access.codes SET expires_at = now()")
    with pytest.raises(SignInRefused):
        await doors.signing_in.find_start(STRANGER, code)


async def test_a_tablets_code_lets_nobody_begin_and_a_persons_makes_no_tablet(
    accounts: Accounts, doors: Doors
) -> None:
    ada = await new_person(accounts)
    _, of_tablet = await doors.devices.add(SYSTEM, SUPPORTED, "Hall")
    of_person = (await doors.people.invite(SYSTEM, ada.account_id)).code
    with pytest.raises(SignInRefused):
        await doors.signing_in.find_start(STRANGER, of_tablet.text)
    with pytest.raises(CodeUnknown):
        await doors.devices.enrol(of_person)
    other = await doors.credentials.browser_code(ada)
    with pytest.raises(SignInRefused):
        await doors.signing_in.find_start(STRANGER, other.text)


async def test_a_code_of_one_person_makes_no_browser_known_to_another(
    accounts: Accounts, doors: Doors
) -> None:
    ada, sam = await new_person(accounts), await new_person(accounts, "Sam Price")
    await begun(doors, ada)
    code = (await doors.people.invite(SYSTEM, sam.account_id)).code
    with pytest.raises(SignInRefused):
        await doors.signing_in.with_password(STRANGER, NAME, PASSWORD, code)


async def test_codes_that_are_guessed_at_a_tablet_pause_codes_and_keep_nobody_of_the_home_out(
    accounts: Accounts, doors: Doors
) -> None:
    ada = await new_person(accounts)
    phone, tablet, other = await begun(doors, ada), await at_tablet(doors), await at_tablet(doors)
    assert tablet.device is not None
    code = (await doors.people.invite(SYSTEM, ada.account_id)).code
    for _ in range(TABLET.free):
        await doors.attempts.begin(TABLET, "code", tablet.device.device_id)
    with pytest.raises(SignInRefused):
        await doors.signing_in.find_start(tablet, "GUES-SEDX-XXXX")
    with pytest.raises(TooManyAttempts):
        await doors.signing_in.find_start(tablet, code)
    with pytest.raises(TooManyAttempts):
        await doors.signing_in.enrol(tablet, code)
    assert await doors.signing_in.with_pin(tablet, ada.account_id, PIN)
    assert await doors.signing_in.with_password(phone, NAME, PASSWORD, "")
    assert await doors.signing_in.find_start(other, code)
    assert await doors.signing_in.find_start(STRANGER, code)


async def test_codes_that_are_guessed_at_all_tablets_of_a_home_are_counted_together(
    accounts: Accounts, doors: Doors
) -> None:
    ada = await new_person(accounts)
    await give_pin(doors, ada)
    tablet = await at_tablet(doors)
    code = (await doors.people.invite(SYSTEM, ada.account_id)).code
    for _ in range(ADDRESS.free + 1):
        await doors.attempts.begin(ADDRESS, "tablets", network_of(tablet.address))
    with pytest.raises(TooManyAttempts):
        await doors.signing_in.find_start(tablet, code)
    assert await doors.signing_in.with_pin(tablet, ada.account_id, PIN)
    assert await doors.signing_in.find_start(STRANGER, code)
