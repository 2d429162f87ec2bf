"""Looks into type hints: which struct, choice or list stands in a field, under annotations and unions."""

from collections.abc import Iterator
from enum import Enum
from typing import Any

import msgspec

TypeHint = Any
"""What stands after a field's colon; Python has no one type for that."""
LISTS = (tuple, list, frozenset)
WRITTEN = "written"
"""Under this name a field's `Meta.extra` says in a sentence how to write it, where a pattern judges that."""
NOT_BLANK = {WRITTEN: "Write something, without a space in front."}
"""How to write what has to begin with more than a space."""


def struct_in(hint: TypeHint) -> type[msgspec.Struct] | None:
    """The struct that a field holds, or holds many of."""
    return next((kind for kind in _classes(hint) if issubclass(kind, msgspec.Struct)), None)


def choice_in(hint: TypeHint) -> type[Enum] | None:
    """The enumeration that a field's values are from."""
    return next((kind for kind in _classes(hint) if issubclass(kind, Enum)), None)


def is_list(hint: TypeHint) -> bool:
    """Whether a field holds many values."""
    return any(part in LISTS or getattr(part, "__origin__", None) in LISTS for part in _alternatives(hint))


def holds(hint: TypeHint, kind: type) -> bool:
    """Whether a field's value may be exactly of a type."""
    return any(part is kind for part in _alternatives(hint))


def written_in(hint: TypeHint) -> str | None:
    """The sentence that says how a field is written; None where it has none."""
    metadata: tuple[TypeHint, ...] = getattr(hint, "__metadata__", ())
    said = ((meta.extra or {}).get(WRITTEN) for meta in metadata if isinstance(meta, msgspec.Meta))
    inside = (written_in(part) for part in getattr(hint, "__args__", ()))
    return next((sentence for sentence in (*said, *inside) if sentence), None)


def _classes(hint: TypeHint) -> Iterator[type[Any]]:
    """Every class in a nest of unions, lists and annotations."""
    parts: tuple[TypeHint, ...] = getattr(hint, "__args__", ())
    if not parts and isinstance(hint, type):
        yield hint
    for part in parts:
        yield from _classes(part)


def _alternatives(hint: TypeHint) -> Iterator[TypeHint]:
    """The alternatives of a union, without what is inside lists."""
    origin = getattr(hint, "__origin__", None)
    if origin in LISTS or not getattr(hint, "__args__", ()):
        yield hint
        return
    for part in hint.__args__:
        yield from _alternatives(part)
