"""Records what finance decides, in finance's own stream; its state is short and read on when it is needed."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from finance.events import FINANCE_STREAM
from finance.settings.commands import (
    AnchorBillingPeriods,
    CloseBooks,
    FinanceCommand,
    NotePromise,
    RaiseInvoices,
    SetChargingTerms,
    SetFranchiseFee,
    TakeBackPromise,
)
from finance.settings.decisions import (
    Circumstances,
    decide_anchor,
    decide_closing,
    decide_fee,
    decide_promise,
    decide_raising,
    decide_taking_back,
    decide_terms,
    find_promise,
)
from finance.settings.state import FinanceState
from network.access.homes import Homes
from network.access.viewer import Viewer
from network.deciding import Refused, record_once
from network.eventstore.event import Event
from network.eventstore.store import EventStore
from network.eventstore.stored import CommandReceipt, StreamAppend

CROWD = "Too many others decide for finance at this moment."


class PayersKnown(Protocol):
    """Knows who pays."""

    async def __call__(self, payer_id: UUID, home_id: UUID | None) -> bool:
        """Whether somebody is a payer, in any home or in one."""
        ...


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a decision."""

    version: int
    """How many decisions finance's stream holds; of a promise that stood already, its own version."""
    log_position: int
    repeated: bool
    recorded: int
    """How many facts it added; none where what was decided held already."""


class _Answer(msgspec.Struct, frozen=True):
    version: int
    recorded: int


class FinanceDecisions:
    """Finance's decisions: asked and made."""

    def __init__(
        self, store: EventStore, homes: Homes, payers: PayersKnown, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._homes = homes
        self._payers = payers
        self._clock = clock
        self._state = FinanceState()
        self._reading = asyncio.Lock()

    async def state(self, viewer: Viewer) -> FinanceState:
        """What finance has decided. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_books())
        await self._read_on()
        return self._state

    async def decide(
        self,
        viewer: Viewer,
        command: FinanceCommand,
        command_id: UUID,
        *,
        decided_at: datetime | None = None,
    ) -> Decided:
        """Record a decision of now, or of an earlier instant.

        Raises `NotRecorded`, `Forbidden`, and `NotYours` for a home not known.
        """
        viewer.check(viewer.may_keep_books())
        circumstances = Circumstances(decided_at or self._clock(), viewer.account_id, command_id)
        home_id = None
        if isinstance(command, RaiseInvoices | NotePromise) and command.home is not None:
            home_id = await self._homes.resolve(viewer, command.home)
        content = msgspec.json.encode([type(command).__name__, command])
        receipt = CommandReceipt(
            stream_id=FINANCE_STREAM,
            command_id=command_id,
            digest=hashlib.sha256(content).digest(),
            answer=b"",
        )

        async def attempt() -> Decided:
            await self._read_on()
            await self._check_payer(command, home_id)
            events = _decide(self._state, command, home_id, circumstances)
            return await self._append(events, receipt, _held(self._state, command, home_id))

        done = await record_once(self._store, receipt, attempt, CROWD)
        await self._read_on()
        return _repeated(done) if isinstance(done, CommandReceipt) else done

    async def _check_payer(self, command: FinanceCommand, home_id: UUID | None) -> None:
        """A promise of nobody, or of somebody who pays in other homes, would be chased for ever."""
        if isinstance(command, NotePromise) and not await self._payers(command.payer_id, home_id):
            raise Refused(
                "no_such_payer",
                "payer_id",
                "Nobody of that id pays in that home." if home_id else "There is no payer of that id.",
                "Give the id of a payer that `balances` lists.",
            )

    async def _append(self, events: Sequence[Event], receipt: CommandReceipt, held: int | None) -> Decided:
        before = self._state.version
        version = before + len(events) if held is None else held
        answer = msgspec.json.encode(_Answer(version, len(events)))
        appends = [StreamAppend(FINANCE_STREAM, before, events)] if events else []
        appended = await self._store.append(appends, [msgspec.structs.replace(receipt, answer=answer)])
        return Decided(version, appended.log_position, repeated=False, recorded=len(events))

    async def _read_on(self) -> None:
        async with self._reading:
            for stored in await self._store.read(FINANCE_STREAM, after=self._state.version):
                self._state.evolve(stored.event, stored.version)


def _held(state: FinanceState, command: FinanceCommand, home_id: UUID | None) -> int | None:
    """The version of a promise that stands already: who notes it again can take it back, and no other."""
    return find_promise(state, command, home_id) if isinstance(command, NotePromise) else None


def _decide(
    state: FinanceState, command: FinanceCommand, home_id: UUID | None, circumstances: Circumstances
) -> list[Event]:
    match command:
        case RaiseInvoices():
            return decide_raising(state, command, home_id, circumstances)
        case NotePromise():
            return decide_promise(state, command, home_id, circumstances)
        case _:
            return _DECIDERS[type(command)](state, command, circumstances)


_DECIDERS: Mapping[type[FinanceCommand], Callable[[FinanceState, Any, Circumstances], list[Event]]] = {
    SetChargingTerms: decide_terms,
    SetFranchiseFee: decide_fee,
    AnchorBillingPeriods: decide_anchor,
    CloseBooks: decide_closing,
    TakeBackPromise: decide_taking_back,
}
"""Of decisions that name no home."""


def _repeated(known: CommandReceipt) -> Decided:
    answer = msgspec.json.decode(known.answer, type=_Answer)
    return Decided(answer.version, known.position, repeated=True, recorded=answer.recorded)
