"""Opens the names of residents and of the team, a home's in one batch, for those who may read them."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

import msgspec

from households.reading.queries import QUERIES
from network.access.viewer import Viewer
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.sealed import RecordClass
from network.postgres.pool import DatabasePool

CLASSES = frozenset({RecordClass.CARE, RecordClass.EMPLOYMENT})


class Named(msgspec.Struct, frozen=True):
    """What an `Identity` and a `StaffName` have in common."""

    given_name: str
    family_name: str


class SealedName(NamedTuple):
    """A name as the read models hold it."""

    person_id: UUID
    home_id: UUID
    label: str
    token: bytes


class ViewerKeys(NamedTuple):
    """What the database and the keyring let a viewer open, in these homes."""

    homes: str
    """Ids with commas, as row-level security takes them."""
    classes: str
    scope: KeyScope


def keys_of(viewer: Viewer, home_ids: Collection[UUID]) -> ViewerKeys:
    """The keys to names in those of these homes where the viewer may read them."""
    homes = frozenset(home_id for home_id in home_ids if viewer.may_read_names(home_id))
    return ViewerKeys(",".join(map(str, homes)), ",".join(CLASSES), KeyScope(homes, CLASSES))


class PersonNames:
    """Names by person id; without those of people who are forgotten, or hidden from the viewer."""

    def __init__(self, pool: DatabasePool, keyring: Keyring) -> None:
        self._pool = pool
        self._keyring = keyring

    async def of(self, viewer: Viewer, home_id: UUID, persons: Collection[UUID]) -> dict[UUID, str]:
        """What people of a home are called."""
        if not persons or not viewer.may_read_names(home_id):
            return {}
        keys = keys_of(viewer, [home_id])
        rows = await self._pool.fetch(
            QUERIES["sealed_of_persons"], keys.homes, keys.classes, home_id, persons
        )
        return await self.open(
            keys, [SealedName(row["person_id"], home_id, row["label"], row["token"]) for row in rows]
        )

    async def open(self, keys: ViewerKeys, sealed: Collection[SealedName]) -> dict[UUID, str]:
        """What the people are called whose names these are."""
        names = list(dict.fromkeys(sealed))
        fields = [SealedField(name.token, name.home_id, name.label) for name in names]
        opened = await self._keyring.open_many(keys.scope, fields, Named)
        return {
            name.person_id: f"{named.given_name} {named.family_name}"
            for name, named in zip(names, opened, strict=True)
            if named is not None
        }
