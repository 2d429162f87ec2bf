"""What guessing and long weighing do to others: nothing, and they tell nothing either."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from network.access.accounts.accounts import Accounts
from network.access.secrets.attempts import PASSWORD as OF_PASSWORD
from network.access.secrets.attempts import TABLET, TooManyAttempts
from network.access.secrets.rules import SecretUnfit
from network.access.sessions.sessions import Session, SignInMethod
from network.access.sign_in.doors import Doors
from network.access.sign_in.signing_in import SignInRefused
from tests.network.access.conftest import PASSWORD, at_tablet, begun, new_person

NAME = "ada.okafor"
AT_HOME = Session(
    session_id=uuid4(),
    account_id=uuid4(),
    method=SignInMethod.PASSWORD,
    device_id=None,
    is_guest=False,
    signed_in_at=datetime.now(UTC),
    expires_at=datetime.now(UTC) + timedelta(hours=1),
    idle_for=timedelta(hours=1),
)


async def test_others_are_answered_while_a_password_is_weighed(accounts: Accounts, doors: Doors) -> None:
    """One of signs that may stand for letters takes longest, a good part of a second of a processor."""
    ada = await new_person(accounts)
    signs = "4@8({[</369&#!1/|0$5+7%2" * 2
    weighed = asyncio.create_task(doors.credentials.change(ada, AT_HOME, SignInMethod.PASSWORD, signs))
    answered = 0
    while not weighed.done():
        await asyncio.sleep(0.005)
        answered += 1
    with pytest.raises(SecretUnfit):
        await weighed
    assert answered >= 10, "on the event loop it would be a handful, before and after"


async def test_guessing_names_at_a_tablet_tells_none_apart(accounts: Accounts, doors: Doors) -> None:
    await begun(doors, await new_person(accounts))
    tablet = await at_tablet(doors)
    for _ in range(OF_PASSWORD.free + 1):
        with pytest.raises(SignInRefused):
            await doors.signing_in.with_password(tablet, "nobody.at.all", "a wrong password", "")
    with pytest.raises(TooManyAttempts):
        await doors.signing_in.with_password(tablet, "nobody.at.all", "a wrong password", "")
    for name in ("nobody.else", NAME):
        with pytest.raises(SignInRefused):
            await doors.signing_in.with_password(tablet, name, "a wrong password", "")
    assert await doors.signing_in.with_password(tablet, f" {NAME.upper()} ", PASSWORD, "")


async def test_every_name_tried_at_a_tablet_slows_it_down_but_never_for_long(doors: Doors) -> None:
    tablet = await at_tablet(doors)
    for number in range(TABLET.free + 1):
        with pytest.raises(SignInRefused):
            await doors.signing_in.with_password(tablet, f"name.{number}", "a wrong password", "")
    with pytest.raises(TooManyAttempts) as paused:
        await doors.signing_in.with_password(tablet, "one.more", "a wrong password", "")
    assert paused.value.seconds <= 5
