"""Facts from an outbox that a rule refused: they wait in the home's stream until somebody sees to them."""

from typing import Annotated

from households.command import Command, RecordReference, prose


class SettleRecord(Command, frozen=True, kw_only=True):
    """Somebody saw to a record that was set aside."""

    record: RecordReference
    outcome: Annotated[str, prose("What was done about it.")]
