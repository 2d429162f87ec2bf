"""What can go wrong between a decision and the log, each with the data that the caller needs to go on."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from network.eventstore.sealed import RecordClass
from network.eventstore.stored import CommandReceipt, StoredEvent


class EventStoreError(Exception):
    """The event store did not do what it was asked."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").partition("\n")[0])


class Conflict(EventStoreError):
    """Others have appended to the stream since: decide again on what was missed.

    `missed` holds, for each stream that has moved on, its events after the expected version.
    """

    def __init__(self, missed: Mapping[UUID, Sequence[StoredEvent]]) -> None:
        super().__init__()
        self.missed = missed


class VersionUnknown(EventStoreError):
    """The stream ends before the expected version: the state is of another database. Load it anew."""


class AlreadyRecorded(EventStoreError):
    """The command has been answered before: give that answer again.

    `receipts` are those of the append that exist, `receipt` the first of them.
    """

    def __init__(self, receipts: Sequence[CommandReceipt]) -> None:
        super().__init__()
        self.receipts = receipts
        self.receipt = receipts[0]


class StoreUnavailable(EventStoreError):
    """The database gave no answer. Whether the facts were recorded shows in the receipt, when it is back."""


class StoreBusy(EventStoreError):
    """The database has no room for the append now: nothing was recorded. Try again."""


class EventUnreadable(EventStoreError):
    """A stored event can't be read, or a new one could not be read back."""


class SealingError(EventStoreError):
    """A personal value can't be sealed or opened."""


class KeyNotAtHand(SealingError):
    """The person's key was not prepared, or has been let go of since: prepare it right before sealing."""


class NetworkKeyUnfit(SealingError):
    """The network's key is missing, unreadable, or not the one that wrapped this database's keys."""


class SealBroken(SealingError):
    """A sealed value does not fit its key, stream and field: it was altered, or copied from elsewhere."""


class PersonIsForgotten(SealingError):
    """The person's key for this class was destroyed: nothing can be sealed under it again."""

    def __init__(self, person_id: UUID, record_class: RecordClass) -> None:
        super().__init__()
        self.person_id = person_id
        self.record_class = record_class
