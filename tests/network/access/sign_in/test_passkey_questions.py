"""What a passkey is to sign: asked for by anybody, so counted, and deleted when it is old."""

from dataclasses import replace

import pytest

from network.access.accounts.accounts import Accounts
from network.access.secrets.attempts import PASSKEY, TooManyAttempts
from network.access.secrets.opaque import new_secret
from network.access.sign_in.doors import Doors
from network.access.sign_in.passkeys import Site
from network.postgres.pool import DatabasePool
from tests.network.access.conftest import STRANGER, at_tablet, begun, new_person

SITE = Site(host="hearth.test", origin="https://hearth.test")


async def test_an_address_that_asks_and_never_signs_is_paused_and_the_home_behind_it_goes_on(
    accounts: Accounts, doors: Doors
) -> None:
    phone, tablet = await begun(doors, await new_person(accounts)), await at_tablet(doors)
    for _ in range(PASSKEY.free + 1):
        await doors.passkeys.ask(SITE, STRANGER)
    with pytest.raises(TooManyAttempts):
        await doors.passkeys.ask(SITE, STRANGER)
    with pytest.raises(TooManyAttempts):
        await doors.passkeys.ask(SITE, replace(STRANGER, browser=new_secret()))
    for known in (phone, tablet, replace(STRANGER, address="198.51.100.7")):
        assert await doors.passkeys.ask(SITE, known)


async def test_old_questions_go_as_new_ones_come_so_many_at_a_time(
    doors: Doors, owner_pool: DatabasePool
) -> None:
    await owner_pool.execute(
        "INSERT INTO access.challenges (challenge, expires_at) "
        "SELECT sha256(number::text::bytea), now() - interval '1 minute' FROM generate_series(1, 25) number"
    )
    left: list[int] = []
    for _ in range(3):
        await doors.passkeys.ask(SITE, STRANGER)
        left.append(await owner_pool.fetchval("SELECT count(*) FROM access.challenges"))
    assert left == [16, 7, 3]
