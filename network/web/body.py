"""Reads a request's body as the JSON or the form that it says it is."""

from collections.abc import AsyncGenerator
from typing import TypeVar
from urllib.parse import parse_qsl
from uuid import UUID

import msgspec
from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from network.web.parser import Parser
from network.web.problem import Problem, ProblemKind, not_found

JSON = "application/json"
URL_ENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
FORM_TYPES = (URL_ENCODED, MULTIPART)
MOST_FIELDS = 200

_MULTIPART_UNREADABLE = (
    "The form can't be read: it is cut off, holds a file, or is not UTF-8.",
    "Send the fields as text in UTF-8, with the boundary that the header names.",
)

T = TypeVar("T", bound=msgspec.Struct)


def media_type_of(request: Request) -> str:
    """The body's media type, without parameters; JSON where nothing is said."""
    return request.headers.get("content-type", JSON).partition(";")[0].strip().lower()


def is_form(request: Request) -> bool:
    """Whether a form was sent, by a browser or like one."""
    return media_type_of(request) in FORM_TYPES


def is_form_or_json(request: Request) -> bool:
    """Whether a form was sent, where JSON is read as well; a `Problem` where it is neither."""
    if media_type_of(request) not in (JSON, *FORM_TYPES):
        raise _unsupported(JSON, *FORM_TYPES)
    return is_form(request)


def uuid_in_path(request: Request, name: str) -> UUID:
    """An id in the address; what can't be an id is the id of nothing."""
    found = uuid_or_none(request.path_params[name])
    if found is None:
        raise not_found()
    return found


def uuid_or_none(text: str) -> UUID | None:
    """An id that an address names, None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


async def read_json(request: Request, parser: Parser[T]) -> T:
    """The object in a JSON body, or a `Problem`."""
    return parser.from_json(await json_body(request))


async def json_body(request: Request) -> bytes:
    """A body that says it is JSON, unread, or a `Problem`."""
    if media_type_of(request) != JSON:
        raise _unsupported(JSON)
    return await request.body()


async def read_form(request: Request) -> dict[str, list[str]]:
    """The fields of a form, each with all its values in order, or a `Problem`."""
    kind = media_type_of(request)
    if kind == URL_ENCODED:
        pairs = _url_encoded(await request.body())
    elif kind == MULTIPART:
        pairs = await _multipart(request)
    else:
        raise _unsupported(*FORM_TYPES)
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def _url_encoded(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except UnicodeDecodeError:
        raise _unreadable(
            "The form is not UTF-8, percent-encoded.", "Encode the form's text as UTF-8."
        ) from None
    except ValueError:
        raise _unreadable(
            f"The form has more than {MOST_FIELDS} fields.", "Send the fields of one record."
        ) from None


async def _multipart(request: Request) -> list[tuple[str, str]]:
    """The fields; checked to be whole and UTF-8 first, because the parser reads anything else as Latin-1."""
    body = await request.body()
    _, parameters = parse_options_header(request.headers["content-type"])
    boundary = parameters.get(b"boundary", b"")
    if parameters.get(b"charset", b"utf-8").lower() != b"utf-8" or b"--" + boundary + b"--" not in body:
        raise _unreadable(*_MULTIPART_UNREADABLE)
    try:
        body.decode("utf-8")
        # A text is as long as the body at most; which field is too long is said where it is read.
        parser = MultiPartParser(
            request.headers, _whole(body), max_files=0, max_fields=MOST_FIELDS, max_part_size=len(body)
        )
        form = await parser.parse()
    except (MultiPartException, UnicodeDecodeError):
        raise _unreadable(*_MULTIPART_UNREADABLE) from None
    return [(name, value) for name, value in form.multi_items() if not isinstance(value, UploadFile)]


async def _whole(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


def _unreadable(detail: str, remedy: str) -> Problem:
    return Problem(ProblemKind.MALFORMED, detail, field="body", remedy=remedy)


def _unsupported(*readable: str) -> Problem:
    """The body is in none of the formats that are read at its address."""
    return Problem(
        ProblemKind.UNSUPPORTED_MEDIA_TYPE,
        "The Content-Type is none that is read here.",
        field="Content-Type",
        remedy=f"Send {' or '.join(readable)}.",
        headers={"Accept-Post": ", ".join(readable)},
    )
