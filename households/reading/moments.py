"""Moments in lists of what was recorded: what somebody chose and enjoyed, opened for the home itself."""

from collections.abc import Sequence

from households.events import MomentAmended, MomentShared
from households.reading.timeline import Activity
from network.access.viewer import Viewer
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.sealed import RecordClass
from network.eventstore.store import EventStore

KINDS = ("moment-shared", "moment-amended")


class Moments:
    """Opens them; read from the stream, because no read model holds what was written of a person."""

    def __init__(self, store: EventStore, keyring: Keyring) -> None:
        self._store = store
        self._keyring = keyring

    async def told(self, viewer: Viewer, activities: Sequence[Activity]) -> list[Activity]:
        """The same, moments with what they were; as before where that is erased, or not for this viewer."""
        sealed = {
            one.version: field
            for one in activities
            if one.kind in KINDS and viewer.may_open(RecordClass.CARE, one.home_id)
            if (field := await self._sealed(one)) is not None
        }
        homes = frozenset(one.home_id for one in activities if one.version in sealed)
        scope = KeyScope(homes, frozenset({RecordClass.CARE}))
        opened = await self._keyring.open_many(scope, list(sealed.values()), str) if sealed else []
        words = dict(zip(sealed, opened, strict=True))
        return [_with(one, words.get(one.version)) for one in activities]

    async def _sealed(self, activity: Activity) -> SealedField | None:
        stored = await self._store.read_record(activity.home_id, activity.version)
        event = stored[0].event if stored else None
        if not isinstance(event, MomentShared | MomentAmended) or event.moment.token is None:
            return None
        return SealedField(event.moment.token, activity.home_id, "moment")


def _with(activity: Activity, words: str | None) -> Activity:
    if not words:
        return activity
    return activity._replace(summary=f"{activity.summary.removesuffix('.')}: {words}")
