"""The network as its stream has it, homes and coaches' caseloads: small enough to be kept whole."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import msgspec

from network.directory.events import (
    CoachAssigned,
    CoachUnassigned,
    ErasureHeld,
    ErasureReleased,
    HomeAmended,
    HomeJoined,
)
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """What the network knows of a home."""

    home_id: UUID
    ref: str
    name: str
    cqc_location_id: str
    icb_ods_code: str
    joined_on: date
    recorded_from: date
    charged_from: date
    programme_started_on: date | None


@dataclass(slots=True)
class Network:
    """The state of the network's stream."""

    version: int = 0
    homes: dict[UUID, Home] = field(default_factory=dict[UUID, Home])
    ids: dict[str, UUID] = field(default_factory=dict[str, UUID])
    caseloads: dict[UUID, frozenset[UUID]] = field(default_factory=dict[UUID, frozenset[UUID]])
    held: set[tuple[UUID, RecordClass]] = field(default_factory=set[tuple[UUID, RecordClass]])
    """Whose erasure is held up, by record class."""

    def evolve(self, event: Event, version: int) -> None:
        """Take in the next event of the stream."""
        self.version = version
        match event:
            case HomeJoined():
                self.homes[event.home_id] = _joined(event)
                self.ids[event.ref] = event.home_id
            case HomeAmended():
                self.homes[event.home_id] = amended(self.homes[event.home_id], event)
            case CoachAssigned():
                self.caseloads[event.account_id] = self.caseload(event.account_id) | {event.home_id}
            case CoachUnassigned():
                self.caseloads[event.account_id] = self.caseload(event.account_id) - {event.home_id}
            case ErasureHeld():
                self.held.add((event.person_id, event.record_class))
            case ErasureReleased():
                self.held.discard((event.person_id, event.record_class))
            case _:
                pass

    def caseload(self, account_id: UUID) -> frozenset[UUID]:
        """The homes that a coach supports."""
        return self.caseloads.get(account_id, frozenset())

    def coaches(self, home_id: UUID) -> frozenset[UUID]:
        """Who supports a home."""
        return frozenset(account for account, homes in self.caseloads.items() if home_id in homes)

    def find(self, home: str) -> Home | None:
        """A home by its reference or its id."""
        by_ref = self.ids.get(home)
        if by_ref is not None:
            return self.homes[by_ref]
        try:
            return self.homes.get(UUID(home))
        except ValueError:
            return None


def _joined(event: HomeJoined) -> Home:
    return Home(**{name: getattr(event, name) for name in Home.__struct_fields__})


def amended(home: Home, event: HomeAmended) -> Home:
    """A home as it is known after an amendment."""
    return msgspec.structs.replace(
        home,
        name=event.name,
        cqc_location_id=event.cqc_location_id,
        icb_ods_code=event.icb_ods_code,
        programme_started_on=event.programme_started_on,
    )
