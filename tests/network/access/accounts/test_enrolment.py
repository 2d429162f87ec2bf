"""A new account and its homes: never the one without the others."""

from uuid import UUID

import pytest

from network.access.accounts.accounts import Accounts, AccountUnfit
from network.access.accounts.enrolment import enrol
from network.access.viewer import SYSTEM, Forbidden, Role, Viewer
from tests.network.access.conftest import HOME, SUPPORTED

IDS = {"rosewood": HOME, "elmhurst": SUPPORTED}


class Caseloads:
    """Homes that break off after so many were given."""

    def __init__(self, breaks_after: int) -> None:
        self.given: list[UUID] = []
        self._breaks_after = breaks_after

    async def resolve(self, viewer: Viewer, home: str) -> UUID:  # noqa: ARG002 - as the directory's
        return IDS[home]

    async def give_to_coach(self, viewer: Viewer, account_id: UUID, home_id: UUID) -> None:  # noqa: ARG002
        if len(self.given) == self._breaks_after:
            raise ConnectionError
        self.given.append(home_id)


async def enrol_coach(accounts: Accounts, homes: Caseloads, viewer: Viewer = SYSTEM, name: str = "C") -> UUID:
    return await enrol(accounts, homes, viewer, name=name, role=Role.COACH, home_refs=list(IDS))


@pytest.mark.parametrize("breaks_after", [0, 1])
async def test_a_coach_whose_homes_could_not_all_be_given_is_no_coach_and_can_be_enrolled_again(
    accounts: Accounts, breaks_after: int
) -> None:
    with pytest.raises(ConnectionError):
        await enrol_coach(accounts, Caseloads(breaks_after))
    assert await accounts.list_accounts(SYSTEM, None, 10) == []
    homes = Caseloads(breaks_after=2)
    account_id = await enrol_coach(accounts, homes)
    assert set(homes.given) == {HOME, SUPPORTED}
    assert [account.account_id for account in await accounts.list_accounts(SYSTEM, None, 10)] == [account_id]


async def test_nothing_is_given_to_an_account_that_can_not_be_made(accounts: Accounts) -> None:
    homes = Caseloads(breaks_after=2)
    with pytest.raises(AccountUnfit):
        await enrol_coach(accounts, homes, name=" ")
    finance = Viewer(account_id=UUID(int=7), name="F", role=Role.FINANCE, homes=frozenset())
    with pytest.raises(Forbidden):
        await enrol_coach(accounts, homes, viewer=finance)
    assert homes.given == []
