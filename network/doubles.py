"""Lets finance say in a home that two payments which look like one were both paid."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from households.payments import SettleDuplicate
from households.recording.envelope import Envelope
from households.recording.service import Households
from network.access.viewer import Viewer
from network.bank import for_books
from network.eventstore.record_id import RecordId


class BothPaid:
    """Records it by the home's own command, decided by its own rules, under the name of who said it."""

    def __init__(self, households: Households, clock: Callable[[], datetime]) -> None:
        self._households = households
        self._clock = clock

    async def __call__(self, viewer: Viewer, home_id: UUID, payment: int, command_id: UUID) -> int:
        """The position in the log. Raises `Forbidden`, and what `Households.record` raises."""
        command = SettleDuplicate(payment=str(RecordId(home_id, payment)), is_same=False)
        envelope = Envelope(command_id=command_id, now=self._clock())
        return (await self._households.record(for_books(viewer), home_id, command, envelope)).log_position
