"""What comes over HTTP or a WebSocket, read strictly; the media type and status of what goes back."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

import msgspec
from starlette.datastructures import QueryParams
from strawberry.http import GraphQLRequestData, GraphQLRequestProtocol

from network.web.parser import sent_twice
from network.web.problem import Problem, ProblemKind
from network.web.repeated import repeated_field

JSON = "application/json"
GRAPHQL_RESPONSE = "application/graphql-response+json"
EXAMPLE = 'Send JSON such as {"query": "{ homes { totalCount } }"} with Content-Type: application/json.'

T = TypeVar("T")


def asked_in_body(
    content_type: str | None, body: bytes, protocol: GraphQLRequestProtocol
) -> GraphQLRequestData:
    """The request in a POST. Raises `Problem`."""
    if media_type_of(content_type or "") != JSON:
        raise Problem(ProblemKind.UNSUPPORTED_MEDIA_TYPE, "A document is read as JSON only.", remedy=EXAMPLE)
    sent = decoded(body, "The body")
    if isinstance(sent, list):
        raise Problem(
            ProblemKind.MALFORMED,
            "The body is a list, and a request asks one document.",
            remedy="Send documents one by one, or ask for several fields in one.",
        )
    if not isinstance(sent, dict):
        raise Problem(ProblemKind.MALFORMED, "The body is not a JSON object.", remedy=EXAMPLE)
    return _request(cast("dict[str, Any]", sent), protocol)


def asked_in_address(params: QueryParams, protocol: GraphQLRequestProtocol) -> GraphQLRequestData:
    """The request in a GET, whose variables are JSON in the address. Raises `Problem`."""
    sent: dict[str, Any] = dict(params)
    for name in sent:
        if len(params.getlist(name)) > 1:
            raise Problem(
                ProblemKind.MALFORMED, "A parameter is there twice.", field=name, remedy="Send each once."
            )
    for name in ("variables", "extensions"):
        if name in sent:
            # Forms send a field that is empty as no text.
            sent[name] = decoded(sent[name], f"The parameter {name}", name) if sent[name] else None
    return _request(sent, protocol)


def decoded(text: str | bytes, what: str, field: str | None = None) -> Any:  # noqa: ANN401 - any JSON
    """Strictly: UTF-8, no lone surrogates, no NaN, no end of nesting, no name twice. Raises `Problem`."""
    try:
        read = msgspec.json.decode(text)
        twice = repeated_field(text if isinstance(text, str) else text.decode())
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Problem(ProblemKind.MALFORMED, f"{what} is not JSON.", field=field, remedy=EXAMPLE) from error
    if twice is not None:
        raise sent_twice(f"{field}.{twice}" if field else twice, ProblemKind.MALFORMED)
    return read


def _request(sent: Mapping[str, Any], protocol: GraphQLRequestProtocol) -> GraphQLRequestData:
    query = _of_kind(sent, "query", str, "text")
    if not query:
        raise Problem(
            ProblemKind.MALFORMED, "There is no document in the request.", field="query", remedy=EXAMPLE
        )
    return GraphQLRequestData(
        query=query,
        variables=_of_kind(sent, "variables", dict[str, Any], "an object"),
        # Many clients send the name of an unnamed operation as no text.
        operation_name=_of_kind(sent, "operationName", str, "text") or None,
        extensions=_of_kind(sent, "extensions", dict[str, Any], "an object"),
        protocol=protocol,
    )


def _of_kind(sent: Mapping[str, Any], name: str, kind: type[T], called: str) -> T | None:
    try:
        return msgspec.convert(sent.get(name), kind | None)
    except msgspec.ValidationError as error:
        raise Problem(
            ProblemKind.MALFORMED,
            f"{name} is not {called}.",
            field=name,
            remedy=f"Send {called} as {name}, or leave it out." if name != "query" else EXAMPLE,
        ) from error


class _Asked(msgspec.Struct, rename="camel"):
    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = None
    extensions: dict[str, Any] | None = None


class _Subscribe(msgspec.Struct, tag_field="type", tag="subscribe"):
    id: str
    payload: _Asked


class _Complete(msgspec.Struct, tag_field="type", tag="complete"):
    id: str


class _Init(msgspec.Struct, tag_field="type", tag="connection_init"):
    payload: dict[str, Any] | None = None


class _Ping(msgspec.Struct, tag_field="type", tag="ping"):
    payload: dict[str, Any] | None = None


class _Pong(msgspec.Struct, tag_field="type", tag="pong"):
    payload: dict[str, Any] | None = None


def what_is_wrong_with(message: object) -> str | None:
    """Why a message on a WebSocket is none of the protocol graphql-transport-ws; None where it is one."""
    try:
        msgspec.convert(message, _Subscribe | _Complete | _Init | _Ping | _Pong)
    except msgspec.ValidationError as error:
        # The reason of a close has room for 123 bytes; msgspec's words name types and places, not values.
        return str(error)[:100]
    return None


def media_type_of(header: str) -> str:
    """The media type alone, without parameters."""
    return header.partition(";")[0].strip().lower()


def answered_as(accept: str) -> str:
    """The media type to answer in: JSON, but where GraphQL's own is asked for by name and preferred.

    Whoever asks for anything else gets JSON too, which says more than a refusal. So does who
    asks for nothing: JSON's status is 200 whatever the document, as programs are used to.
    """
    wanted = {media_type_of(entry): _weight(entry) for entry in accept.split(",")}
    own = wanted.get(GRAPHQL_RESPONSE, 0.0)
    return GRAPHQL_RESPONSE if own > 0 and own >= wanted.get(JSON, 0.0) else JSON


def status_of(media_type: str, answer: Mapping[str, Any]) -> int:
    """400 where GraphQL's own media type tells that nothing was executed; JSON's status is always 200."""
    return 400 if media_type == GRAPHQL_RESPONSE and "data" not in answer else 200


def _weight(entry: str) -> float:
    for parameter in entry.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
