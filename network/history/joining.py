"""The homes of homes.csv: joined with their households, or compared with what is known of them."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from households.home import Home
from households.premises import OpenHousehold
from network.access.viewer import SYSTEM
from network.deciding import Refused
from network.directory.commands import JoinHome
from network.directory.decisions import Circumstances, decide_join, home_id_for
from network.directory.events import HomeJoined
from network.directory.network import Network
from network.eventstore.event import Event
from network.history.findings import Findings
from network.history.keys import command_id
from network.history.mapping import said_by_msgspec
from network.history.rows import HomeRow, ResidentRow


class Joining(msgspec.Struct, frozen=True):
    """A home that is to join."""

    row: HomeRow
    command: JoinHome
    command_id: UUID
    home_id: UUID
    events: list[Event]
    """How the home's own stream will begin."""


class Joins:
    """Decides which homes join, on the network as it is and as it grows by the rows before."""

    def __init__(self, network: Network, boards: frozenset[str], now: datetime, findings: Findings) -> None:
        self._network = network
        self._boards = boards
        self._now = now
        self._findings = findings

    def plan(self, row: HomeRow) -> Joining | None:
        """The home's joining; None, and a note of it, where that can't be."""
        key = command_id("join-home", row.key_values())
        try:
            command = msgspec.convert(_values(row), JoinHome)
            circumstances = Circumstances(now=self._now, account_id=SYSTEM.account_id, command_id=key)
            joined, events = decide_join(self._network, command, self._boards, circumstances)
        except msgspec.ValidationError as problem:
            self._note(row, *said_by_msgspec(problem))
        except Refused as problem:
            self._note(row, problem.field, str(problem))
        else:
            self._network.evolve(joined, self._network.version + 1)
            return Joining(row, command, key, home_id_for(key), events)
        return None

    def _note(self, row: HomeRow, field: str, what: str) -> None:
        self._findings.add(row.file, row.line, {"ref": "home_ref"}.get(field, field), what)


def _values(row: HomeRow) -> dict[str, Any]:
    taken = {
        name: getattr(row, name) for name in JoinHome.__struct_fields__ if name not in ("ref", "households")
    }
    households = [{"name": name, "beds": beds} for name, beds in row.households]
    return {"ref": row.home_ref, **taken, "households": households}


def compare(row: HomeRow, joined: HomeJoined, home: Home, findings: Findings) -> None:
    """Notes what a row says otherwise than when the home joined."""
    said = {
        "name": row.name,
        "cqc_location_id": row.cqc_location_id,
        "icb_ods_code": row.icb_ods_code,
        "joined_on": row.joined_on,
        "recorded_from": row.recorded_from or row.joined_on,
        "charged_from": row.charged_from or row.joined_on,
        "programme_started_on": row.programme_started_on,
    }
    for column, value in said.items():
        if getattr(joined, column) != value:
            what = "differs from what was recorded when the home joined: amend the home instead"
            findings.add(row.file, row.line, column, what)
    known = {household.name: household.beds[0][1] for household in home.households.values()}
    for name, beds in row.households:
        if known.get(name) != beds:
            what = f"“{name}:{beds}” is not what was recorded: change the home's households instead"
            findings.add(row.file, row.line, "households", what)


def households_needed(
    row: HomeRow, residents: list[ResidentRow], known: set[str]
) -> Iterator[tuple[OpenHousehold, UUID]]:
    """For a home without the column: a household for each name in residents.csv, with beds enough."""
    opened_on = min(row.recorded_from or row.joined_on, row.charged_from or row.joined_on)
    names = {resident.household.casefold(): resident.household for resident in reversed(residents)}
    for folded, name in sorted(names.items()):
        if folded not in known:
            beds = _most_at_once([r for r in residents if r.household.casefold() == folded], opened_on)
            command = OpenHousehold(name=name, beds=max(1, beds), opened_on=opened_on)
            yield command, command_id("open-household", (row.home_ref, name))


def _most_at_once(residents: list[ResidentRow], since: date) -> int:
    """The most residents on any day since the home began to record."""
    days = {since, *(resident.moved_in_on for resident in residents if resident.moved_in_on > since)}
    return max(sum(_lives_there(resident, day) for resident in residents) for day in days)


def _lives_there(resident: ResidentRow, day: date) -> bool:
    return resident.moved_in_on <= day and (resident.moved_out_on is None or day < resident.moved_out_on)
