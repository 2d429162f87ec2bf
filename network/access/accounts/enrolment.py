"""A new account with the homes it is for, whether they stand with the account or in the network's stream."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID, uuid4

from network.access.accounts.accounts import Accounts, AccountUnfit, NewAccount
from network.access.homes import Homes
from network.access.viewer import NotYours, Role, Viewer


class CoachedHomes(Homes, Protocol):
    """Who also gives homes to coaches."""

    async def give_to_coach(self, viewer: Viewer, account_id: UUID, home_id: UUID) -> None:
        """Put a home into a coach's caseload."""
        ...


async def enrol(
    accounts: Accounts,
    homes: CoachedHomes,
    viewer: Viewer,
    *,
    name: str,
    role: Role,
    home_refs: Sequence[str],
) -> UUID:
    """Make an account and answer its id. Raises `AccountUnfit`, `Forbidden`.

    A coach's homes come first: dying half-way leaves homes to an id that no account has, which
    harms nobody, and running it again makes a coach who is whole.
    """
    viewer.check(viewer.may_keep_accounts())
    home_ids = frozenset([await _existing(homes, viewer, home) for home in home_refs])
    account = NewAccount(account_id=uuid4(), name=name, role=role, homes=home_ids)
    if role is Role.COACH:
        for home_id in sorted(home_ids):
            await homes.give_to_coach(viewer, account.account_id, home_id)
    await accounts.create(viewer, account)
    return account.account_id


async def _existing(homes: Homes, viewer: Viewer, home: str) -> UUID:
    try:
        return await homes.resolve(viewer, home)
    except NotYours:
        raise AccountUnfit(
            "homes",
            "One of the homes is not in the network.",
            "Give the reference or id of homes that have joined.",
        ) from None
