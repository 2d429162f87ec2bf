"""Who gets in, who does not, and what somebody who guesses can do to others: nothing."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from pwdlib import PasswordHash

from network.access.accounts.accounts import Accounts, AccountUnknown
from network.access.devices.visitor import Visitor
from network.access.secrets.attempts import ADDRESS, TABLET, TooManyAttempts
from network.access.secrets.attempts import PASSWORD as OF_PASSWORD
from network.access.secrets.attempts import PIN as OF_PIN
from network.access.sessions.sessions import Session, SignInMethod
from network.access.sign_in.credentials import FRESH, ProofMissing
from network.access.sign_in.doors import Doors
from network.access.sign_in.signing_in import SignInRefused
from network.access.viewer import SYSTEM, Role
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


async def wrong_pins(doors: Doors, tablet: Visitor, account_id: UUID, most: int = 50) -> int:
    """Somebody tries PINs until they are paused; how many that took."""
    for number in range(most):
        try:
            await doors.signing_in.with_pin(tablet, account_id, f"{number:06}")
        except TooManyAttempts:
            return number
        except SignInRefused:
            continue
    return most


async def test_wrong_pins_pause_that_person_on_that_tablet_and_nobody_else(
    accounts: Accounts, doors: Doors
) -> None:
    ada, sam = await new_person(accounts), await new_person(accounts, "Sam Price")
    phone = await begun(doors, ada)
    await give_pin(doors, sam, "194622")
    tablet, upstairs = await at_tablet(doors), await at_tablet(doors)
    assert await wrong_pins(doors, tablet, ada.account_id) == OF_PIN.free + 1
    with pytest.raises(TooManyAttempts):
        await doors.signing_in.with_pin(tablet, ada.account_id, PIN)
    assert await doors.signing_in.with_pin(tablet, sam.account_id, "194622")
    assert await doors.signing_in.with_pin(upstairs, ada.account_id, PIN)
    assert await doors.signing_in.with_password(phone, NAME, PASSWORD, "")
    assert await doors.signing_in.with_password(tablet, NAME, PASSWORD, "")


async def test_one_pin_tried_with_every_name_is_slowed_down_but_never_for_long(
    accounts: Accounts, doors: Doors
) -> None:
    people = [await new_person(accounts, f"Person {number}") for number in range(TABLET.free + 2)]
    tablet = await at_tablet(doors)
    for person in people[:-1]:
        with pytest.raises(SignInRefused):
            await doors.signing_in.with_pin(tablet, person.account_id, "730518")
    with pytest.raises(TooManyAttempts) as paused:
        await doors.signing_in.with_pin(tablet, people[-1].account_id, "730518")
    assert paused.value.seconds <= 5
    assert TABLET.longest_pause <= timedelta(seconds=30)


async def test_nobody_elsewhere_can_use_up_anothers_tries(accounts: Accounts, doors: Doors) -> None:
    phone = await begun(doors, await new_person(accounts))
    for number in range(3 * (OF_PASSWORD.free + ADDRESS.free)):
        with pytest.raises((SignInRefused, TooManyAttempts)):
            await doors.signing_in.with_password(
                replace(STRANGER, address=f"198.51.100.{number}"), NAME, "guess after guess", ""
            )
    assert await doors.signing_in.with_password(phone, NAME, PASSWORD, "")


async def test_an_address_that_guesses_is_paused_and_its_known_browsers_and_tablets_go_on(
    accounts: Accounts, doors: Doors
) -> None:
    ada = await new_person(accounts)
    phone, tablet = await begun(doors, ada), await at_tablet(doors)
    paused = False
    for number in range(ADDRESS.free + 2):
        try:
            await doors.signing_in.with_password(STRANGER, f"name{number}", "guess after guess", "")
        except TooManyAttempts:
            paused = True
        except SignInRefused:
            continue
    assert paused
    assert await doors.signing_in.with_password(phone, NAME, PASSWORD, "")
    assert await doors.signing_in.with_pin(tablet, ada.account_id, PIN)


async def test_a_password_counts_on_the_tablets_of_ones_own_home_alone(
    accounts: Accounts, doors: Doors
) -> None:
    ada, office = await new_person(accounts), await new_person(accounts, "Ola Finch", Role.NETWORK_IT)
    for person in (ada, office):
        await begun(doors, person)
    assert await doors.signing_in.with_password(await at_tablet(doors), NAME, PASSWORD, "")
    for elsewhere, name in ((await at_tablet(doors, SUPPORTED), NAME), (await at_tablet(doors), "ola.finch")):
        with pytest.raises(SignInRefused):
            await doors.signing_in.with_password(elsewhere, name, PASSWORD, "")


async def test_guessing_passwords_in_a_known_browser_is_paused(accounts: Accounts, doors: Doors) -> None:
    phone = await begun(doors, await new_person(accounts))
    for _ in range(OF_PASSWORD.free + 1):
        with pytest.raises(SignInRefused):
            await doors.signing_in.with_password(phone, NAME, "guess after guess", "")
    with pytest.raises(TooManyAttempts):
        await doors.signing_in.with_password(phone, NAME, PASSWORD, "")


async def test_a_name_that_nobody_has_is_answered_as_slowly_as_a_wrong_password(
    accounts: Accounts, doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes the time is counted: the same work, at the same cost, on a machine under load as well."""
    phone = await begun(doors, await new_person(accounts))
    verify, costs = PasswordHash.verify, list[list[str]]()

    def count(self: PasswordHash, secret: str | bytes, kept: str | bytes) -> bool:
        costs.append(str(kept).split("$")[1:4])
        return verify(self, secret, kept)

    monkeypatch.setattr(PasswordHash, "verify", count)
    for name in (NAME, "nobody.here"):
        with pytest.raises(SignInRefused):
            await doors.signing_in.with_password(phone, name, "not this one at all", "")
    assert costs == 2 * [["argon2id", "v=19", "m=19456,t=3,p=1"]]


