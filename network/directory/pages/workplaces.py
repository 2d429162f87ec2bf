"""Where people work and whom coaches support: one stands with the account, the other in the stream."""

from collections.abc import Set as AbstractSet
from uuid import UUID, uuid5

from network.access.accounts.people import KnownPerson, People
from network.access.audit.trail import Audit, AuditAction
from network.access.viewer import Role, Viewer
from network.directory.commands import AssignCoach, UnassignCoach
from network.directory.network import Home
from network.directory.service import Directory


class Workplaces:
    """The homes of people of a home team, and coaches' caseloads."""

    def __init__(self, people: People, directory: Directory, audit: Audit) -> None:
        self._people = people
        self._directory = directory
        self._audit = audit

    async def of(self, viewer: Viewer, person: KnownPerson) -> list[Home]:
        """The homes of one person, by name."""
        home_ids = await self.ids(person.account_id, person.role, person.homes)
        homes = await self._directory.homes(viewer)
        return sorted((h for h in homes if h.home_id in home_ids), key=lambda home: home.name)

    async def ids(self, account_id: UUID, role: Role, homes: tuple[UUID, ...]) -> frozenset[UUID]:
        """A coach's caseload, or the homes that stand with the account."""
        if role is Role.COACH:
            return await self._directory.caseload(account_id)
        return frozenset(homes)

    async def change(
        self, viewer: Viewer, person: KnownPerson, wanted: AbstractSet[UUID], command_id: UUID
    ) -> None:
        """Put somebody's homes to these. Raises `AccountUnfit` for a home team without one, `Forbidden`."""
        if person.role is not Role.COACH:
            await self._people.change_homes(viewer, person.account_id, wanted)
            return
        own = await self._directory.caseload(person.account_id)
        assign, unassign = (
            AssignCoach(account_id=person.account_id),
            UnassignCoach(account_id=person.account_id),
        )
        for home_id in sorted(wanted - own):
            await self._directory.assign(viewer, home_id, assign, uuid5(command_id, f"assign/{home_id}"))
            await self._audit.note(AuditAction.COACH_ASSIGNED, viewer.account_id, home_id)
        for home_id in sorted(own - wanted):
            await self._directory.unassign(viewer, home_id, unassign, uuid5(command_id, f"take/{home_id}"))
            await self._audit.note(AuditAction.COACH_UNASSIGNED, viewer.account_id, home_id)
