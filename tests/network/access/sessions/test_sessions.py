import asyncio
import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from network.access.accounts.accounts import Accounts, NewAccount
from network.access.recognition import KEPT_FOR, Recognition
from network.access.sessions.sessions import OWN, SHARED, NotAllowedIn, Sessions, SessionUnknown, SignInMethod
from network.access.sign_in.guests import LONGEST_SHIFT
from network.access.viewer import SYSTEM, Forbidden, Role, Viewer
from network.postgres.pool import DatabasePool
from tests.network.access.conftest import HOME

NewRecognition = Callable[[], Recognition]


@pytest.fixture
def recognition(new_recognition: NewRecognition) -> Recognition:
    """Of the process that ends sessions."""
    return new_recognition()


@pytest.fixture
def sessions(web_pool: DatabasePool, recognition: Recognition) -> Sessions:
    return Sessions(web_pool, recognition.forget)


async def team_member(accounts: Accounts) -> Viewer:
    account = NewAccount(account_id=uuid4(), name="Ada", role=Role.HOME_TEAM, homes=frozenset({HOME}))
    await accounts.create(SYSTEM, account)
    return Viewer(account_id=account.account_id, name="Ada", role=Role.HOME_TEAM, homes=frozenset({HOME}))


async def a_tablet(owner_pool: DatabasePool) -> UUID:
    return await owner_pool.fetchval(
        "INSERT INTO access.devices (device_id, home_id, name) VALUES ($1, $2, 'Tablet') RETURNING device_id",
        uuid4(),
        HOME,
    )


async def let_pass(owner_pool: DatabasePool, time: timedelta) -> None:
    """Every session was begun and last used so much earlier."""
    await owner_pool.execute(
        "UPDATE access.sessions SET created_at = created_at - $1::interval, "
        "seen_at = seen_at - $1::interval, expires_at = expires_at - $1::interval",
        time,
    )


async def is_in(recognition: Recognition, token: str, *, is_used: bool = False) -> bool:
    return await recognition.recognise_session(token, is_used=is_used) is not None


async def test_a_session_says_who_is_signed_in_and_how(
    accounts: Accounts, sessions: Sessions, recognition: Recognition
) -> None:
    ada = await team_member(accounts)
    token = await sessions.begin(ada.account_id, SignInMethod.PASSWORD)
    found = await recognition.recognise_session(token, is_used=True)
    assert found is not None
    assert found.viewer == ada
    assert found.session is not None
    assert found.session.method is SignInMethod.PASSWORD
    assert found.session.device_id is None
    assert not found.session.is_guest


async def test_a_session_is_256_random_bits_kept_as_a_hash(
    accounts: Accounts, sessions: Sessions, web_pool: DatabasePool
) -> None:
    ada = await team_member(accounts)
    tokens = {await sessions.begin(ada.account_id, SignInMethod.PIN) for _ in range(3)}
    assert {len(token) for token in tokens} == {43}
    kept = {row["digest"] for row in await web_pool.fetch("SELECT digest FROM access.sessions")}
    assert kept == {hashlib.sha256(token.encode()).digest() for token in tokens}


async def test_signing_out_ends_it_here_at_once(
    accounts: Accounts, sessions: Sessions, recognition: Recognition
) -> None:
    ada = await team_member(accounts)
    token = await sessions.begin(ada.account_id, SignInMethod.PASSWORD)
    found = await recognition.recognise_session(token, is_used=True)
    assert found is not None
    assert found.session is not None
    await sessions.sign_out(found.session)
    assert not await is_in(recognition, token)


async def test_who_was_being_recognised_while_they_signed_out_is_not_kept(
    accounts: Accounts, sessions: Sessions, recognition: Recognition
) -> None:
    ada = await team_member(accounts)
    for _ in range(20):
        token = await sessions.begin(ada.account_id, SignInMethod.PASSWORD)
        asking = asyncio.create_task(is_in(recognition, token))
        await asyncio.sleep(0)
        await sessions.end_all(ada, ada.account_id)
        await asking
        assert not await is_in(recognition, token)


