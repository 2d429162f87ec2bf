import msgspec

from households.events import RecordSetAside, RecordSettled
from households.falls import RecordFall
from households.recording.commands import COMMANDS
from households.recording.envelope import Envelope, request_for
from households.recording.errors import Refused
from households.set_aside import SettleRecord
from network.access.viewer import SYSTEM
from network.eventstore.event import Event
from tests.households.story import HOME, KEYED, NOW, Story, open_home
from tests.households.test_falls import fall

REFUSAL = Refused("resident_unknown", "resident", "Unknown.", "Choose.")


def aside() -> list[Event]:
    envelope = Envelope(command_id=HOME, now=NOW)
    return request_for(SYSTEM, HOME, fall(), envelope, KEYED).set_aside(REFUSAL)


def waiting() -> Story:
    story = open_home()
    story.happen(*aside())
    return story


def test_a_refused_fact_is_kept_whole_and_sealed_under_the_homes_key() -> None:
    (event,) = aside()
    assert isinstance(event, RecordSetAside)
    assert (event.command, event.rule) == ("record-fall", "resident_unknown")
    assert (event.content.person_id, event.content.record_class) == (HOME, "care")
    assert isinstance(event.content.value, str)
    again = msgspec.json.decode(event.content.value, type=COMMANDS[event.command].command)
    assert isinstance(again, RecordFall)
    assert again == fall()


def test_it_is_settled_once() -> None:
    story = waiting()
    settle = SettleRecord(record=story.last_id(), outcome="Recorded for the right resident")
    event = story.recorded(settle, RecordSettled)
    assert (event.about, event.outcome.value) == (4, "Recorded for the right resident")
    assert story.refused(settle).code == "settled_already"


def test_what_was_not_set_aside_can_not_be_settled() -> None:
    refusal = waiting().refused(SettleRecord(record=f"{HOME.hex}-1", outcome="Done"))
    assert (refusal.code, refusal.field) == ("record_unknown", "record")
