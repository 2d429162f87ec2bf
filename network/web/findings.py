"""What msgspec found wrong, said for a person, without repeating the value that was sent."""

import re
from typing import NamedTuple

import msgspec

from network.web.hints import TypeHint, choice_in, struct_in

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
        return _about_a_type(field, match["expected"], match["got"], match["rest"].strip())
    return Finding(
        field, f"{field} is not as it should be.", "Compare it with what /openapi.json says of it."
    )


def allowed_at(kind: TypeHint, path: str) -> list[str]:
    """The values that may stand at a path such as `facts.actions[2]`."""
    for name in [part for part in re.sub(r"\[[^\]]*\]", "", path).split(".") if part]:
        struct = struct_in(kind)
        fields = {field.encode_name: field.type for field in msgspec.structs.fields(struct)} if struct else {}
        kind = fields.get(name)
    choice = choice_in(kind)
    return [str(member.value) for member in choice] if choice else []


def _about_a_field(what: str, field: str) -> Finding:
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
        if rest.startswith("matching regex"):
            return Finding(field, f"{field} is not written as it should be.", f"Write it {rest}.")
        if "timezone" in rest:
            detail, remedy = _READABLE["RFC3339 encoded datetime"]
            return Finding(field, f"{field} {detail}.", remedy)
        return Finding(field, f"{field} is out of its bounds.", f"Send {_bounds(expected, rest)}.")
    wanted = expected.replace(" | null", "").replace(" | ", " or ")
    return Finding(field, f"{field} is of the wrong type: {got}.", f"Send it as {wanted}.")


def _bounds(expected: str, rest: str) -> str:
    """A bound such as `of length <= 5` or `>= 1`, in words."""
    sign, _, bound = rest.removeprefix("of length ").partition(" ")
    how = {"<=": "at most", ">=": "at least", "<": "less than", ">": "more than"}.get(sign, sign)
    what = "" if not rest.startswith("of length") else " characters" if "str" in expected else " items"
    return f"{how} {bound}{what}".strip()


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _short(name: str) -> str:
    return "".join(c for c in name if c.isprintable())[:_LONGEST_NAME]
