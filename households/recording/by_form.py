"""Records a command by its name from what a form brought: for pages of others that record in a home."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from households.recording.commands import COMMANDS
from households.recording.envelope import Envelope
from households.recording.form_commands import Fields, reader_of
from households.recording.service import Households
from network.access.viewer import Viewer


class RecordsByForm:
    """Reads and records."""

    def __init__(self, households: Households, clock: Callable[[], datetime]) -> None:
        self._households = households
        self._clock = clock

    async def record(
        self,
        viewer: Viewer,
        home_id: UUID,
        name: str,
        path: Mapping[str, str],
        fields: Fields,
        command_id: UUID,
    ) -> int:
        """Record the command of that name in a home; its position in the log.

        Raises `Forbidden` and `NotYours`, `Problem` for fields, and what `Households.record` raises.
        """
        kind = COMMANDS[name]
        viewer.check(kind.may(viewer, home_id), home_id)
        command = reader_of(kind).from_form(path, fields)
        envelope = Envelope(command_id=command_id, now=self._clock())
        return (await self._households.record(viewer, home_id, command, envelope)).log_position
