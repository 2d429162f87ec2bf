"""What every stored event is: frozen data with a versioned topic and an account of who said it and when."""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""A moment that everybody understands alike: aware, never naive."""


class Event(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    # Plain data makes no cycles, and a rebuild makes millions: the garbage collector need not look at them.
    gc=False,
):
    """One fact in a stream.

    `recorded_at` is not here: it is the database's own clock at the append and
    comes back beside the event (see `StoredEvent`).
    """

    topic: ClassVar[str]
    """Name and version under which the event is stored, as `fall-recorded/1`. Never changes."""

    occurred_at: Instant
    """When it happened, as the team says; aware, UTC."""
    recorded_by: UUID
    """The account that recorded it."""
    sent_by: UUID | None = None
    """The account that sent it, where a shared tablet sent somebody else's queue."""
    command_id: UUID
    """The client's idempotency key."""
    made_at: Instant | None = None
    """When the device says the record was made, uncorrected; only from an outbox."""
    clock_shift: float | None = None
    """Seconds added to the device's clock, where that was more than five minutes."""
    about: int | None = None
    """Stream version of the record this event amends, retracts, follows up or reverses."""