async def test_another_process_follows_within_seconds(
    accounts: Accounts,
    sessions: Sessions,
    new_recognition: NewRecognition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert KEPT_FOR <= 3
    monkeypatch.setattr("network.access.recognition.KEPT_FOR", 0.2)
    ada, elsewhere = await team_member(accounts), new_recognition()
    token = await sessions.begin(ada.account_id, SignInMethod.PASSWORD)
    assert await is_in(elsewhere, token)
    await sessions.end_all(ada, ada.account_id)
    await asyncio.sleep(0.25)
    assert not await is_in(elsewhere, token)


async def test_disabling_an_account_ends_its_sessions(
    accounts: Accounts, sessions: Sessions, new_recognition: NewRecognition
) -> None:
    ada = await team_member(accounts)
    token = await sessions.begin(ada.account_id, SignInMethod.PASSWORD)
    await accounts.disable(SYSTEM, ada.account_id)
    assert not await is_in(new_recognition(), token)
    with pytest.raises(NotAllowedIn):
        await sessions.begin(ada.account_id, SignInMethod.PASSWORD)


@pytest.mark.parametrize("is_shared", [True, False])
async def test_a_session_ends_after_its_idle_minutes_and_not_while_it_is_used(
    is_shared: bool,
    accounts: Accounts,
    sessions: Sessions,
    new_recognition: NewRecognition,
    owner_pool: DatabasePool,
) -> None:
    ada = await team_member(accounts)
    device = await a_tablet(owner_pool) if is_shared else None
    idle = SHARED.idle if is_shared else OWN.idle
    token = await sessions.begin(ada.account_id, SignInMethod.PIN, device_id=device)
    almost = idle - timedelta(seconds=20)
    for _ in range(3):
        await let_pass(owner_pool, almost)
        assert await is_in(new_recognition(), token, is_used=True)
    await let_pass(owner_pool, almost)
    assert await is_in(new_recognition(), token)
    await let_pass(owner_pool, timedelta(seconds=30))
    assert not await is_in(new_recognition(), token, is_used=True)


async def test_a_session_that_is_used_all_the_time_ends_with_the_shift(
    accounts: Accounts, sessions: Sessions, new_recognition: NewRecognition, owner_pool: DatabasePool
) -> None:
    token = await sessions.begin((await team_member(accounts)).account_id, SignInMethod.PASSWORD)
    steps = 2 * OWN.most // OWN.idle
    for _ in range(steps - 1):
        await let_pass(owner_pool, OWN.most / steps)
        assert await is_in(new_recognition(), token, is_used=True)
    await let_pass(owner_pool, OWN.most / steps)
    assert not await is_in(new_recognition(), token, is_used=True)


async def test_a_tablets_session_is_short_and_its_device_can_end_it(
    accounts: Accounts,
    sessions: Sessions,
    recognition: Recognition,
    owner_pool: DatabasePool,
) -> None:
    assert timedelta(minutes=1) <= SHARED.idle <= timedelta(minutes=10)
    ada, device = await team_member(accounts), await a_tablet(owner_pool)
    token = await sessions.begin(ada.account_id, SignInMethod.PIN, device_id=device)
    elsewhere = await sessions.begin(ada.account_id, SignInMethod.PASSWORD)
    assert await sessions.end_on_device(SYSTEM, device) == 1
    assert not await is_in(recognition, token)
    assert await is_in(recognition, elsewhere)


async def test_a_revoked_device_lets_nobody_go_on(
    accounts: Accounts, sessions: Sessions, new_recognition: NewRecognition, owner_pool: DatabasePool
) -> None:
    ada, device = await team_member(accounts), await a_tablet(owner_pool)
    token = await sessions.begin(ada.account_id, SignInMethod.PIN, device_id=device)
    await owner_pool.execute("UPDATE access.devices SET revoked_at = now()")
    assert not await is_in(new_recognition(), token)


async def test_a_guests_session_lasts_no_longer_than_the_shift(
    accounts: Accounts, sessions: Sessions, new_recognition: NewRecognition, owner_pool: DatabasePool
) -> None:
    ada = await team_member(accounts)
    guest = await owner_pool.fetchval(
        "INSERT INTO access.accounts (account_id, name, role, vouched_by, expires_at) VALUES "
        "(gen_random_uuid(), 'Noor', 'home_team', $1, now() + interval '2 hours') RETURNING account_id",
        ada.account_id,
    )
    token = await sessions.begin(guest, SignInMethod.VOUCHED)
    found = await new_recognition().recognise_session(token, is_used=True)
    assert found is not None
    assert found.session is not None
    assert found.session.is_guest
    assert found.session.expires_at - found.session.signed_in_at <= timedelta(hours=2)
    await owner_pool.execute("UPDATE access.accounts SET expires_at = now() WHERE account_id = $1", guest)
    assert not await is_in(new_recognition(), token)
    with pytest.raises(NotAllowedIn):
        await sessions.begin(guest, SignInMethod.VOUCHED)


async def test_one_sees_and_ends_ones_own_sessions_and_nobody_elses(
    accounts: Accounts, sessions: Sessions, recognition: Recognition
) -> None:
    ada, sam = await team_member(accounts), await team_member(accounts)
    token = await sessions.begin(ada.account_id, SignInMethod.PASSWORD, client="Firefox on Android")
    [listed] = await sessions.list_own(ada)
    assert (listed.account_id, listed.client) == (ada.account_id, "Firefox on Android")
    assert await sessions.list_own(sam) == []
    with pytest.raises(SessionUnknown):
        await sessions.end(sam, listed.session_id)
    with pytest.raises(Forbidden):
        await sessions.end_all(sam, ada.account_id)
    with pytest.raises(Forbidden):
        await sessions.list_all(sam)
    await sessions.end(ada, listed.session_id)
    assert not await is_in(recognition, token)
    with pytest.raises(SessionUnknown):
        await sessions.end(ada, listed.session_id)


async def test_network_it_sees_and_ends_a_homes_sessions(
    accounts: Accounts, sessions: Sessions, recognition: Recognition
) -> None:
    ada = await team_member(accounts)
    it = Viewer(account_id=uuid4(), name="Hamish", role=Role.NETWORK_IT, homes=frozenset())
    token = await sessions.begin(ada.account_id, SignInMethod.PASSWORD)
    [listed] = await sessions.list_all(it, home_id=HOME)
    assert await sessions.list_all(it, home_id=uuid4()) == []
    await sessions.end(it, listed.session_id)
    assert not await is_in(recognition, token)


async def test_changing_a_password_can_end_all_sessions_but_the_one_at_hand(
    accounts: Accounts, sessions: Sessions, recognition: Recognition
) -> None:
    ada = await team_member(accounts)
    old = await sessions.begin(ada.account_id, SignInMethod.PASSWORD)
    this = await sessions.begin(ada.account_id, SignInMethod.PASSWORD)
    found = await recognition.recognise_session(this, is_used=True)
    assert found is not None
    assert found.session is not None
    assert await sessions.end_all(ada, ada.account_id, keep=found.session.session_id) == 1
    assert not await is_in(recognition, old)
    assert await is_in(recognition, this)


async def test_the_audit_keeps_signing_in_and_out(
    accounts: Accounts, sessions: Sessions, recognition: Recognition, web_pool: DatabasePool
) -> None:
    ada = await team_member(accounts)
    found = await recognition.recognise_session(
        await sessions.begin(ada.account_id, SignInMethod.PIN), is_used=True
    )
    assert found is not None
    assert found.session is not None
    await sessions.sign_out(found.session)
    rows = await web_pool.fetch("SELECT action, account_id, subject_id FROM access.audit ORDER BY audit_id")
    who = (ada.account_id, found.session.session_id)
    assert [tuple(row) for row in rows[1:]] == [("signed_in", *who), ("signed_out", *who)]


def test_how_long_sessions_last_is_documented() -> None:
    page = (Path(__file__).parents[4] / "docs" / "security.md").read_text(encoding="utf-8")
    minutes, hours = int(SHARED.idle / timedelta(minutes=1)), int(SHARED.most / timedelta(hours=1))
    assert f"| the home's tablet | {minutes} minutes | {hours} hours |" in page
    hours_idle, hours = int(OWN.idle / timedelta(hours=1)), int(OWN.most / timedelta(hours=1))
    assert f"| own phone or computer | {hours_idle} hour | {hours} hours |" in page
    assert f"at most {int(LONGEST_SHIFT / timedelta(hours=1))} hours |" in page
