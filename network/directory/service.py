"""Records what network IT decides: appends to the network's stream, and for a home that joins begins its own.

The network's stream is short and asked for on every request (which home is meant, whom
does a coach support), so its state is kept in the process and read on when it is needed.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from uuid import UUID, uuid4

import msgspec

from network.access.viewer import NotYours, Viewer
from network.deciding import record_once
from network.directory.commands import (
    CROWD,
    AmendHome,
    AssignCoach,
    HoldErasure,
    JoinHome,
    NetworkCommand,
    ReleaseErasure,
    UnassignCoach,
)
from network.directory.decisions import (
    Circumstances,
    decide_amend,
    decide_assign,
    decide_hold,
    decide_join,
    decide_release,
    decide_unassign,
    home_id_for,
)
from network.directory.events import NETWORK_STREAM
from network.directory.network import Home, Network
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass
from network.eventstore.store import EventStore
from network.eventstore.stored import CommandReceipt, StreamAppend

FRESH_FOR = 2.0
"""Seconds after which a caseload is read on before it is answered."""

Decision = Sequence[StreamAppend]
Decide = Callable[[], Decision]


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a decision. `home_id` is the home it is about."""

    home_id: UUID
    version: int
    """How many facts the network's stream holds."""
    log_position: int
    repeated: bool


class _Answer(msgspec.Struct, frozen=True):
    home_id: UUID
    version: int


