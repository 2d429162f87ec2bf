"""The outbox over HTTP: the key to seal to, and where devices bring what they kept."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from households.outbox.delivery import Outbox, Sender
from households.outbox.outcome import Outcome
from households.outbox.sealing import OutboxKeys, PublicKey
from network.access.authentication import session_of, viewer_of
from network.access.viewer import Viewer
from network.eventstore.log import LogReader
from network.eventstore.record_id import RecordId
from network.web.answer import json_answer
from network.web.body import read_json
from network.web.operation import Answer, Header, Operation
from network.web.parser import Parser
from network.web.problem import Problem, ProblemKind

MOST_RECORDS, MOST_WAITING = 50, 1000
TAG = "Outbox"
MARK = "Hearth-Outbox"
"""A header that no form and no other site can send, beside what the service asks of every request."""
Clock = Callable[[], datetime]


class Acknowledged(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last record that the device was told is received."""

    id: UUID
    record: Annotated[
        str, msgspec.Meta(pattern="^[0-9a-f]{32}-[1-9][0-9]{0,17}$", description="The id it was given.")
    ]


class Delivery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a device brings."""

    sent_at: Annotated[datetime, msgspec.Meta(tz=True, description="The device's clock.")]
    records: Annotated[
        list[dict[str, Any]],
        msgspec.Meta(
            max_length=MOST_RECORDS,
            description="Sealed records, oldest first, as docs/offline.md lays them out; each is judged by "
            "itself.",
        ),
    ]
    acknowledged: Annotated[
        Acknowledged | None,
        msgspec.Meta(description="To find out whether the service was restored from before it."),
    ] = None
    waiting: Annotated[
        Annotated[list[UUID], msgspec.Meta(max_length=MOST_WAITING)] | None,
        msgspec.Meta(
            description="The ids of records before these that the device keeps for later: what follows on "
            "one of them is put off too. Where this is left out, so is what follows on any record that is "
            "not known here; where it is said, a record that is neither here nor waiting never will be.",
        ),
    ] = None
    attended: Annotated[
        bool,
        msgspec.Meta(
            description="Whether the person still looks at the form: a refusal is then theirs to mend, "
            "and nothing is set aside for it."
        ),
    ] = False


class RecordAnswer(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"record_id": "record"}
):
    """What became of one record."""

    became: Annotated[
        str,
        msgspec.Meta(
            description="received; set_aside, kept in the home until somebody sees to it; refused, for good; "
            "or later: keep it and send it again.",
            extra_json_schema={"enum": ["received", "set_aside", "refused", "later"]},
        ),
    ]
    id: UUID | None = None
    record_id: str | None = None
    log_position: int = 0
    reason: Annotated[
        str | None,
        msgspec.Meta(description="Why; of a record that was received, what is still to be found out."),
    ] = None
    remedy: str | None = None
    field: str | None = None
    code: str | None = None


class DeliveryAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a delivery's records, in their order."""

    answers: list[RecordAnswer]
    log_position: Annotated[int, msgspec.Meta(description="The last position of the log now.")]
    has_acknowledged: Annotated[
        bool | None,
        msgspec.Meta(description="Whether the record that was acknowledged is still there; null if none."),
    ]


_ATTENDED = Header(
    name=MARK,
    description="Any value. A browser sends it for this service's own scripts alone.",
    schema={"type": "string", "minLength": 1},
)


def outbox_operations(outbox: Outbox, keys: OutboxKeys, log: LogReader, clock: Clock) -> list[Operation]:
    """Taking in what devices kept."""
    edge = OutboxEdge(outbox, keys, log, clock)
    return [
        Operation(
            name="outbox-key",
            method="GET",
            path="/outbox/key",
            endpoint=edge.key,
            tag=TAG,
            summary="The public key that a device seals to what it keeps.",
            answers={200: Answer(description="This month's key.", kind=PublicKey)},
        ),
        Operation(
            name="outbox",
            method="POST",
            path="/outbox",
            endpoint=edge.take_in,
            tag=TAG,
            summary="Take in records that a device kept while there was no signal.",
            description="Each is judged by itself and answered in its place; sent again, it is recorded "
            "once. Who made it stands in the record, signed; who sends it is whoever asks: somebody of a "
            "home's team, or a guest, who is signed in on the device. A colleague's records are taken from "
            "somebody of the same home alone. Tokens bring none: programs record at a home's own addresses.",
            headers=(_ATTENDED,),
            body=Delivery,
            answers={200: Answer(description="What became of each record.", kind=DeliveryAnswer)},
            problems=(ProblemKind.FORBIDDEN,),
        ),
    ]


class OutboxEdge:
    """Answers at /outbox."""

    def __init__(self, outbox: Outbox, keys: OutboxKeys, log: LogReader, clock: Clock) -> None:
        self._outbox = outbox
        self._keys = keys
        self._log = log
        self._clock = clock
        self._parser = Parser(Delivery)

    async def key(self, _request: Request) -> Response:
        """The public key."""
        return json_answer(self._keys.current(self._clock()))

    async def take_in(self, request: Request) -> Response:
        """Take records in and say what became of them."""
        if not request.headers.get(MARK):
            raise Problem(
                ProblemKind.FORBIDDEN,
                "The delivery does not come from this service's own script.",
                field=MARK,
                remedy=f"Send the header {MARK}: 1.",
            )
        viewer = _bringer(request)
        delivery = await read_json(request, self._parser)
        sender = Sender(
            account_id=viewer.account_id,
            homes=viewer.homes,
            sent_at=delivery.sent_at,
            now=self._clock(),
            attended=delivery.attended,
        )
        outcomes = await self._outbox.deliver(sender, delivery.records, delivery.waiting)
        answer = DeliveryAnswer(
            answers=[_answer(outcome) for outcome in outcomes],
            log_position=await self._log.last_position(),
            has_acknowledged=await self._has(delivery.acknowledged),
        )
        return json_answer(answer)

    async def _has(self, acknowledged: Acknowledged | None) -> bool | None:
        if acknowledged is None:
            return None
        home_id = RecordId.parse(acknowledged.record).stream_id
        return await self._outbox.has(acknowledged.id, home_id)


def _bringer(request: Request) -> Viewer:
    """Somebody of a home's team who is signed in on the device: no others have to do with it."""
    viewer = viewer_of(request)
    if session_of(request) is None or not viewer.may_bring_records():
        raise Problem(
            ProblemKind.FORBIDDEN,
            "What waits on a device is brought by somebody of a home's team who is signed in on it.",
            remedy="Sign in on the device as somebody of the home. A program records at the home's own "
            "addresses, with its token.",
        )
    return viewer


def _answer(outcome: Outcome) -> RecordAnswer:
    why = outcome.why
    return RecordAnswer(
        became=outcome.became.value,
        id=outcome.id,
        record_id=outcome.record_id,
        log_position=outcome.log_position,
        reason=why.detail if why else None,
        remedy=why.remedy if why else None,
        field=why.field if why else None,
        code=why.code if why else None,
    )
