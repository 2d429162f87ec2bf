"""Takes in what devices bring: each record by itself, so that one bad record holds up none behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec
import structlog

from households.events import Event, PaymentReceived, RecordSetAside
from households.outbox.order import PutOff
from households.outbox.outcome import Became, Outcome, in_doubt, waits
from households.outbox.records import (
    OutboxRecord,
    command_of,
    commands_named,
    kind_of,
    open_record,
    read_sealed,
    typed_of,
)
from households.outbox.sealing import OutboxKeys
from households.payments import ReceivePayment
from households.recording.command import Command
from households.recording.commands import CommandKind
from households.recording.envelope import Envelope, Recorded, again, recorded
from households.recording.errors import KeyReused
from households.recording.service import Households
from households.rules import CLOCKS_DIFFER
from households.set_aside import FORM_NOT_READ, SetAside
from network.access.devices.makers import Doubt, Maker, MakerGrant, Makers
from network.access.homes import Homes
from network.access.viewer import AccessError
from network.eventstore.record_id import RecordId
from network.eventstore.store import EventStore
from network.web.problem import Problem, ProblemKind, key_reused

_log = structlog.stdlib.get_logger("hearth.outbox")
NEVER_ARRIVED = 10**18 - 1
"""The version that no stream reaches: stands for a record that was refused, in what followed on it."""


class Grants(Protocol):
    """Who reads what a device says about who made a record."""

    def read(self, text: str) -> MakerGrant:
        """The grant; raises `AccessError` where the network did not sign it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who brings records, and the two clocks as they do."""

    account_id: UUID
    homes: frozenset[UUID]
    """Whose colleagues' records they may bring; their own they bring from wherever it was."""
    sent_at: datetime
    """The device's clock."""
    now: datetime
    attended: bool
    """Whether the person still looks at the form: then a rule's refusal is theirs to mend."""


class Outbox:
    """Takes in records. `problem_of` says what an error means, None where it is our own fault."""

    def __init__(
        self,
        *,
        keys: OutboxKeys,
        grants: Grants,
        makers: Makers,
        homes: Homes,
        households: Households,
        store: EventStore,
        problem_of: Callable[[Exception], Problem | None],
    ) -> None:
        self._keys = keys
        self._grants = grants
        self._makers = makers
        self._homes = homes
        self._households = households
        self._store = store
        self._problem_of = problem_of

    async def deliver(
        self, sender: Sender, records: Sequence[object], waiting: Sequence[UUID] | None = None
    ) -> list[Outcome]:
        """What became of each record, in order. Raises nothing of a single record's.

        `waiting` are the commands that the device keeps besides, None where it does not say.
        """
        put_off = PutOff(waiting)
        return [await self._take_in(sender, sent, put_off) for sent in records]

    async def has(self, command_id: UUID, home_id: UUID) -> bool:
        """Whether a command was recorded in a home; it may no longer be, after a restore."""
        return await self._store.find_receipt(home_id, command_id) is not None

    async def _take_in(self, sender: Sender, sent: object, put_off: PutOff) -> Outcome:
        command_id, content = _id_of(sent), None
        try:
            sealed = read_sealed(sent)
            content = open_record(sealed, self._keys)
            return await self._record(sender, sealed.id, content, put_off)
        except Exception as error:  # noqa: BLE001 - whatever it is, the records behind it are taken in
            problem = self._problem_of(error)
            if problem is None:
                _log.exception("a record from an outbox could not be taken in", command_id=str(command_id))
            if problem is None or problem.kind is ProblemKind.BUSY:
                # What we stumble over may go on so for days: it holds up nobody's other records.
                put_off.add(command_id, content, is_for_now=problem is not None)
                return Outcome(id=command_id, became=Became.LATER, why=problem)
            return Outcome(id=command_id, became=Became.REFUSED, why=problem)

    async def _record(
        self, sender: Sender, command_id: UUID, content: OutboxRecord, put_off: PutOff
    ) -> Outcome:
        kind = kind_of(content)
        put_off.check(content)
        grant = self._grant(content)
        made_at = _corrected(content.made_at, sender)
        maker = await self._makers.find(grant, made_at)
        home_id = await self._homes.resolve(maker.anywhere, content.home)
        if grant.account_id != sender.account_id and home_id not in sender.homes:
            raise _of_another_home()
        made = await self._made(content, home_id, put_off)
        command = _read(kind, content, made, made_at, sender)
        if isinstance(command, SetAside):
            maker.as_granted.check(kind.may(maker.as_granted, home_id), home_id)
        fact = _Fact(home_id, kind, command, _envelope(command_id, content, maker, sender))
        doubt = maker.doubt_in(home_id)
        try:
            if doubt is not None or isinstance(command, SetAside):
                return await self._set_aside(fact, maker, doubt)
            answer = await self._households.record(maker.viewer, home_id, command, fact.envelope)
        except KeyReused:
            return await self._set_aside_before(fact)
        return await self._outcome(fact, answer)

    def _grant(self, content: OutboxRecord) -> MakerGrant:
        try:
            return self._grants.read(content.grant)
        except AccessError:
            raise Problem(
                ProblemKind.FORBIDDEN,
                "The record does not say who made it in a way that this network signed.",
                field="grant",
                remedy="Sign in on this device, and record it again.",
            ) from None

    async def _made(self, content: OutboxRecord, home_id: UUID, put_off: PutOff) -> Mapping[UUID, str]:
        """The records that commands made which the path names; one that was refused never will be."""
        named = commands_named(content)
        receipts = await self._store.find_receipts([(home_id, command_id) for command_id in named])
        found = {receipt.command_id: recorded(receipt, receipt.position).id for receipt in receipts}
        put_off.check_unknown(named - found.keys())
        never = str(RecordId(home_id, NEVER_ARRIVED))
        return {command_id: found.get(command_id) or never for command_id in named}

    async def _set_aside(self, fact: "_Fact", maker: Maker, doubt: Doubt | None) -> Outcome:
        """Keep the fact for a person to see to, unless it was recorded before there was any doubt."""
        request = self._households.request(maker.as_granted, fact.home_id, fact.command, fact.envelope)
        receipt = await self._store.find_receipt(fact.home_id, fact.envelope.command_id)
        if receipt is not None and isinstance(fact.command, SetAside):
            return await self._set_aside_before(fact)
        if receipt is not None:
            return await self._outcome(fact, again(receipt, request))
        kept = _kept(fact, request.command, doubt)
        answer = await self._households.record(maker.as_granted, fact.home_id, kept, fact.envelope)
        return _outcome(fact, Became.SET_ASIDE, answer, waits(kept.rule))

    async def _set_aside_before(self, fact: "_Fact") -> Outcome:
        """The answer to a fact that was set aside without any rule; other content is a `Problem`."""
        receipt = await self._store.find_receipt(fact.home_id, fact.envelope.command_id)
        answer = None if receipt is None else recorded(receipt, receipt.position, repeated=True)
        rule = None if answer is None else await self._rule(answer)
        if answer is not None and rule is None and isinstance(fact.command, SetAside):
            # A release that could read it has recorded it.
            return _outcome(fact, Became.RECEIVED, answer)
        if answer is None or rule is None:
            raise key_reused()
        return _outcome(fact, Became.SET_ASIDE, answer, waits(rule))

    async def _outcome(self, fact: "_Fact", answer: Recorded) -> Outcome:
        if not answer.set_aside:
            return _outcome(fact, Became.RECEIVED, answer, await self._question(fact, answer))
        rule = await self._rule(answer)
        return _outcome(fact, Became.SET_ASIDE, answer, waits(rule))

    async def _question(self, fact: "_Fact", answer: Recorded) -> Problem | None:
        """What is still to be said of a record that was received: whether a payment was made twice."""
        if not isinstance(fact.command, ReceivePayment):
            return None
        first = await self._first(answer)
        is_in_doubt = isinstance(first, PaymentReceived) and first.possible_duplicate_of is not None
        return in_doubt() if is_in_doubt else None

    async def _rule(self, answer: Recorded) -> str | None:
        """The rule that a record was set aside under; None where it was not."""
        first = await self._first(answer)
        return first.rule if isinstance(first, RecordSetAside) else None

    async def _first(self, answer: Recorded) -> Event | None:
        """The event that a command made, as it stands in the home's stream."""
        if answer.id is None:
            return None
        record_id = RecordId.parse(answer.id)
        return (await self._store.read_record(record_id.stream_id, record_id.version))[0].event


