"""What everybody of a home is called who lives or works there, or did, as far as it can still be read.

It asks the home's own stream, so that it knows who moved in a moment ago, and needs no read model.
"""

from collections.abc import Collection, Iterator
from itertools import chain
from uuid import UUID

from households.events import ResidentIdentityAmended, ResidentMovedIn, StaffJoined
from households.reading.names import Named, keys_of
from network.access.accounts.colleagues import Colleagues
from network.access.naming import FullName
from network.access.viewer import Viewer
from network.eventstore.keyring import Keyring, SealedField
from network.eventstore.store import EventStore
from network.eventstore.stored import StoredEvent

NAMING = (ResidentMovedIn, ResidentIdentityAmended, StaffJoined)
"""The events that say what somebody is called."""


class NamesOfHomes:
    """Residents, colleagues, and the accounts of the team."""

    def __init__(self, store: EventStore, keyring: Keyring, colleagues: Colleagues) -> None:
        self._store = store
        self._keyring = keyring
        self._colleagues = colleagues

    async def of(self, viewer: Viewer, home_ids: Collection[UUID]) -> list[FullName]:
        """Of those of these homes whose names the viewer may read."""
        homes = [home_id for home_id in home_ids if viewer.may_read_names(home_id)]
        return list(chain.from_iterable([await self._of_home(viewer, home_id) for home_id in homes]))

    async def _of_home(self, viewer: Viewer, home_id: UUID) -> list[FullName]:
        recorded = await self._store.read_topics(home_id, [kind.topic for kind in NAMING])
        scope = keys_of(viewer, [home_id]).scope
        opened = await self._keyring.open_many(scope, list(_sealed(recorded)), Named)
        people = [FullName(named.given_name, named.family_name) for named in opened if named is not None]
        accounts = await self._colleagues.names_in(viewer, home_id)
        return people + [FullName(given, family) for given, _, family in map(_parted, accounts)]


def _sealed(recorded: Collection[StoredEvent]) -> Iterator[SealedField]:
    for stored in recorded:
        event = stored.event
        if isinstance(event, StaffJoined) and event.name.token is not None:
            yield SealedField(event.name.token, stored.stream_id, "name")
        if isinstance(event, ResidentMovedIn | ResidentIdentityAmended) and event.identity.token is not None:
            yield SealedField(event.identity.token, stored.stream_id, "identity")


def _parted(name: str) -> tuple[str, str, str]:
    """An account's name, whose last word is the family name; without one it names nobody in full."""
    return " ".join(name.split()).rpartition(" ")
