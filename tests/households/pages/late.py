"""Records that a tablet brings late, and that a rule refuses."""

from datetime import UTC, datetime, timedelta

from households.falls import RecordFall
from households.recording.envelope import Recorded
from households.terms import Harm, Place
from tests.households.pages.conftest import House

FIVE_HOURS = timedelta(hours=5)


async def arrive_late(house: House, resident: str = "R99", **said: object) -> Recorded:
    """A fall that a tablet brings five hours later, of somebody whom the home does not know unless said."""
    now = datetime.now(UTC)
    given = {"place": Place.GARDEN, "harm": Harm.LOW, "description": "Tripped over the hose"} | said
    command = RecordFall(resident=resident, occurred_at=now - FIVE_HOURS, **given)  # pyright: ignore[reportArgumentType]
    return await house.take(
        command,
        house.sam,
        now=now,
        made_at=now - FIVE_HOURS,
        sent_at=now,
        from_outbox=True,
    )


async def set_aside(house: House) -> str:
    """The id of such a record."""
    recorded = await arrive_late(house)
    assert recorded.set_aside
    assert recorded.id is not None
    return recorded.id
