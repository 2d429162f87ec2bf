"""A new account from a form, once however often the form is sent: its id follows from the form's own."""

from dataclasses import dataclass
from uuid import UUID, uuid5

import asyncpg

from network.access.accounts.accounts import Account, Accounts, AccountUnfit, AccountUnknown, NewAccount
from network.access.viewer import NotYours, Role, Viewer
from network.directory.commands import AssignCoach
from network.directory.service import Directory
from network.web.problem import key_reused

ROLES = (
    (Role.HOME_TEAM, "Home team", "Records in its home and reads it, with names."),
    (Role.COACH, "Coach", "Reads how the homes that it supports fare, without names."),
    (Role.FINANCE, "Finance", "Reads and exports payments, with payers' names; never care notes."),
    (Role.NETWORK_IT, "Network IT", "Keeps homes, accounts, devices and these pages; never care notes."),
)


def role_choices() -> list[tuple[str, str, str]]:
    """The roles to choose from, each with what it may do."""
    return [(role.value, name, hint) for role, name, hint in ROLES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Who or what an account is to be made for. `home` is empty where the role has none."""

    name: str
    role: Role
    home: str


class NewcomerDesk:
    """Makes accounts."""

    def __init__(self, accounts: Accounts, directory: Directory) -> None:
        self._accounts = accounts
        self._directory = directory

    async def admit(self, viewer: Viewer, newcomer: Newcomer, command_id: UUID) -> tuple[UUID, bool]:
        """The account's id, and whether it was made now. Raises `AccountUnfit`, `Forbidden`, `Problem`.

        A coach's home comes first: dying half-way leaves it to an id that no account has, and sending
        the form again makes a coach who is whole.
        """
        viewer.check(viewer.may_keep_accounts())
        account_id = uuid5(command_id, "account")
        homes = await self._homes(viewer, newcomer.home)
        account = NewAccount(account_id=account_id, name=newcomer.name, role=newcomer.role, homes=homes)
        if newcomer.role is Role.COACH:
            for home_id in homes:
                assign = AssignCoach(account_id=account_id)
                await self._directory.assign(viewer, home_id, assign, uuid5(command_id, "assign"))
        try:
            await self._accounts.create(viewer, account)
        except asyncpg.UniqueViolationError:
            return self._again(await self._accounts.find(viewer, account_id), newcomer), False
        return account_id, True

    def _again(self, account: Account, newcomer: Newcomer) -> UUID:
        if (account.name, account.role) != (newcomer.name, newcomer.role):
            raise key_reused()
        if account.disabled_at is not None:
            raise AccountUnknown
        return account.account_id

    async def _homes(self, viewer: Viewer, home: str) -> frozenset[UUID]:
        if not home:
            return frozenset()
        try:
            return frozenset([await self._directory.resolve(viewer, home)])
        except NotYours:
            raise AccountUnfit(
                "home", "This home is not in the network.", "Choose a home from the list."
            ) from None
