from datetime import UTC, datetime
from uuid import uuid4

import pytest

from network.access.accounts.accounts import is_token
from network.access.devices.grants import Grant, Grants, GrantUnfit
from network.access.secrets.opaque import is_secret
from network.access.viewer import Role, Viewer
from tests.network.access.conftest import HOME

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
ADA = Viewer(account_id=uuid4(), name="Ada Okafor", role=Role.HOME_TEAM, homes=frozenset({HOME}))


def grants(key: bytes = b"k" * 32) -> Grants:
    return Grants(key, lambda: NOW)


def test_a_grant_says_who_was_where_and_when_in_every_process() -> None:
    device = uuid4()
    assert grants().read(grants().issue(ADA, device)) == Grant(
        account_id=ADA.account_id,
        name=ADA.name,
        home_ids=ADA.homes,
        device_id=device,
        issued_at=NOW,
        role=ADA.role,
    )


def test_a_grant_of_another_network_is_refused() -> None:
    with pytest.raises(GrantUnfit):
        grants(b"x" * 32).read(grants().issue(ADA, None))


# The last letter of a signature holds bits that say nothing, so the one before it is changed.
@pytest.mark.parametrize("at", [0, 10, -2])
def test_a_grant_that_was_changed_is_refused(at: int) -> None:
    signed = grants().issue(ADA, None)
    other = "A" if signed[at] != "A" else "B"
    changed = signed[:at] + other + signed[at + 1 :]
    with pytest.raises(GrantUnfit):
        grants().read(changed)


@pytest.mark.parametrize("text", ["", ".", "e30.x", "é", "hearth_" + "A" * 43, "\0"])
def test_what_is_no_grant_is_refused(text: str) -> None:
    with pytest.raises(GrantUnfit):
        grants().read(text)


def test_a_grant_is_no_session_and_no_token() -> None:
    grant = grants().issue(ADA, None)
    assert not is_secret(grant)
    assert not is_token(grant)
