"""What a program or a browser's form sends to record something: its fields, its key, and where to go on."""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar
from uuid import UUID

import msgspec
from starlette.requests import Request

from network.web.body import is_form_or_json, json_body, read_form
from network.web.idempotency import FORM_FIELD, HEADER, command_id_of
from network.web.operation import Header, JsonSchema
from network.web.parser import Parser
from network.web.problem import Problem, ProblemKind

NEXT_FIELD = "next"
KEY_HEADER = Header(
    name=HEADER,
    description="The client's own id of this record, best a UUID: sent again, it is recorded once. "
    "The same key with other content is refused.",
    schema={"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
)
FORM_FIELDS: Mapping[str, JsonSchema] = {
    FORM_FIELD: {
        "type": "string",
        "maxLength": 255,
        "pattern": "^[\\x21-\\x7e]*$",
        "description": f"What {HEADER} is to a program: a hidden field.",
    },
    NEXT_FIELD: {
        "type": "string",
        "pattern": "^(/(?![/\\\\])[^\\x00-\\x1f\\x7f]*)?$",
        "description": "The page of this service that a browser goes to afterwards.",
    },
}
"""The fields that only a form has."""

T = TypeVar("T", bound=msgspec.Struct)


class Sent(NamedTuple):
    """A command as it came."""

    command_id: UUID
    then: str | None
    """The page that a browser's form asks to go on to."""


async def read_command(request: Request, parser: Parser[T]) -> tuple[T, Sent]:
    """The command in a JSON body or a form, or a `Problem`."""
    header = request.headers.get(HEADER)
    if not is_form_or_json(request):
        command = parser.from_json(await json_body(request))
        return command, Sent(command_id_of(header), None)
    fields = await read_form(request)
    key = take_only(fields, FORM_FIELD)
    then = next_page(take_only(fields, NEXT_FIELD))
    command_id = command_id_of(header) if header is not None else command_id_of(key, FORM_FIELD)
    return parser.from_form(fields), Sent(command_id, then)


def take_only(fields: dict[str, list[str]], name: str) -> str | None:
    """Take a field that is the form's own out of the fields."""
    values = [value for value in fields.pop(name, []) if value]
    return values[-1] if values else None


def key_in_form(fields: dict[str, list[str]]) -> UUID:
    """Take a form's key out of its fields: the command's id. A `Problem` where it is no key."""
    return command_id_of(take_only(fields, FORM_FIELD), FORM_FIELD)


def next_page(sent: str | None) -> str | None:
    """A page of this service, never of another: a form must not become a way out."""
    if sent is None:
        return None
    if not sent.startswith("/") or sent[1:2] in ("/", "\\") or not sent.isprintable():
        raise Problem(
            ProblemKind.INVALID,
            "next is not a page of this service.",
            field=NEXT_FIELD,
            remedy="Send a path that begins with one slash, or leave it out.",
        )
    return sent
