"""Records a plan: homes one after the other, through the same decisions and appends as the forms."""

from collections.abc import Callable
from datetime import datetime

from households.recording.envelope import Envelope
from households.recording.service import Households
from network.access.viewer import SYSTEM
from network.directory.service import Directory
from network.history.planning import HomePlan

CHUNK = 500
"""Commands in one append: enough to be fast, few enough that a kill loses little."""

Advance = Callable[[int], None]


class Importer:
    """Writes what was planned. Run again after it was killed, it goes on where it stopped."""

    def __init__(self, directory: Directory, households: Households, now: datetime) -> None:
        self._directory = directory
        self._households = households
        self._now = now

    async def run(self, plan: HomePlan, advance: Advance) -> int:
        """Records one home; tells `advance` how many more are done. Returns the last log position, or 0."""
        position = 0
        if plan.joining is not None:
            joined = await self._directory.join(SYSTEM, plan.joining.command, plan.joining.command_id)
            position = joined.log_position
        commands = plan.commands
        for start in range(0, len(commands), CHUNK):
            chunk = commands[start : start + CHUNK]
            items = [(command, Envelope(command_id=key, now=self._now)) for command, key in chunk]
            answers = await self._households.record_many(SYSTEM, plan.home_id, items)
            position = max(position, *(answer.log_position for answer in answers))
            advance(len(chunk))
        return position
