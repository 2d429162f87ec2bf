"""Who asks, and what they may do: the one place that knows the table of roles.

Every service call takes a `Viewer`. Its `may_…` methods answer yes or no; `check`
turns a no into the right error, so that a home that is not the viewer's cannot be
told from one that does not exist.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from network.eventstore.sealed import RecordClass


class Role(StrEnum):
    """What an account is there to do."""

    HOME_TEAM = "home_team"
    """Reads and writes its own home, with names."""
    COACH = "coach"
    """Reads the outcomes of the homes it supports, without names, and network totals."""
    FINANCE = "finance"
    """Reads and exports all payments, with payers' names; never care notes."""
    NETWORK_IT = "network_it"
    """Keeps homes, accounts, devices, projections and erasure; never care notes."""
    SYSTEM = "system"
    """The command line beside the database (import, demo, restore); never given to a token."""


TOKEN_ROLES: tuple[Role, ...] = tuple(role for role in Role if role is not Role.SYSTEM)
"""The roles that an account of a person or a program can have."""


class AccessError(Exception):
    """The viewer may not do this."""


class Forbidden(AccessError):
    """Your role does not allow this."""


class NotYours(AccessError):
    """There is no such home, or none that you can see: answered alike."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """An account that was recognised, with its role and the homes it works in or supports."""

    account_id: UUID
    name: str
    role: Role
    homes: frozenset[UUID]

    # --- A home -------------------------------------------------------------------

    def may_see_home(self, home_id: UUID) -> bool:
        """That the home exists: its name, reference and area."""
        return self._sees_every_home or home_id in self.homes

    def may_record_for(self, home_id: UUID) -> bool:
        """Record facts in the home's stream, amend and retract them, settle what was set aside."""
        return self._is_team_of(home_id)

    def may_read_names(self, home_id: UUID) -> bool:
        """Residents and staff by name, with rooms, absences and care notes."""
        return self._is_team_of(home_id)

    def may_read_activity(self, home_id: UUID) -> bool:
        """What was recorded in the home and when; who is named in it needs `may_read_names` too."""
        return self._is_team_of(home_id) or self._coaches(home_id)

    def may_read_outcomes(self, home_id: UUID) -> bool:
        """The home's rates, charts and patterns, and its named point in a comparison."""
        return self._is_team_of(home_id) or self._coaches(home_id)

    def may_write_visit_notes(self, home_id: UUID) -> bool:
        """Write what a coach saw on a visit, and ask the home."""
        return self._coaches(home_id)

    def may_talk_in_support(self, home_id: UUID) -> bool:
        """Read visit notes, agreed actions and questions; agree, tick off and answer."""
        return self._is_team_of(home_id) or self._coaches(home_id)

    # --- Over all homes -----------------------------------------------------------

    def may_read_learning(self) -> bool:
        """What homes and coaches share with each other, in their own words."""
        return self.role in (Role.HOME_TEAM, Role.COACH, Role.SYSTEM)

    def may_share_learning(self) -> bool:
        """Share a challenge or a lesson, and answer what others share."""
        return self.role in (Role.HOME_TEAM, Role.COACH)

    def may_read_network_totals(self) -> bool:
        """Sums and rates over all homes, none of them named."""
        return self.role in (Role.COACH, Role.SYSTEM)

    def may_bring_records(self) -> bool:
        """Bring what waited on a device, colleagues' records of the same home too."""
        return self.role is Role.HOME_TEAM

    def may_list_homes(self) -> bool:
        """Every home of the network by name and reference."""
        return self._sees_every_home

    # --- Money --------------------------------------------------------------------

    def may_read_payments(self, home_id: UUID | None = None) -> bool:
        """Payments and payers' names: of one home, or with None of all of them."""
        if self.role in (Role.FINANCE, Role.SYSTEM):
            return True
        return home_id is not None and self._is_team_of(home_id)

    def may_export_payments(self) -> bool:
        """Take all payments away as a file."""
        return self.role in (Role.FINANCE, Role.SYSTEM)

    def may_keep_books(self) -> bool:
        """Say how payers are charged, raise a period's invoices and close days."""
        return self.role in (Role.FINANCE, Role.SYSTEM)

    def may_ask_known_at(self) -> bool:
        """Ask what the books said at an earlier moment."""
        return self.role in (Role.FINANCE, Role.SYSTEM)

    # --- Keeping the network ------------------------------------------------------

    def may_keep_homes(self) -> bool:
        """Join homes to the network and amend what it knows of them."""
        return self._keeps_the_network

    def may_assign_coaches(self) -> bool:
        """Decide which homes a coach supports."""
        return self._keeps_the_network

    def may_keep_accounts(self) -> bool:
        """Make accounts, and make and revoke their tokens."""
        return self._keeps_the_network

    def may_keep_devices(self) -> bool:
        """Enrol and revoke a home's shared devices."""
        return self._keeps_the_network

    def may_keep_projections(self) -> bool:
        """See where the projections are, and rebuild them."""
        return self._keeps_the_network

    def may_forget_persons(self) -> bool:
        """Destroy a person's key, so that what was sealed under it can never be read again."""
        return self._keeps_the_network

    # --- Sealed values ------------------------------------------------------------

    def may_open(self, record_class: RecordClass, home_id: UUID) -> bool:
        """Open what was sealed in the home's stream for that purpose."""
        if record_class is RecordClass.FINANCE and self.role is Role.FINANCE:
            return True
        return self._is_team_of(home_id)

    # --- Answers ------------------------------------------------------------------

    def check(self, allowed: bool, home_id: UUID | None = None) -> None:
        """Raise unless `allowed`: NotYours if the home itself is hidden from this viewer, else Forbidden."""
        if allowed:
            return
        if home_id is not None and not self.may_see_home(home_id):
            raise NotYours
        raise Forbidden

    @property
    def _sees_every_home(self) -> bool:
        return self.role in (Role.FINANCE, Role.NETWORK_IT, Role.SYSTEM)

    @property
    def _keeps_the_network(self) -> bool:
        return self.role in (Role.NETWORK_IT, Role.SYSTEM)

    def _is_team_of(self, home_id: UUID) -> bool:
        return self.role is Role.SYSTEM or (self.role is Role.HOME_TEAM and home_id in self.homes)

    def _coaches(self, home_id: UUID) -> bool:
        return self.role is Role.COACH and home_id in self.homes


SYSTEM = Viewer(
    account_id=UUID("68656172-7468-4b00-8000-000000000002"),
    name="hearth",
    role=Role.SYSTEM,
    homes=frozenset(),
)
"""Who the command line is, where it records (import, demo) beside the database."""
