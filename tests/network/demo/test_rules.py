"""Whatever day the demo leads up to, the homes' own rules allow every step of it."""

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid5

import pytest

from households.home import Home, evolve
from households.recording.envelope import Envelope, request_for
from network.access.viewer import SYSTEM
from network.demo.creation import DEMO
from network.demo.homes import DemoHome, demo_homes
from network.demo.story import tell
from network.directory.boards import load_boards
from network.directory.commands import JoinHome, NewHousehold
from network.directory.decisions import Circumstances, decide_join
from network.directory.network import Network
from network.eventstore.record_id import RecordId
from network.eventstore.stored import StoredEvent
from tests.households.story import KEYED

DAYS = [date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29), date(2025, 12, 31)]
"""The clocks change, a leap day, the last of a year."""


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_step_comes_to_one_event(today: date) -> None:
    for home in demo_homes(today):
        if home.ref in ("FERN", "GORSE", "IVY"):
            assert list(refusals(home)) == []


def refusals(home: DemoHome) -> list[str]:
    """Keys of the steps that do not come to exactly one event; raises what a rule refuses."""
    state, home_id = opened(home)
    story = tell(home, "hearth")
    ids = {
        step.key: str(RecordId(home_id, version))
        for version, step in enumerate(story.steps, start=state.version + 1)
    }
    records: dict[int, list[StoredEvent]] = {}
    odd: list[str] = []
    for step in story.steps:
        envelope = Envelope(command_id=uuid5(DEMO, step.key), now=step.at)
        request = request_for(SYSTEM, home_id, step.command(ids), envelope, KEYED)
        about = request.context.about
        events = request.decide(state, records.get(about) if about and request.kind.reads_record else None)
        for event in events:
            evolve(state, event, state.version + 1)
            stored = StoredEvent(0, home_id, state.version, step.at, event)
            for version in {state.version, event.about or state.version}:
                records.setdefault(version, []).append(stored)
        if len(events) != 1:
            odd.append(step.key)
    return odd


def opened(home: DemoHome) -> tuple[Home, UUID]:
    """The home as it joins."""
    command = JoinHome(
        ref=home.ref,
        name=home.name,
        cqc_location_id=home.cqc_location_id,
        icb_ods_code=home.area.board,
        joined_on=home.begins_on,
        households=tuple(NewHousehold(name=name, beds=beds) for name, beds in home.households),
    )
    now = datetime.combine(home.today, time(), UTC)
    circumstances = Circumstances(now=now, account_id=SYSTEM.account_id, command_id=uuid5(DEMO, home.ref))
    joined, events = decide_join(Network(), command, load_boards(), circumstances)
    state = Home()
    for event in events:
        evolve(state, event, state.version + 1)
    return state, joined.home_id
