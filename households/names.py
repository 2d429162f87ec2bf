"""Opens the names of residents and of the team, a home's in one batch, for those who may read them."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from households.queries import QUERIES
from network.access.viewer import Viewer
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.sealed import RecordClass
from network.postgres.pool import DatabasePool

CLASSES = frozenset({RecordClass.CARE, RecordClass.EMPLOYMENT})


class Named(msgspec.Struct, frozen=True):
    """What an `Identity` and a `StaffName` have in common."""

    given_name: str
    family_name: str


class PersonNames:
    """Names by person id."""

    def __init__(self, pool: DatabasePool, keyring: Keyring) -> None:
        self._pool = pool
        self._keyring = keyring

    async def of(self, viewer: Viewer, home_id: UUID, persons: Collection[UUID]) -> dict[UUID, str]:
        """What people of a home are called; without those who are forgotten, or hidden from the viewer."""
        if not persons or not viewer.may_read_names(home_id):
            return {}
        rows = await self._pool.fetch(
            QUERIES["sealed_of_persons"], str(home_id), ",".join(CLASSES), home_id, persons
        )
        scope = KeyScope(frozenset({home_id}), CLASSES)
        fields = [SealedField(row["token"], home_id, row["label"]) for row in rows]
        opened = await self._keyring.open_many(scope, fields, Named)
        return {
            row["person_id"]: f"{named.given_name} {named.family_name}"
            for row, named in zip(rows, opened, strict=True)
            if named is not None
        }
