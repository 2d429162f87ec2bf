"""Accounts and tokens: who is let in, for how long, and what the audit keeps of it."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from network.access.accounts.accounts import (
    Accounts,
    AccountUnfit,
    AccountUnknown,
    NewAccount,
    TokenUnknown,
)
from network.access.audit.trail import MOST_REFUSALS_NOTED
from network.access.recognition import KEPT_FOR, Recognition
from network.access.viewer import SYSTEM, Forbidden, Role, Viewer
from network.postgres.pool import DatabasePool
from tests.network.access.conftest import HOME, SUPPORTED

NewRecognition = Callable[[], Recognition]


async def new_account(
    accounts: Accounts, role: Role = Role.FINANCE, homes: frozenset[UUID] = frozenset()
) -> UUID:
    account_id = uuid4()
    await accounts.create(SYSTEM, NewAccount(account_id=account_id, name="Somebody", role=role, homes=homes))
    return account_id


async def audit_of(pool: DatabasePool) -> list[str]:
    return [row["action"] for row in await pool.fetch("SELECT action FROM access.audit ORDER BY audit_id")]


async def test_a_token_lets_its_account_in_with_role_and_homes(
    accounts: Accounts, new_recognition: NewRecognition
) -> None:
    team = await new_account(accounts, Role.HOME_TEAM, frozenset({HOME}))
    _, token = await accounts.create_token(SYSTEM, team, None)
    viewer = await new_recognition().recognise(token)
    assert viewer == Viewer(account_id=team, name="Somebody", role=Role.HOME_TEAM, homes=frozenset({HOME}))


async def test_a_coachs_homes_are_the_caseload_of_the_networks_stream(
    accounts: Accounts, new_recognition: NewRecognition
) -> None:
    coach = await new_account(accounts, Role.COACH)
    _, token = await accounts.create_token(SYSTEM, coach, None)
    viewer = await new_recognition().recognise(token)
    assert viewer is not None
    assert viewer.homes == {SUPPORTED}


async def test_a_token_is_256_random_bits_and_only_its_hash_is_kept(
    accounts: Accounts, web_pool: DatabasePool
) -> None:
    account_id = await new_account(accounts)
    tokens = {(await accounts.create_token(SYSTEM, account_id, None))[1] for _ in range(3)}
    assert len(tokens) == 3
    assert all(token.startswith("hearth_") and len(token) == len("hearth_") + 43 for token in tokens)
    kept = {row["digest"] for row in await web_pool.fetch("SELECT digest FROM access.tokens")}
    assert kept == {hashlib.sha256(token.encode()).digest() for token in tokens}


@pytest.mark.parametrize("token", ["", "hearth_", "hearth_" + "A" * 43, "x" * 50, "hearth_" + "é" * 43, "\0"])
async def test_what_is_no_token_of_ours_lets_nobody_in(token: str, new_recognition: NewRecognition) -> None:
    assert await new_recognition().recognise(token) is None


async def test_an_expired_token_lets_nobody_in(accounts: Accounts, new_recognition: NewRecognition) -> None:
    account_id = await new_account(accounts)
    now = datetime.now(UTC)
    _, past = await accounts.create_token(SYSTEM, account_id, now - timedelta(seconds=1))
    _, future = await accounts.create_token(SYSTEM, account_id, now + timedelta(hours=1))
    assert await new_recognition().recognise(past) is None
    assert await new_recognition().recognise(future) is not None


async def test_a_revoked_token_lets_nobody_in_once_what_is_kept_is_too_old(
    accounts: Accounts, new_recognition: NewRecognition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.access.recognition.KEPT_FOR", 0.2)
    token_id, token = await accounts.create_token(SYSTEM, await new_account(accounts), None)
    elsewhere = new_recognition()
    assert await elsewhere.recognise(token) is not None
    await accounts.revoke_token(SYSTEM, token_id)
    assert await new_recognition().recognise(token) is None
    await asyncio.sleep(0.25)
    assert await elsewhere.recognise(token) is None
    assert KEPT_FOR <= 5
    with pytest.raises(TokenUnknown):
        await accounts.revoke_token(SYSTEM, token_id)


async def test_a_disabled_account_comes_in_by_no_token(
    accounts: Accounts, new_recognition: NewRecognition
) -> None:
    account_id = await new_account(accounts)
    _, token = await accounts.create_token(SYSTEM, account_id, None)
    await accounts.disable(SYSTEM, account_id)
    assert await new_recognition().recognise(token) is None
    with pytest.raises(AccountUnknown):
        await accounts.disable(SYSTEM, account_id)


async def test_when_a_token_was_last_used_is_kept(
    accounts: Accounts, new_recognition: NewRecognition
) -> None:
    _, token = await accounts.create_token(SYSTEM, await new_account(accounts), None)
    [before] = await accounts.list_tokens(SYSTEM, None, 10)
    await new_recognition().recognise(token)
    [after] = await accounts.list_tokens(SYSTEM, None, 10)
    assert before.last_used_at is None
    assert after.last_used_at is not None


async def test_many_requests_at_once_ask_the_database_once(
    accounts: Accounts, new_recognition: NewRecognition, owner_pool: DatabasePool
) -> None:
    _, token = await accounts.create_token(SYSTEM, await new_account(accounts), None)
    recognition = new_recognition()
    viewers = await asyncio.gather(*(recognition.recognise(token) for _ in range(50)))
    assert len({id(viewer) for viewer in viewers}) == 1


async def test_lists_come_in_pages(accounts: Accounts) -> None:
    made = sorted([await new_account(accounts) for _ in range(5)])
    first = await accounts.list_accounts(SYSTEM, None, 3)
    rest = await accounts.list_accounts(SYSTEM, first[-1].account_id, 3)
    assert [account.account_id for account in (*first, *rest)] == made


@pytest.mark.parametrize(
    ("role", "homes", "name"),
    [
        (Role.HOME_TEAM, frozenset[UUID](), "Nobody's"),
        (Role.FINANCE, frozenset({HOME}), "Tied"),
        (Role.NETWORK_IT, frozenset({HOME}), "Tied"),
        (Role.SYSTEM, frozenset[UUID](), "The system"),
        (Role.FINANCE, frozenset[UUID](), ""),
        (Role.FINANCE, frozenset[UUID](), "two\nlines"),
        (Role.FINANCE, frozenset[UUID](), "x" * 201),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(role: Role, homes: frozenset[UUID], name: str) -> None:
    with pytest.raises(AccountUnfit):
        NewAccount(account_id=uuid4(), name=name, role=role, homes=homes)


async def test_only_network_it_and_the_command_line_keep_accounts(accounts: Accounts) -> None:
    for role in (Role.HOME_TEAM, Role.COACH, Role.FINANCE):
        viewer = Viewer(account_id=uuid4(), name="Curious", role=role, homes=frozenset({HOME}))
        with pytest.raises(Forbidden):
            await accounts.list_tokens(viewer, None, 10)
        with pytest.raises(Forbidden):
            await accounts.create_token(viewer, uuid4(), None)
    with pytest.raises(AccountUnknown):
        await accounts.create_token(SYSTEM, uuid4(), None)


async def test_the_audit_keeps_who_did_what_without_names_or_tokens(
    accounts: Accounts, new_recognition: NewRecognition, web_pool: DatabasePool
) -> None:
    account_id = await new_account(accounts)
    token_id, token = await accounts.create_token(SYSTEM, account_id, None)
    await accounts.revoke_token(SYSTEM, token_id)
    await accounts.disable(SYSTEM, account_id)
    await new_recognition().note_refusal()
    assert await audit_of(web_pool) == [
        "account_created",
        "token_created",
        "token_revoked",
        "account_disabled",
        "sign_in_refused",
    ]
    everything = str([dict(row) for row in await web_pool.fetch("SELECT * FROM access.audit")])
    assert "Somebody" not in everything
    assert token not in everything


async def test_the_audit_keeps_the_homes_that_a_coach_is_given(
    accounts: Accounts, web_pool: DatabasePool
) -> None:
    await new_account(accounts, Role.COACH, frozenset({SUPPORTED}))
    [row] = await web_pool.fetch("SELECT details FROM access.audit")
    assert str(SUPPORTED) in str(row["details"])


async def test_guessing_does_not_fill_the_audit(
    new_recognition: NewRecognition, web_pool: DatabasePool
) -> None:
    recognition = new_recognition()
    for _ in range(MOST_REFUSALS_NOTED + 20):
        await recognition.note_refusal()
    assert len(await audit_of(web_pool)) == MOST_REFUSALS_NOTED


@pytest.mark.parametrize(
    "statement",
    ["UPDATE access.audit SET action = 'other'", "DELETE FROM access.audit", "TRUNCATE access.audit"],
)
async def test_nobody_changes_the_audit(
    statement: str, accounts: Accounts, web_pool: DatabasePool, owner_pool: DatabasePool
) -> None:
    await new_account(accounts)
    for pool in (web_pool, owner_pool):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute(statement)
    assert await audit_of(web_pool) == ["account_created"]


async def test_the_web_role_can_not_give_a_token_to_another_account(
    accounts: Accounts, web_pool: DatabasePool
) -> None:
    account_id = await new_account(accounts)
    await accounts.create_token(SYSTEM, account_id, None)
    for statement in (
        "UPDATE access.tokens SET account_id = gen_random_uuid()",
        "UPDATE access.tokens SET digest = sha256('x')",
        "UPDATE access.accounts SET role = 'network_it'",
        "DELETE FROM access.tokens",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await web_pool.execute(statement)
