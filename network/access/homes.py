"""Homes as addresses and commands name them, for parts that do not import the directory."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from network.access.viewer import Viewer


class Homes(Protocol):
    """Who knows which home is meant."""

    async def resolve(self, viewer: Viewer, home: str) -> UUID:
        """A home's id from its id or reference; raises `NotYours`."""
        ...


class HomeFound(Protocol):
    """A home as the directory knows it."""

    @property
    def home_id(self) -> UUID:
        """Its id."""
        ...

    @property
    def ref(self) -> str:
        """What addresses call it."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def cqc_location_id(self) -> str:
        """What its regulator calls it."""
        ...


class KnownHomes(Homes, Protocol):
    """Who also knows what homes are called."""

    async def home(self, viewer: Viewer, given: str) -> HomeFound:
        """A home by its id or reference; raises `NotYours`."""
        ...

    async def homes(self, viewer: Viewer) -> Sequence[HomeFound]:
        """The homes that the viewer may see, by reference."""
        ...
