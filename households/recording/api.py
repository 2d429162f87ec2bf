"""Recording over HTTP: one address for each kind of command, made from the register of commands."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from households.recording.commands import CommandKind
from households.recording.form_commands import reader_of
from households.recording.service import Envelope, Households, Recorded
from network.access.authentication import viewer_of
from network.access.homes import Homes
from network.web.answer import json_answer
from network.web.body import is_form_or_json, json_body, read_form
from network.web.idempotency import FORM_FIELD, HEADER, command_id_of, instant_of
from network.web.operation import Answer, Header, JsonSchema, Operation
from network.web.problem import Problem, ProblemKind
from network.web.sent_command import FORM_FIELDS, KEY_HEADER, NEXT_FIELD, next_page, take_only

MADE_AT, SENT_AT = "Made-At", "Sent-At"
Clock = Callable[[], datetime]


class Receipt(msgspec.Struct, frozen=True, kw_only=True, rename={"record_id": "id"}):
    """That a fact is recorded."""

    record_id: Annotated[
        str | None, msgspec.Meta(description="The event's public id; null where nothing had changed.")
    ]
    log_position: Annotated[int, msgspec.Meta(description="Opaque: wait for it to read your own write.")]
    version: Annotated[int, msgspec.Meta(description="How many facts the home's stream holds now.")]
    set_aside: Annotated[bool, msgspec.Meta(description="Whether a rule refused the fact, and it waits.")]


_HOME: JsonSchema = {"type": "string", "minLength": 1, "description": "The home's id, or its reference."}
_HEADERS = (
    KEY_HEADER,
    Header(
        name=MADE_AT,
        description="From an outbox: when the record was made, by the device's clock.",
        schema={"type": "string", "format": "date-time"},
    ),
    Header(
        name=SENT_AT,
        description="From an outbox: the device's clock as it sends; needed with Made-At.",
        schema={"type": "string", "format": "date-time"},
    ),
)
_PROBLEMS = (
    ProblemKind.FORBIDDEN,
    ProblemKind.NOT_FOUND,
    ProblemKind.CONFLICT,
    ProblemKind.INVALID,
    ProblemKind.REFUSED,
    ProblemKind.OTHER_CONTENT,
)


def command_operations(
    kinds: Sequence[CommandKind], households: Households, homes: Homes, clock: Clock
) -> list[Operation]:
    """An operation for every kind of command."""
    return [_operation(kind, CommandEndpoint(kind, households, homes, clock)) for kind in kinds]


class CommandEndpoint:
    """Answers one kind of command; a bare ASGI application, because this is the path that has to be fast."""

    def __init__(self, kind: CommandKind, households: Households, homes: Homes, clock: Clock) -> None:
        self.reader = reader_of(kind)
        self._kind = kind
        self._households = households
        self._homes = homes
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Record what is sent and answer with its receipt."""
        request = Request(scope, receive)
        response = await self._record(request)
        await response(scope, receive, send)

    async def _record(self, request: Request) -> Response:
        viewer = viewer_of(request)
        home_id = await self._homes.resolve(viewer, request.path_params["home"])
        request.scope["state"]["home_id"] = home_id
        viewer.check(self._kind.may(viewer, home_id), home_id)
        if is_form_or_json(request):
            fields = await read_form(request)
            key = take_only(fields, FORM_FIELD)
            then = next_page(take_only(fields, NEXT_FIELD))
            command = self.reader.from_form(request.path_params, fields)
        else:
            key, then = None, None
            command = self.reader.from_json(request.path_params, await json_body(request))
        envelope = self._envelope(request, key)
        recorded = await self._households.record(viewer, home_id, command, envelope)
        request.scope["state"]["position"] = recorded.log_position
        return _answer(request, recorded, then)

    def _envelope(self, request: Request, key: str | None) -> Envelope:
        header = request.headers.get(HEADER)
        made_at = instant_of(request.headers.get(MADE_AT), MADE_AT)
        sent_at = instant_of(request.headers.get(SENT_AT), SENT_AT)
        if made_at is not None and sent_at is None:
            raise Problem(
                ProblemKind.INVALID,
                "Made-At came without Sent-At.",
                field=SENT_AT,
                remedy="Send the device's clock in Sent-At, so that Made-At can be corrected by it.",
            )
        return Envelope(
            command_id=command_id_of(header) if header is not None else command_id_of(key, FORM_FIELD),
            now=self._clock(),
            made_at=made_at,
            sent_at=sent_at,
            from_outbox=made_at is not None,
        )


def _operation(kind: CommandKind, endpoint: CommandEndpoint) -> Operation:
    return Operation(
        name=kind.name,
        method="POST",
        path=kind.path,
        endpoint=endpoint,
        tag=kind.subject,
        summary=kind.sentence,
        path_parameters={"home": _HOME, **_path_schemas(kind)},
        headers=_HEADERS,
        body=endpoint.reader.body,
        takes_form=True,
        form_fields=FORM_FIELDS,
        answers={
            201: Answer(description="Recorded, now or when it was sent before.", kind=Receipt),
            202: Answer(description="A rule refuses what an outbox sent: it is set aside.", kind=Receipt),
            303: Answer(description="Recorded; a browser's form asked to go on to a page."),
        },
        problems=_PROBLEMS,
    )


def _path_schemas(kind: CommandKind) -> dict[str, JsonSchema]:
    types = {f.name: f.type for f in msgspec.structs.fields(kind.command)}
    return {name: msgspec.json.schema(types[name]) for name in kind.path_fields}


def _answer(request: Request, recorded: Recorded, then: str | None) -> Response:
    headers = {"Idempotent-Replayed": "true"} if recorded.repeated else {}
    if then is not None and "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(then, status_code=303, headers=headers)
    receipt = Receipt(
        record_id=recorded.id,
        log_position=recorded.log_position,
        version=recorded.version,
        set_aside=recorded.set_aside,
    )
    return json_answer(receipt, 202 if recorded.set_aside else 201, headers)
