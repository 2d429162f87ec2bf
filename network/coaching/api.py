"""Support and shared learning over HTTP: one address for each kind of thing that can be said."""

from collections.abc import Mapping
from typing import Annotated

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from network.access.authentication import viewer_of
from network.access.homes import Homes
from network.coaching.kinds import LEARNING_KINDS, SUPPORT_KINDS, LearningKind, SupportKind
from network.coaching.service import Coaching
from network.coaching.streams import Said
from network.web.answer import json_answer
from network.web.operation import Answer, JsonSchema, Operation
from network.web.parser import Parser
from network.web.problem import ProblemKind
from network.web.sent_command import FORM_FIELDS, KEY_HEADER, read_command

SUPPORT_TAG, LEARNING_TAG = "Support", "Learning"
_HOME: JsonSchema = {"type": "string", "minLength": 1, "description": "The home's id, or its reference."}
_ABOUT: JsonSchema = {
    "type": "string",
    "minLength": 1,
    "description": "The id that was answered when it was written.",
}
_PROBLEMS = (
    ProblemKind.FORBIDDEN,
    ProblemKind.NOT_FOUND,
    ProblemKind.CONFLICT,
    ProblemKind.INVALID,
    ProblemKind.REFUSED,
    ProblemKind.OTHER_CONTENT,
)


class SaidReceipt(msgspec.Struct, frozen=True, kw_only=True, rename={"record_id": "id"}):
    """That something is written down."""

    record_id: Annotated[
        str | None,
        msgspec.Meta(description="The id of what was written; null where nothing had changed."),
    ]
    log_position: Annotated[
        int,
        msgspec.Meta(description="Opaque: wait for it to read your own write. 0 where nothing was recorded."),
    ]
    version: Annotated[int, msgspec.Meta(description="How many facts this conversation holds now.")]


def coaching_operations(coaching: Coaching, homes: Homes) -> list[Operation]:
    """An operation for everything that can be said."""
    return [
        *(_support(kind, SayingInSupport(kind, coaching, homes)) for kind in SUPPORT_KINDS),
        *(_learning(kind, Sharing(kind, coaching)) for kind in LEARNING_KINDS),
    ]


class SayingInSupport:
    """Takes one kind of thing that is said in a home's support."""

    def __init__(self, kind: SupportKind, coaching: Coaching, homes: Homes) -> None:
        self._kind = kind
        self._parser = Parser(kind.command)
        self._coaching = coaching
        self._homes = homes

    async def answer(self, request: Request) -> Response:
        """Write it down."""
        viewer = viewer_of(request)
        home_id = await self._homes.resolve(viewer, request.path_params["home"])
        request.scope["state"]["home_id"] = home_id
        viewer.check(self._kind.may(viewer, home_id), home_id)
        command, sent = await read_command(request, self._parser)
        about = request.path_params[self._kind.about] if self._kind.about else None
        said = await self._coaching.say(viewer, home_id, self._kind, command, sent.command_id, about)
        return _answer(request, said, sent.then)


class Sharing:
    """Takes one kind of thing that is said in the communities of practice."""

    def __init__(self, kind: LearningKind, coaching: Coaching) -> None:
        self._kind = kind
        self._parser = Parser(kind.command)
        self._coaching = coaching

    async def answer(self, request: Request) -> Response:
        """Write it down."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_share_learning())
        command, sent = await read_command(request, self._parser)
        about = request.path_params[self._kind.about] if self._kind.about else None
        said = await self._coaching.share(viewer, self._kind, command, sent.command_id, about)
        return _answer(request, said, sent.then)


def _support(kind: SupportKind, endpoint: SayingInSupport) -> Operation:
    return _operation(kind, endpoint, SUPPORT_TAG, {"home": _HOME})


def _learning(kind: LearningKind, endpoint: Sharing) -> Operation:
    return _operation(kind, endpoint, LEARNING_TAG, {})


def _operation(
    kind: SupportKind | LearningKind,
    endpoint: SayingInSupport | Sharing,
    tag: str,
    path: Mapping[str, JsonSchema],
) -> Operation:
    return Operation(
        name=kind.name,
        method="POST",
        path=kind.path,
        endpoint=endpoint.answer,
        tag=tag,
        summary=(kind.command.__doc__ or "").partition("\n")[0],
        path_parameters={**path, **({kind.about: _ABOUT} if kind.about else {})},
        headers=(KEY_HEADER,),
        body=kind.command,
        takes_form=True,
        form_fields=FORM_FIELDS,
        answers={
            201: Answer(description="Written down, now or when it was sent before.", kind=SaidReceipt),
            303: Answer(description="Written down; a browser's form asked to go on to a page."),
        },
        problems=_PROBLEMS,
    )


def _answer(request: Request, said: Said, then: str | None) -> Response:
    headers = {"Idempotent-Replayed": "true"} if said.repeated else {}
    request.scope["state"]["position"] = said.log_position
    if then is not None and "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(then, status_code=303, headers=headers)
    receipt = SaidReceipt(record_id=said.id, log_position=said.log_position, version=said.version)
    return json_answer(receipt, 201, headers)
