"""From rows to what will be recorded: each checked against the others, the records and the homes' rules."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import msgspec

from households.home import Home, evolve
from households.recording.command import Command
from households.recording.envelope import Envelope, Request
from households.recording.errors import Invalid, Refused
from households.recording.service import Households
from network.access.viewer import SYSTEM
from network.days import local_date
from network.directory.events import NETWORK_STREAM, HomeJoined
from network.directory.network import Network
from network.eventstore.store import EventStore
from network.history.findings import Findings
from network.history.joining import Joining, Joins, compare, households_needed
from network.history.keys import ordinals
from network.history.mapping import MAPPINGS, Planned, column_of, plan_row
from network.history.reading import History
from network.history.references import check_references
from network.history.rows import (
    AbsenceRow,
    ContributionRow,
    FallRow,
    HomeRow,
    OpeningRow,
    ResidentRow,
    Row,
    StaffRow,
)
from network.history.so_far import SoFar

_FIRST: tuple[type[Row], ...] = (ResidentRow, StaffRow, ContributionRow, OpeningRow)
"""What other rows build on, in this order; the rest follows by its days, as it would have been recorded."""


class HomePlan(msgspec.Struct):
    """What is to be recorded of one home."""

    home_ref: str
    home_id: UUID
    joining: Joining | None
    households: list[tuple[Command, UUID]]
    rows: list[Planned]
    known: int = 0
    """Rows that were recorded before."""

    @property
    def commands(self) -> list[tuple[Command, UUID]]:
        """The commands with their ids, in order."""
        return [*self.households, *((planned.command, planned.command_id) for planned in self.rows)]


class Planner:
    """Plans an import; reads the database and writes nothing."""

    def __init__(
        self, store: EventStore, households: Households, boards: frozenset[str], now: datetime
    ) -> None:
        self._store = store
        self._households = households
        self._boards = boards
        self._now = now
        self._network = Network()
        self._joined: dict[str, HomeJoined] = {}
        self._homes: dict[str, Home] = {}

    async def plan(self, history: History, findings: Findings) -> list[HomePlan]:
        """What is to be recorded, home by home. Raises `BadHistory` with everything that is wrong."""
        so_far = await self._load(dict.fromkeys(row.home_ref for row in history))
        numbered = ordinals(history, findings)
        check_references(history, so_far, findings)
        for row in history:
            if findings.has(row.file, row.line):
                history.broken.mark_row(row)
        plans = self._home_plans(history, so_far, findings)
        for row, ordinal in numbered.items():
            if type(row) is not HomeRow and row.home_ref in plans:
                planned = plan_row(row, ordinal, findings) if _is_sound(row, history, findings) else None
                if planned is None:
                    history.broken.mark_row(row)
                else:
                    plans[row.home_ref].rows.append(planned)
        for plan in plans.values():
            plan.rows.sort(key=_in_order)
            await self._drop_known(plan, findings)
            self._rehearse(plan, history, findings)
        findings.stop_if_any()
        return list(plans.values())

    # --- What is there already ------------------------------------------------------

    async def _load(self, home_refs: Iterable[str]) -> SoFar:
        for stored in await self._store.read(NETWORK_STREAM):
            self._network.evolve(stored.event, stored.version)
            if isinstance(stored.event, HomeJoined):
                self._joined[stored.event.ref] = stored.event
        so_far = SoFar()
        for ref in home_refs:
            if ref in self._joined:
                home_id = self._joined[ref].home_id
                self._homes[ref] = await self._load_home(home_id)
                so_far.take(ref, home_id, self._homes[ref])
        return so_far

    async def _load_home(self, home_id: UUID) -> Home:
        home = Home()
        for stored in await self._store.read(home_id):
            evolve(home, stored.event, stored.version)
        return home

    async def _drop_known(self, plan: HomePlan, findings: Findings) -> None:
        """Leaves out what was recorded before, and notes what is said otherwise now."""
        if plan.joining is not None:
            return
        receipts = await self._store.find_receipts(
            [(plan.home_id, planned.command_id) for planned in plan.rows]
        )
        known = {receipt.command_id: receipt for receipt in receipts}
        for planned in plan.rows:
            receipt = known.get(planned.command_id)
            if (
                receipt
                and receipt.digest
                and receipt.digest != self._request(plan, planned.command, planned.command_id).digest
            ):
                record = msgspec.json.decode(receipt.answer).get("id")
                what = f"was recorded with other content as {record}: amend that record instead"
                findings.add(planned.row.file, planned.row.line, planned.row.key[-1].rstrip("_"), what)
        plan.known = len(known)
        plan.rows = [planned for planned in plan.rows if planned.command_id not in known]

    # --- Homes ----------------------------------------------------------------------

    def _home_plans(self, history: History, so_far: SoFar, findings: Findings) -> dict[str, HomePlan]:
        """A plan for each home that the rows name and that is, or can be, in the network."""
        joins = Joins(self._network, self._boards, self._now, findings)
        plans = {
            ref: HomePlan(home_ref=ref, home_id=home_id, joining=None, households=[], rows=[])
            for ref in dict.fromkeys(row.home_ref for row in history)
            if (home_id := so_far.home_id(ref)) is not None
        }
        for row in history.of(HomeRow):
            if row.home_ref in self._joined:
                compare(row, self._joined[row.home_ref], self._homes[row.home_ref], findings)
            elif row.home_ref in plans:
                findings.add(row.file, row.line, "home_ref", "stands in the file twice")
            elif not history.broken.holds(HomeRow, row.home_ref) and (joining := joins.plan(row)):
                plans[row.home_ref] = self._joining_plan(joining)
            else:
                history.broken.mark_row(row)
        self._add_households(history, plans)
        return plans

    def _joining_plan(self, joining: Joining) -> HomePlan:
        home = self._homes[joining.row.home_ref] = Home()
        for version, event in enumerate(joining.events, start=1):
            evolve(home, event, version)
        return HomePlan(
            home_ref=joining.row.home_ref, home_id=joining.home_id, joining=joining, households=[], rows=[]
        )

    def _add_households(self, history: History, plans: dict[str, HomePlan]) -> None:
        for row in history.of(HomeRow):
            if row.home_ref in plans and not row.households:
                residents = [r for r in history.of(ResidentRow) if r.home_ref == row.home_ref]
                known = {
                    household.name.casefold() for household in self._homes[row.home_ref].households.values()
                }
                plans[row.home_ref].households = list(households_needed(row, residents, known))

    # --- Rehearsal ------------------------------------------------------------------

    def _rehearse(self, plan: HomePlan, history: History, findings: Findings) -> None:
        """Decides every command as it will be decided, on the home as it will be."""
        home = self._homes[plan.home_ref]
        for command, key in plan.households:
            self._decide(plan, home, command, key)
        for planned in plan.rows:
            row = planned.row
            if history.broken.under(row):
                history.broken.mark_row(row)
                continue
            try:
                self._decide(plan, home, planned.command, planned.command_id)
            except (Refused, Invalid) as refusal:
                history.broken.mark_row(row)
                findings.add(row.file, row.line, column_of(type(row), refusal.field), str(refusal))

    def _decide(self, plan: HomePlan, home: Home, command: Command, key: UUID) -> None:
        for event in self._request(plan, command, key).decide(home, None):
            evolve(home, event, home.version + 1)

    def _request(self, plan: HomePlan, command: Command, key: UUID) -> Request:
        envelope = Envelope(command_id=key, now=self._now)
        return self._households.request(SYSTEM, plan.home_id, command, envelope)


def _is_sound(row: Row, history: History, findings: Findings) -> bool:
    return not (findings.has(row.file, row.line) or history.broken.under(row))


def _in_order(planned: Planned) -> tuple[int, date, int]:
    kind = type(planned.row)
    place = _FIRST.index(kind) if kind in _FIRST else len(_FIRST)
    return place, _day(planned.row), list(MAPPINGS).index(kind)


def _day(row: Row) -> date:
    """The day that a row is about."""
    if isinstance(row, FallRow):
        return local_date(row.occurred_at)
    if isinstance(row, AbsenceRow):
        return row.away_from
    names = ("moved_in_on", "started_on", "from_", "first_day", "due_on", "received_on", "month")
    return next(getattr(row, name) for name in names if hasattr(row, name))