class Directory:
    """The network's homes and caseloads: asked and decided."""

    def __init__(
        self,
        store: EventStore,
        boards: frozenset[str],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._boards = boards
        self._clock = clock
        self._network = Network()
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    # --- Asked ----------------------------------------------------------------------

    async def resolve(self, viewer: Viewer, home: str) -> UUID:
        """The id of a home that the viewer may see, from its id or reference; raises `NotYours`."""
        return (await self.home(viewer, home)).home_id

    async def home(self, viewer: Viewer, given: str) -> Home:
        """A home that the viewer may see, from its id or reference; raises `NotYours`."""
        found = self._network.find(given)
        if found is None and self._may_have_missed(viewer):
            await self._read_on()
            found = self._network.find(given)
        if found is None or not viewer.may_see_home(found.home_id):
            raise NotYours
        return found

    def ref_of(self, home_id: UUID) -> str | None:
        """What a home is called in addresses, where this process has met it."""
        home = self._network.homes.get(home_id)
        return None if home is None else home.ref

    async def caseload(self, account_id: UUID) -> frozenset[UUID]:
        """The homes that a coach supports, at most seconds old; a coach's first home at once."""
        if self._read_at + FRESH_FOR < monotonic() or not self._network.caseload(account_id):
            await self._read_on()
        return self._network.caseload(account_id)

    async def coaches(self, viewer: Viewer, home_id: UUID) -> list[UUID]:
        """The accounts of the coaches who support a home. Raises `Forbidden`."""
        viewer.check(viewer.may_assign_coaches(), home_id)
        await self._read_on()
        return sorted(self._network.coaches(home_id))

    async def homes(self, viewer: Viewer) -> list[Home]:
        """The homes that the viewer may see, by reference."""
        await self._read_on()
        seen = (home for home in self._network.homes.values() if viewer.may_see_home(home.home_id))
        return sorted(seen, key=lambda home: home.ref)

    async def is_held(self, person_id: UUID, record_class: RecordClass) -> bool:
        """Whether a person's erasure is held up."""
        await self._read_on()
        return (person_id, record_class) in self._network.held

    def _may_have_missed(self, viewer: Viewer) -> bool:
        """Whether reading on could find a home for this viewer.

        Somebody tied to homes is answered from what is known once those are known, so
        that how long the answer takes does not tell whether a home exists.
        """
        return viewer.may_list_homes() or any(home not in self._network.homes for home in viewer.homes)

    # --- Decided --------------------------------------------------------------------

    async def join(self, viewer: Viewer, command: JoinHome, command_id: UUID) -> Decided:
        """Join a home to the network and begin its stream. Raises `Refused`, `Forbidden`."""
        viewer.check(viewer.may_keep_homes())
        circumstances = self._circumstances(viewer, command_id)
        home_id = home_id_for(command_id)

        def decide() -> Decision:
            joined, own = decide_join(self._network, command, self._boards, circumstances)
            return [self._append([joined]), StreamAppend(stream_id=home_id, expected_version=0, events=own)]

        return await self._record(home_id, command, command_id, decide)

    async def amend(self, viewer: Viewer, home_id: UUID, command: AmendHome, command_id: UUID) -> Decided:
        """Say anew what the network knows of a home. Raises `Refused`, `Forbidden`."""
        viewer.check(viewer.may_keep_homes(), home_id)
        circumstances = self._circumstances(viewer, command_id)
        return await self._record(
            home_id,
            command,
            command_id,
            lambda: self._own(decide_amend(self._network, home_id, command, self._boards, circumstances)),
        )

    async def assign(self, viewer: Viewer, home_id: UUID, command: AssignCoach, command_id: UUID) -> Decided:
        """Give a home into a coach's caseload. Raises `Forbidden`."""
        viewer.check(viewer.may_assign_coaches(), home_id)
        circumstances = self._circumstances(viewer, command_id)
        return await self._record(
            home_id,
            command,
            command_id,
            lambda: self._own(decide_assign(self._network, home_id, command, circumstances)),
        )

    async def unassign(
        self, viewer: Viewer, home_id: UUID, command: UnassignCoach, command_id: UUID
    ) -> Decided:
        """Take a home from a coach's caseload. Raises `Forbidden`."""
        viewer.check(viewer.may_assign_coaches(), home_id)
        circumstances = self._circumstances(viewer, command_id)
        return await self._record(
            home_id,
            command,
            command_id,
            lambda: self._own(decide_unassign(self._network, home_id, command, circumstances)),
        )

    async def hold(self, viewer: Viewer, home_id: UUID, command: HoldErasure, command_id: UUID) -> Decided:
        """Keep what is sealed about somebody of a home although its time has passed. Raises `Forbidden`."""
        viewer.check(viewer.may_forget_persons(), home_id)
        circumstances = self._circumstances(viewer, command_id)
        return await self._record(
            home_id,
            command,
            command_id,
            lambda: self._own(decide_hold(self._network, command, circumstances)),
        )

    async def release(
        self, viewer: Viewer, home_id: UUID, command: ReleaseErasure, command_id: UUID
    ) -> Decided:
        """Hold up somebody's erasure no more. Raises `Forbidden`."""
        viewer.check(viewer.may_forget_persons(), home_id)
        circumstances = self._circumstances(viewer, command_id)
        return await self._record(
            home_id,
            command,
            command_id,
            lambda: self._own(decide_release(self._network, command, circumstances)),
        )

    async def give_to_coach(self, viewer: Viewer, account_id: UUID, home_id: UUID) -> None:
        """Give a home into the caseload of a coach whose account is being made."""
        await self.assign(viewer, home_id, AssignCoach(account_id=account_id), uuid4())

    async def _record(
        self, home_id: UUID, command: NetworkCommand, command_id: UUID, decide: Decide
    ) -> Decided:
        """Decide on what is known, append, and on a conflict read on and decide again."""
        content = msgspec.json.encode([type(command).__name__, str(home_id), command])
        receipt = CommandReceipt(
            stream_id=NETWORK_STREAM,
            command_id=command_id,
            digest=hashlib.sha256(content).digest(),
            answer=b"",
        )

        async def attempt() -> Decided:
            await self._read_on()
            appends = [append for append in decide() if append.events]
            return await self._append_all(home_id, appends, receipt)

        done = await record_once(self._store, receipt, attempt, CROWD)
        await self._read_on()
        return _repeated(done) if isinstance(done, CommandReceipt) else done

    async def _append_all(
        self, home_id: UUID, appends: Sequence[StreamAppend], receipt: CommandReceipt
    ) -> Decided:
        version = self._network.version + sum(len(a.events) for a in appends if a.stream_id == NETWORK_STREAM)
        answer = msgspec.json.encode(_Answer(home_id=home_id, version=version))
        appended = await self._store.append(appends, [msgspec.structs.replace(receipt, answer=answer)])
        return Decided(home_id=home_id, version=version, log_position=appended.log_position, repeated=False)

    async def _read_on(self) -> None:
        async with self._reading:
            for stored in await self._store.read(NETWORK_STREAM, after=self._network.version):
                self._network.evolve(stored.event, stored.version)
            self._read_at = monotonic()

    def _own(self, events: Sequence[Event]) -> Decision:
        return [self._append(events)]

    def _append(self, events: Sequence[Event]) -> StreamAppend:
        return StreamAppend(stream_id=NETWORK_STREAM, expected_version=self._network.version, events=events)

    def _circumstances(self, viewer: Viewer, command_id: UUID) -> Circumstances:
        return Circumstances(now=self._clock(), account_id=viewer.account_id, command_id=command_id)


def _repeated(known: CommandReceipt) -> Decided:
    answer = msgspec.json.decode(known.answer, type=_Answer)
    return Decided(home_id=answer.home_id, version=answer.version, log_position=known.position, repeated=True)