async def test_a_disabled_person_comes_in_by_nothing(accounts: Accounts, doors: Doors) -> None:
    ada = await new_person(accounts)
    phone, tablet = await begun(doors, ada), await at_tablet(doors)
    await doors.people.disable(SYSTEM, ada.account_id)
    with pytest.raises(SignInRefused):
        await doors.signing_in.with_password(phone, NAME, PASSWORD, "")
    with pytest.raises(SignInRefused):
        await doors.signing_in.with_pin(tablet, ada.account_id, PIN)


async def test_a_pin_is_good_on_the_tablets_of_ones_own_home_alone(accounts: Accounts, doors: Doors) -> None:
    ada = await new_person(accounts)
    await begun(doors, ada)
    with pytest.raises(SignInRefused):
        await doors.signing_in.with_pin(await at_tablet(doors, SUPPORTED), ada.account_id, PIN)
    with pytest.raises(SignInRefused):
        await doors.signing_in.with_pin(STRANGER, ada.account_id, PIN)


async def test_passwords_and_pins_are_kept_as_argon2_keeps_them_and_differently_each_time(
    accounts: Accounts, doors: Doors, web_pool: DatabasePool
) -> None:
    await begun(doors, await new_person(accounts))
    await begun(doors, await new_person(accounts, "Sam Price"))
    hashes = [row["hash"] for row in await web_pool.fetch("SELECT hash FROM access.secrets")]
    assert len(set(hashes)) == 4
    for kept in hashes:
        assert kept.startswith("$argon2id$v=19$m=19456,t=3,p=1$")


async def test_a_password_is_judged_exactly_as_it_was_typed(accounts: Accounts, doors: Doors) -> None:
    phone = await begun(doors, await new_person(accounts))
    for other in (PASSWORD.upper(), f"{PASSWORD} ", PASSWORD.strip()[:-1], PASSWORD.replace(" ", "")):
        with pytest.raises(SignInRefused):
            await doors.signing_in.with_password(phone, NAME, other, "")


