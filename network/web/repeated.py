"""Finds a name that stands twice in one JSON object: readers differ in which of the two they take."""

import json
from collections.abc import Sequence
from typing import Any

_LONGEST_NAME = 60
Pairs = Sequence[tuple[str, Any]]


class _Repeated(Exception):
    """A name stands twice in an object."""


class _Object(tuple[tuple[str, Any], ...]):
    """An object as it was written, every name as often as it stands there."""

    __slots__ = ()


def repeated_field(text: str) -> str | None:
    """The first field that a JSON document has twice, as `facts.actions[2].kind`; None where there is none.

    The document has been read before, so that it is one. Raises `RecursionError` like its readers.
    """
    try:
        _read(text, _once)
    except _Repeated:
        return _place(_read(text, _Object))
    return None


def _read(text: str, of_pairs: Any) -> Any:  # noqa: ANN401 - any JSON
    # Numbers stay as they are written: one of five thousand digits is somebody else's to refuse.
    return json.loads(text, object_pairs_hook=of_pairs, parse_int=str, parse_float=str)


def _once(pairs: Pairs) -> None:
    if len({name for name, _ in pairs}) < len(pairs):
        raise _Repeated


def _place(value: Any) -> str | None:  # noqa: ANN401 - any JSON
    """Where a name stands twice, in the order in which a person reads."""
    if isinstance(value, _Object):
        names = [name for name, _ in value]
        for position, (name, inner) in enumerate(value):
            if name in names[:position]:
                return _short(name)
            if (below := _place(inner)) is not None:
                return f"{_short(name)}{below}" if below.startswith("[") else f"{_short(name)}.{below}"
    if isinstance(value, list):
        for position, inner in enumerate(value):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            if (below := _place(inner)) is not None:
                return f"[{position}].{below}" if not below.startswith("[") else f"[{position}]{below}"
    return None


def _short(name: str) -> str:
    return "".join(c for c in name if c.isprintable())[:_LONGEST_NAME]
