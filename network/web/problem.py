"""Errors as RFC 9457 problems: what is wrong, in which field, and what to do about it.

Nothing that was sent is repeated in a problem, apart from the names of fields: the
text may be about a person, and problems end up in logs and screenshots.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Annotated

import msgspec
from starlette.responses import Response

from network.deciding import Busy, KeyReused, Refused

MEDIA_TYPE = "application/problem+json"


class ProblemKind(Enum):
    """Every kind of problem there is: its status, title and meaning. The name never changes."""

    MALFORMED = (
        400,
        "The request can't be read",
        "It is not the JSON or the form that it says it is, or not UTF-8. Nothing was recorded.",
    )
    UNRECOGNISED = (
        401,
        "You are not signed in",
        "No token came along, or one that is unknown, has expired or was revoked.",
    )
    FORBIDDEN = (
        403,
        "Your role does not allow this",
        "Your account is known, but its role is for other things.",
    )
    CROSS_SITE = (
        403,
        "This was sent from another site",
        "A browser sent it with its cookies from a page that is not of this service. Nothing was recorded.",
    )
    NOT_FOUND = (
        404,
        "There is nothing here that you can see",
        "It does not exist, or it belongs to a home that is not yours: the answer is the same.",
    )
    METHOD_NOT_ALLOWED = (
        405,
        "This address does not do that",
        "The header Allow lists the methods that it has.",
    )
    TOO_SLOW = (
        408,
        "The request came too slowly",
        "Its body was not there in time. Nothing was recorded.",
    )
    CONFLICT = (
        409,
        "This can't be done as things stand",
        "Somebody else was quicker. Look at how things stand, and send it again if it is still meant.",
    )
    TOO_LARGE = (
        413,
        "The request is too large",
        "More was sent at once than is read.",
    )
    UNSUPPORTED_MEDIA_TYPE = (
        415,
        "The request is in a format that is not read here",
        "Send JSON, or a form where the description says so.",
    )
    INVALID = (
        422,
        "A field is not as it should be",
        "It is missing, unknown, of the wrong type, or out of its bounds. Nothing was recorded.",
    )
    REFUSED = (
        422,
        "A rule refuses this",
        "It is well written, but can't be so as things stand; `code` names the rule. Nothing was recorded.",
    )
    OTHER_CONTENT = (
        422,
        "The key was used before with other content",
        "An Idempotency-Key names one record for ever. Nothing was recorded.",
    )
    TOO_MANY_ATTEMPTS = (
        429,
        "It was tried too often",
        "It was wrong, or was asked for, too often. Wait as long as Retry-After says; nothing is locked.",
    )
    INTERNAL = (
        500,
        "Something went wrong here",
        "It is our fault, and it is in the log.",
    )
    BUSY = (
        503,
        "The service is busy",
        "Wait as long as Retry-After says, then send the same again, with the same Idempotency-Key.",
    )

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.value[0]

    @property
    def title(self) -> str:
        """The same sentence for every problem of the kind."""
        return self.value[1]

    @property
    def meaning(self) -> str:
        """What it means, for who looks it up."""
        return self.value[2]

    @property
    def slug(self) -> str:
        """The kind as it stands in the problem's `type`."""
        return self.name.lower().replace("_", "-")


class ProblemDocument(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True, rename={"kind": "type"}):
    """What went wrong, as RFC 9457 has it."""

    kind: Annotated[str, msgspec.Meta(description="What kind of problem: an address that explains it.")]
    title: Annotated[str, msgspec.Meta(description="The kind in a sentence.")]
    status: Annotated[int, msgspec.Meta(ge=400, le=599, description="The HTTP status.")]
    detail: Annotated[str, msgspec.Meta(description="What is wrong this time.")]
    code: Annotated[str | None, msgspec.Meta(description="The rule that refuses, for programs.")] = None
    field: Annotated[str | None, msgspec.Meta(description="The field that is wrong.")] = None
    remedy: Annotated[str | None, msgspec.Meta(description="What to do.")] = None
    request_id: Annotated[str | None, msgspec.Meta(description="Names this request in the log.")] = None


class Problem(Exception):
    """A request that can't be answered as asked."""

    def __init__(
        self,
        kind: ProblemKind,
        detail: str,
        *,
        remedy: str | None = None,
        field: str | None = None,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.remedy = remedy
        self.field = field
        self.code = code
        self.headers = dict(headers or {})

    def document(self, request_id: str | None) -> ProblemDocument:
        """The problem as it is sent."""
        return ProblemDocument(
            kind=f"/problems/{self.kind.slug}",
            title=self.kind.title,
            status=self.kind.status,
            detail=self.detail,
            code=self.code,
            field=self.field,
            remedy=self.remedy,
            request_id=request_id,
        )

    def response(self, request_id: str | None) -> Response:
        """The problem as an answer."""
        return Response(
            msgspec.json.encode(self.document(request_id)),
            status_code=self.kind.status,
            media_type=MEDIA_TYPE,
            headers=self.headers,
        )


ProblemOf = Callable[[Exception], Problem | None]
"""What an error is answered with; None for what is not known here."""


def not_found() -> Problem:
    """The one answer to what is not there and to what is not yours, so that they can't be told apart."""
    return Problem(
        ProblemKind.NOT_FOUND,
        "There is nothing at this address, or nothing that you can see.",
        remedy="Check the address and the home's reference.",
    )


def busy(detail: str = "No database connection was free in time.") -> Problem:
    """What is asked may well work in a moment."""
    return Problem(
        ProblemKind.BUSY,
        detail,
        remedy="Send the same request again in a moment; with the same Idempotency-Key it is recorded once.",
        headers={"Retry-After": "1"},
    )


def key_reused() -> Problem:
    """The idempotency key belongs to something else."""
    return Problem(
        ProblemKind.OTHER_CONTENT,
        "This Idempotency-Key came before with other content.",
        field="Idempotency-Key",
        remedy=KeyReused.remedy,
    )


def decision_problem(error: Exception) -> Problem | None:
    """Why a command was not recorded; None where the error is of something else."""
    match error:
        case Refused():
            return Problem(
                ProblemKind.REFUSED, error.message, field=error.field, remedy=error.remedy, code=error.code
            )
        case KeyReused():
            return key_reused()
        case Busy():
            return busy(str(error))
        case _:
            return None


def chain(*sources: ProblemOf) -> ProblemOf:
    """The first problem that one of several makes of an error."""

    def problem_of(error: Exception) -> Problem | None:
        if isinstance(error, Problem):
            return error
        return next((problem for source in sources if (problem := source(error)) is not None), None)

    return problem_of
