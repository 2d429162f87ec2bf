"""From the bytes of a request to a typed object, or to a problem that names the field and the remedy."""

from typing import Any, Generic, TypeVar

import msgspec
from starlette.datastructures import QueryParams

from network.web.findings import Finding, finding_of
from network.web.form import FormShape
from network.web.problem import Problem, ProblemKind
from network.web.repeated import repeated_field
from network.web.values import ValueCheck

T = TypeVar("T", bound=msgspec.Struct)

_VALUES = ValueCheck()


class Parser(Generic[T]):
    """Reads one type, from JSON or from a form's fields; both end in the same object."""

    def __init__(self, kind: type[T]) -> None:
        self.kind = kind
        self._decoder = msgspec.json.Decoder(kind)
        self._form = FormShape(kind)

    def from_json(self, body: bytes) -> T:
        """The object in a JSON body, or a `Problem`."""
        try:
            parsed = self._decoder.decode(body)
            twice = repeated_field(body.decode())
        except msgspec.ValidationError as error:
            raise _invalid(finding_of(str(error), self.kind)) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise _unreadable(body) from None
        if twice is not None:
            raise sent_twice(twice, ProblemKind.INVALID)
        return checked(parsed)

    def from_form(self, fields: dict[str, list[str]]) -> T:
        """The object in a form's fields, or a `Problem`."""
        try:
            return self._converted(self._form.unflatten(fields))
        except Problem as problem:
            if problem.field is not None and self._is_there_twice(fields, problem.field):
                raise sent_twice(problem.field, ProblemKind.INVALID) from None
            raise

    def _is_there_twice(self, fields: dict[str, list[str]], name: str) -> bool:
        """Whether having several values is what is wrong: they become a list, or lines of a text."""
        values = [value for value in fields.get(name, []) if value]
        if len(values) < 2 or not self._form.takes_one(name):
            return False
        try:
            self._converted(self._form.unflatten({**fields, name: [" ".join(values)]}))
        except Problem as problem:
            return problem.field != name or not self._form.takes_text(name)
        return True

    def from_query(self, query: QueryParams) -> T:
        """The object in an address's query, or a `Problem`; unlike in a form, what is empty was meant."""
        fields: dict[str, str | list[str]] = {}
        for name in query:
            values = query.getlist(name)
            fields[name] = values[0] if len(values) == 1 else values
        return self._converted(fields)

    def _converted(self, fields: dict[str, Any]) -> T:
        try:
            parsed = msgspec.convert(fields, self.kind, strict=False)
        except msgspec.ValidationError as error:
            raise _invalid(finding_of(str(error), self.kind)) from None
        return checked(parsed)


def checked(parsed: T) -> T:
    """The object as it is, or a `Problem` for a value that can't be meant; also for what a page has made."""
    finding = _VALUES.first_wrong(parsed)
    if finding is not None:
        raise _invalid(finding)
    return parsed


def sent_twice(field: str, kind: ProblemKind) -> Problem:
    """A field that was sent twice, in one object of a JSON body or in a form, where either may be meant."""
    return Problem(kind, f"{field} is there twice.", field=field, remedy="Send each field once.")


def _invalid(finding: Finding) -> Problem:
    return Problem(ProblemKind.INVALID, finding.detail, field=finding.field, remedy=finding.remedy)


def _unreadable(body: bytes) -> Problem:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return Problem(
            ProblemKind.MALFORMED,
            f"The body is not UTF-8: byte {error.start} can't be read.",
            field="body",
            remedy="Send the body encoded as UTF-8.",
        )
    return Problem(
        ProblemKind.MALFORMED,
        "The body is not a JSON document." if body else "The body is empty.",
        field="body",
        remedy="Send one JSON object with the fields that /openapi.json lists.",
    )
