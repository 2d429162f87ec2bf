"""A home's stream with its personal values opened: what every file is gathered from."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from network.eventstore.event import Event
from network.eventstore.sealed import Sealed
from network.eventstore.stored import StoredEvent

E = TypeVar("E", bound=Event)


class OpenedStream:
    """A home's events in order, and the plaintext of their sealed values."""

    def __init__(self, entries: Iterable[StoredEvent], opened: Mapping[bytes, Any]) -> None:
        self.entries = list(entries)
        self._opened = opened

    def of(self, *kinds: type[E]) -> Iterator[tuple[int, E]]:
        """The events of some kinds, with their versions."""
        for entry in self.entries:
            if isinstance(entry.event, kinds):
                yield entry.version, entry.event

    def value(self, sealed: Sealed | None) -> Any:  # noqa: ANN401 - whatever was sealed
        """A personal value, as JSON has it; None where there is none or it is forgotten."""
        return None if sealed is None or sealed.token is None else self._opened.get(sealed.token)

    def said(self, sealed: Sealed | None, key: str) -> Any:  # noqa: ANN401 - whatever was sealed
        """One part of a personal value that has several."""
        value = self.value(sealed)
        return value.get(key) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType]
