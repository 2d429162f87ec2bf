"""The accounts of the demo: a few of each team, coaches with their caseloads, finance and network IT."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from network.access.accounts.accounts import Accounts, AccountUnknown, NewAccount
from network.access.viewer import SYSTEM, Role, Viewer
from network.demo.working import Colleague

IN_A_TEAM = 3
"""How many of a team have an account of their own."""
COACHES = ("Rowena Tilling", "Idris Calloway", "Maureen Osgood")
FINANCE = "Petra Lindqvist"
NETWORK_IT = "Hamish Bellweather"


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the demo."""

    account_id: UUID
    name: str
    role: Role
    homes: frozenset[UUID]

    @property
    def viewer(self) -> Viewer:
        """The account as every service takes it."""
        return Viewer(account_id=self.account_id, name=self.name, role=self.role, homes=self.homes)


def team_accounts(namespace: UUID, ref: str, home_id: UUID, team: list[Colleague]) -> list[Person]:
    """Accounts of those who have been there longest and still are."""
    present = [colleague for colleague in team if colleague.left_on is None][:IN_A_TEAM]
    return [
        Person(
            account_id=uuid5(namespace, f"account/{ref}/{colleague.ref}"),
            name=f"{colleague.given_name} {colleague.family_name}",
            role=Role.HOME_TEAM,
            homes=frozenset({home_id}),
        )
        for colleague in present
    ]


def office_accounts(namespace: UUID) -> list[Person]:
    """Coaches, finance and network IT."""
    names = [(name, Role.COACH) for name in COACHES] + [
        (FINANCE, Role.FINANCE),
        (NETWORK_IT, Role.NETWORK_IT),
    ]
    return [Person(uuid5(namespace, f"account/{name}"), name, role, frozenset()) for name, role in names]


async def ensure_accounts(accounts: Accounts, people: list[Person]) -> None:
    """Makes those accounts that are not there yet."""
    for person in people:
        try:
            await accounts.find(SYSTEM, person.account_id)
        except AccountUnknown:
            account = NewAccount(
                account_id=person.account_id, name=person.name, role=person.role, homes=person.homes
            )
            await accounts.create(SYSTEM, account)