@dataclass(frozen=True, slots=True)
class _Fact:
    home_id: UUID
    kind: CommandKind
    command: Command
    envelope: Envelope


def _envelope(command_id: UUID, content: OutboxRecord, maker: Maker, sender: Sender) -> Envelope:
    is_anothers = sender.account_id != maker.viewer.account_id
    return Envelope(
        command_id=command_id,
        now=sender.now,
        sent_by=sender.account_id if is_anothers else None,
        made_at=content.made_at,
        sent_at=sender.sent_at,
        from_outbox=not sender.attended,
    )


def _read(
    kind: CommandKind, content: OutboxRecord, made: Mapping[UUID, str], made_at: datetime, sender: Sender
) -> Command:
    """The command that a form says; of one that comes to none, that it is kept to be recorded anew."""
    try:
        return command_of(kind, content, made, made_at)
    except Problem as problem:
        # While somebody looks at the form, it is theirs to mend.
        if sender.attended or problem.kind is not ProblemKind.INVALID:
            raise
        typed = msgspec.json.encode(typed_of(kind, content, made, made_at)).decode()
        return SetAside(command=kind.name, record_class=kind.record_class, content=typed, rule=FORM_NOT_READ)


def _kept(fact: _Fact, command: Command, doubt: Doubt | None) -> SetAside:
    """The fact as it is kept for a person to see to."""
    if isinstance(command, SetAside):
        return command
    return SetAside(
        command=fact.kind.name,
        record_class=fact.kind.record_class,
        content=msgspec.json.encode(command).decode(),
        rule=doubt.value if doubt else "",
    )


def _of_another_home() -> Problem:
    """Not refused for good: the device keeps it for whoever may bring it."""
    return Problem(
        ProblemKind.BUSY,
        "A colleague of another home recorded this.",
        remedy="It stays on this device, and is sent when somebody of that home signs in here.",
    )


def _corrected(made_at: datetime, sender: Sender) -> datetime:
    """When it was made, by the server's clock as far as the device's differs much."""
    shift = sender.now - sender.sent_at
    return made_at + shift if abs(shift) > CLOCKS_DIFFER else made_at


def _outcome(fact: _Fact, became: Became, answer: Recorded, why: Problem | None = None) -> Outcome:
    return Outcome(
        id=fact.envelope.command_id,
        became=became,
        record_id=answer.id,
        log_position=answer.log_position,
        why=why,
    )


def _id_of(sent: object) -> UUID | None:
    """The id under which a device keeps a record, even where nothing else of it can be read."""
    try:
        return msgspec.convert(sent, _Identified).id
    except msgspec.ValidationError:
        return None


class _Identified(msgspec.Struct, frozen=True):
    id: UUID