async def test_the_audit_keeps_who_was_refused_and_nothing_that_was_typed(
    accounts: Accounts, doors: Doors, web_pool: DatabasePool
) -> None:
    ada = await new_person(accounts)
    phone = await begun(doors, ada)
    with pytest.raises(SignInRefused):
        await doors.signing_in.with_password(phone, NAME, "MyTypedSecretWords", "")
    with pytest.raises(SignInRefused):
        await doors.signing_in.with_pin(await at_tablet(doors), ada.account_id, "194622")
    rows = await web_pool.fetch(
        "SELECT account_id, details FROM access.audit WHERE action = 'sign_in_refused' ORDER BY audit_id"
    )
    assert [row["account_id"] for row in rows] == [ada.account_id] * 2
    assert ["password" in rows[0]["details"], "pin" in rows[1]["details"]] == [True, True]
    everything = str([dict(row) for row in await web_pool.fetch("SELECT * FROM access.audit")])
    for typed in ("MyTypedSecretWords", "194622", PASSWORD, PIN, "Ada"):
        assert typed not in everything


async def test_who_came_in_by_passkey_proves_it_by_having_signed_in_lately(
    accounts: Accounts, doors: Doors, web_pool: DatabasePool
) -> None:
    ada = await new_person(accounts)
    now = await web_pool.fetchval("SELECT clock_timestamp()")
    began = Session(
        session_id=uuid4(),
        account_id=ada.account_id,
        method=SignInMethod.PASSKEY,
        device_id=None,
        is_guest=False,
        signed_in_at=now - FRESH + timedelta(minutes=1),
        expires_at=now + timedelta(hours=1),
        idle_for=timedelta(hours=1),
    )
    await doors.credentials.prove(began, "")
    with pytest.raises(ProofMissing):
        await doors.credentials.prove(replace(began, signed_in_at=now - FRESH), "")


async def test_beginning_again_ends_what_there_was(
    accounts: Accounts, doors: Doors, owner_pool: DatabasePool
) -> None:
    ada = await new_person(accounts)
    phone, tablet = await begun(doors, ada), await at_tablet(doors)
    await owner_pool.execute(
        "INSERT INTO access.passkeys (passkey_id, account_id, credential_id, public_key, sign_count, name) "
        "VALUES (gen_random_uuid(), $1, sha256('lost'), sha256('lost'), 0, 'The lost phone')",
        ada.account_id,
    )
    await doors.signing_in.with_password(phone, NAME, PASSWORD, "")
    code = await doors.signing_in.find_start(
        STRANGER, (await doors.people.invite(SYSTEM, ada.account_id)).code
    )
    assert await doors.signing_in.with_pin(tablet, ada.account_id, PIN)
    await doors.credentials.begin(STRANGER, ada, code, "another evening outside", "")
    [session] = await doors.sessions.list_own(ada)
    assert session.method is SignInMethod.CODE
    held = await doors.credentials.held(ada.account_id)
    assert (held.has_password, held.has_pin, held.passkeys) == (True, False, 0)
    with pytest.raises(SignInRefused):
        await doors.signing_in.with_pin(tablet, ada.account_id, PIN)
    with pytest.raises(SignInRefused):
        await doors.signing_in.with_password(phone, NAME, "another evening outside", "")


async def test_after_a_reset_nothing_from_before_works(accounts: Accounts, doors: Doors) -> None:
    ada = await new_person(accounts)
    phone, tablet = await begun(doors, ada), await at_tablet(doors)
    invitation = await doors.people.reset(SYSTEM, ada.account_id)
    with pytest.raises(SignInRefused):
        await doors.signing_in.with_password(phone, NAME, PASSWORD, "")
    with pytest.raises(SignInRefused):
        await doors.signing_in.with_pin(tablet, ada.account_id, PIN)
    assert await doors.sessions.list_own(ada) == []
    assert await doors.signing_in.find_start(STRANGER, invitation.code)


async def test_whoever_was_signed_in_on_a_tablet_that_is_enrolled_anew_is_out(
    accounts: Accounts, doors: Doors
) -> None:
    ada = await new_person(accounts)
    await give_pin(doors, ada)
    tablet = await at_tablet(doors)
    assert tablet.device is not None
    await doors.signing_in.with_pin(tablet, ada.account_id, PIN)
    code = await doors.devices.new_code(SYSTEM, tablet.device.device_id)
    await doors.devices.enrol(code.text)
    assert await doors.sessions.list_own(ada) == []


async def test_an_account_that_is_not_there_is_not_invited(doors: Doors) -> None:
    with pytest.raises(AccountUnknown):
        await doors.people.invite(SYSTEM, uuid4())
