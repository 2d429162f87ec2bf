"""The order in which a device's records go: what was put off holds back what belongs to it, no more."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from households.outbox.records import MADE_BY, OutboxRecord, commands_named
from network.web.problem import busy

PERSONS = ("resident", "staff")


class PutOff:
    """The records of a delivery that are to come again, and those that its device still keeps from before.

    `waiting` are the commands of the latter, None where the device does not say: then what follows on an
    unknown command may well be too early.
    """

    def __init__(self, waiting: Iterable[UUID] | None) -> None:
        self._knows_all = waiting is not None
        self._commands = set(waiting or ())
        self._about: set[tuple[str, str]] = set()

    def add(self, command_id: UUID | None, record: OutboxRecord | None, *, is_for_now: bool) -> None:
        """One more. Where it is for now only, the other records about the same people wait behind it."""
        if command_id is not None:
            self._commands.add(command_id)
        if record is not None and is_for_now:
            self._about.update(_about(record))

    def check(self, record: OutboxRecord) -> None:
        """Raise the `Problem` that says later where a record has to wait behind one of these."""
        is_behind = self._about.intersection(_about(record)) or commands_named(record) & self._commands
        if is_behind:
            raise busy("It belongs to a record that has to be sent again first.")

    def check_unknown(self, unknown: Iterable[UUID]) -> None:
        """The same for what follows on commands that were never recorded here, so far."""
        if not self._knows_all and any(True for _ in unknown):
            raise busy(
                "It follows on a record that has not arrived, and the device does not say what it keeps."
            )


def _about(record: OutboxRecord) -> Iterator[tuple[str, str]]:
    """Whom and what a record is about, as far as its address and its lists say."""
    for value in record.path.values():
        if not MADE_BY.fullmatch(value):
            yield record.home, value
    for name, value in record.fields:
        if name in PERSONS and value:
            yield record.home, value
