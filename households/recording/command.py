"""What every command is: frozen, checked once as it is made, so nobody checks it again.

A command's JSON is the wire format. Text is trimmed and brought to one Unicode form;
control characters, blank text, amounts out of range and impossible dates are `Invalid`.
"""

import re
import types
import typing
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

import msgspec

from households.recording.errors import Invalid

_NEVER = "\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\ufffe\\uffff"
"""DEL and C1 controls, line separators, and marks that make text read in another order than stored."""
_IN_A_LINE = re.compile(f"[\\u0000-\\u001f{_NEVER}\\ud800-\\udfff]")
_IN_PROSE = re.compile(f"[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f{_NEVER}\\ud800-\\udfff]")
FIRST_YEAR, LAST_YEAR = 1900, 2199

TypeCheck = Callable[[str, Any], Any]


def line(longest: int, description: str) -> msgspec.Meta:
    """One line of text."""
    return msgspec.Meta(
        min_length=1,
        max_length=longest,
        description=description,
        extra={"text": _IN_A_LINE},
        extra_json_schema={"pattern": f"^[^\\u0000-\\u001f{_NEVER}]*$"},
    )


def prose(description: str, longest: int = 4_000) -> msgspec.Meta:
    """Text of several lines."""
    return msgspec.Meta(
        min_length=1,
        max_length=longest,
        description=description,
        extra={"text": _IN_PROSE},
        extra_json_schema={"pattern": f"^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f{_NEVER}]*$"},
    )


def decimal(description: str, least: str, most: str, places: int = 2) -> msgspec.Meta:
    """An exact number between `least` and `most`, both included."""
    return msgspec.Meta(
        description=f"{description} From {least} to {most}, at most {places} decimals.",
        extra={"decimal": (Decimal(least), Decimal(most), Decimal(1).scaleb(-places))},
        extra_json_schema={
            "type": "string",
            "pattern": rf"^\d+(\.\d{{1,{places}}})?$",
            "examples": ["12.50"],
        },
    )


Reference = Annotated[str, line(60, "A reference, as the home writes it.")]
Money = Annotated[Decimal, decimal("Pounds.", "0.01", "999999.99")]
RecordReference = Annotated[
    str,
    msgspec.Meta(
        pattern="^[0-9a-f]{32}-[1-9][0-9]{0,17}$",
        description="The public id that was answered when the record was made.",
        extra={"written": "Use the id as it was answered when the record was made."},
    ),
]
Why = Annotated[str, prose("Why the record is amended.")]
Reason = Annotated[str, prose("Why the record is taken back.")]
Month = Annotated[
    str,
    msgspec.Meta(
        pattern="^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$",
        description="A month, as 2026-03.",
        extra={"written": "Write it as 2026-03."},
    ),
]


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something a home's team wants recorded."""

    def __post_init__(self) -> None:
        for field, check in _checks(type(self)):
            value = getattr(self, field)
            if value is not None:
                checked = check(field, value)
                if checked is not value:
                    msgspec.structs.force_setattr(self, field, checked)


@cache
def _checks(command: type[Command]) -> tuple[tuple[str, TypeCheck], ...]:
    """The checks of a command's fields beyond what msgspec does itself, made once for each type."""
    hints = typing.get_type_hints(command, include_extras=True)
    found = ((field, _check_of(hint)) for field, hint in hints.items() if field in command.__struct_fields__)
    return tuple((field, check) for field, check in found if check is not None)


def _check_of(hint: Any) -> TypeCheck | None:  # noqa: ANN401 - a type hint is anything
    origin = typing.get_origin(hint)
    if origin is Annotated:
        extra: dict[str, Any] = hint.__metadata__[0].extra or {}
        if "text" in extra:
            return _text_check(extra["text"])
        if "decimal" in extra:
            return _decimal_check(*extra["decimal"])
        return _check_of(hint.__origin__)
    if origin is tuple:
        inner = _check_of(typing.get_args(hint)[0])
        return None if inner is None else _each(inner)
    if origin in (typing.Union, types.UnionType):
        checks = [_check_of(part) for part in typing.get_args(hint)]
        return next((check for check in checks if check is not None), None)
    return _date_check if hint in (date, datetime) else None


def _text_check(refused: re.Pattern[str]) -> TypeCheck:
    def check(field: str, value: str) -> str:
        text = value.strip()
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if not text:
            raise Invalid(
                field, "The text is blank.", "Write something, or leave the field out if it may be left out."
            )
        if refused.search(text):
            raise Invalid(
                field, "The text holds control characters.", "Remove them; type the text anew if need be."
            )
        return value if text == value else text

    return check


def _decimal_check(least: Decimal, most: Decimal, step: Decimal) -> TypeCheck:
    def check(field: str, value: Decimal) -> Decimal:
        if not (value.is_finite() and least <= value <= most):
            raise Invalid(
                field, f"The number is not between {least} and {most}.", "Give a number in that range."
            )
        exact = value.quantize(step)
        if exact != value:
            places = -int(step.as_tuple().exponent)
            raise Invalid(field, f"The number has more than {places} decimals.", "Round it first.")
        # A minus before nothing would be shown.
        return abs(exact) if exact.is_zero() else exact

    return check


def _each(inner: TypeCheck) -> TypeCheck:
    def check(field: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(inner(field, value) for value in values)

    return check


def _date_check(field: str, value: date) -> date:
    """A day as it is; an instant in UTC, whatever offset it was said with."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Invalid(
            field,
            f"The year is not between {FIRST_YEAR} and {LAST_YEAR}.",
            "Check the date, as in 2026-03-31.",
        )
    if isinstance(value, datetime) and value.tzinfo is not UTC:
        return value.astimezone(UTC)
    return value
