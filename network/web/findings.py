"""What msgspec found wrong, said for a person, without repeating the value that was sent."""

import re
from typing import NamedTuple

import msgspec

from network.web.hints import TypeHint, choice_in, struct_in, written_in

_PLACE = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_FIELD = re.compile(r"^Object (?P<what>missing required|contains unknown) field `(?P<name>.*)`", re.DOTALL)
_EXPECTED = re.compile(r"^Expected `(?P<expected>[^`]*)`(?:, got `(?P<got>[^`]*)`)?(?P<rest>.*)$", re.DOTALL)
_INVALID = re.compile(r"^Invalid (?P<what>RFC3339 encoded datetime|RFC3339 encoded date|UUID|decimal string)")
_LONGEST_NAME = 60

_READABLE = {
    "RFC3339 encoded date": ("is not a date", "Write the date as YYYY-MM-DD."),
    "RFC3339 encoded datetime": (
        "is not a time with its offset",
        "Write the time as YYYY-MM-DDTHH:MM:SS with Z or an offset such as +01:00.",
    ),
    "UUID": ("is not a UUID", "Write the id as it was answered, such as 3f2a….-….-…. in hexadecimal."),
    "decimal string": ("is not a decimal number", 'Write the number in a string, such as "1071.52".'),
}
_TYPES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "decimal": 'a number in a string, such as "1071.52"',
    "bool": "true or false",
    "array": "a list",
    "object": "an object with named fields",
    "null": "nothing",
    "date": "a date, as YYYY-MM-DD",
    "datetime": "a time with its offset, as YYYY-MM-DDTHH:MM:SSZ",
    "uuid": "the id as it was answered",
}
"""The types that msgspec names, for people who write no programs."""


class Finding(NamedTuple):
    """One thing that is wrong."""

    field: str
    detail: str
    remedy: str


def finding_of(message: str, kind: TypeHint) -> Finding:
    """Read msgspec's message about `kind`. What it repeats of the input is left out."""
    place = _PLACE.search(message)
    path = place["path"].lstrip(".") if place else ""
    text = message[: place.start()] if place else message
    if match := _FIELD.match(text):
        return _about_a_field(match["what"], _joined(path, _short(match["name"])))
    field = path or "body"
    if match := _INVALID.match(text):
        detail, remedy = _READABLE[match["what"]]
        return Finding(field, f"{field} {detail}.", remedy)
    if text.startswith("Invalid enum value"):
        return _about_a_choice(field, allowed_at(kind, path))
    if match := _EXPECTED.match(text):
        if match["rest"].startswith(" matching regex"):
            return _about_writing(field, hint_at(kind, path))
        return _about_a_type(field, match["expected"], match["got"], match["rest"].strip())
    return Finding(
        field, f"{field} is not as it should be.", "Compare it with what /openapi.json says of it."
    )


def allowed_at(kind: TypeHint, path: str) -> list[str]:
    """The values that may stand at a path such as `facts.actions[2]`."""
    choice = choice_in(hint_at(kind, path))
    return [str(member.value) for member in choice] if choice else []


def hint_at(kind: TypeHint, path: str) -> TypeHint:
    """The type of what stands at a path such as `facts.actions[2]`; None where nothing can."""
    for name in [part for part in re.sub(r"\[[^\]]*\]", "", path).split(".") if part]:
        struct = struct_in(kind)
        fields = {field.encode_name: field.type for field in msgspec.structs.fields(struct)} if struct else {}
        kind = fields.get(name)
    return kind


def _about_a_field(what: str, field: str) -> Finding:
    if not field:
        return Finding("body", "There is a field without a name.", "Leave it out, or name it.")
    if what.startswith("missing"):
        return Finding(field, f"{field} is missing.", f"Send {field}.")
    return Finding(field, f"There is no field {field} here.", "Leave it out; /openapi.json lists the fields.")


def _about_a_choice(field: str, allowed: list[str]) -> Finding:
    remedy = (
        f"Choose one of: {', '.join(allowed)}."
        if allowed
        else "Choose one of those that /openapi.json lists."
    )
    return Finding(field, f"{field} is not one of the values allowed.", remedy)


def _about_a_type(field: str, expected: str, got: str | None, rest: str) -> Finding:
    if got is None:
        if "timezone" in rest:
            detail, remedy = _READABLE["RFC3339 encoded datetime"]
            return Finding(field, f"{field} {detail}.", remedy)
        return Finding(field, f"{field} is out of its bounds.", f"Send {_bounds(expected, rest)}.")
    wanted = " or ".join(_TYPES.get(name, name) for name in expected.split(" | ") if name != "null")
    return Finding(field, f"{field} is of the wrong type: {_TYPES.get(got, got)}.", f"Send it as {wanted}.")


def _about_writing(field: str, kind: TypeHint) -> Finding:
    """A text that has not the form of its field, with the words that the field has for that form."""
    remedy = written_in(kind) or "Compare it with what /openapi.json says of it."
    return Finding(field, f"{field} is not written as it should be.", remedy)


def _bounds(expected: str, rest: str) -> str:
    """A bound such as `of length <= 5` or `>= 1`, in words."""
    sign, _, bound = rest.removeprefix("of length ").partition(" ")
    how = {"<=": "at most", ">=": "at least", "<": "less than", ">": "more than"}.get(sign, sign)
    one = "" if not rest.startswith("of length") else " character" if "str" in expected else " item"
    return f"{how} {bound}{one}{'s' if one and bound != '1' else ''}".strip()


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _short(name: str) -> str:
    return "".join(c for c in name if c.isprintable())[:_LONGEST_NAME]
