"""Every event as once stored is readable for ever: a file a topic and version, never edited or deleted.

A new version of an event gets a new file beside the old one, which then shows that the upcast works.
"""

from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from finance.events import FINANCE_EVENTS
from households.events import HOME_EVENTS
from network.coaching.events import COACHING_EVENTS
from network.directory.events import NETWORK_EVENTS
from network.eventstore.codec import Codec
from network.eventstore.errors import EventUnreadable
from network.eventstore.event import Event
from network.eventstore.sealed import Sealed

EXAMPLES = sorted((Path(__file__).parent / "stored_examples").glob("*.json"))
EVENTS: tuple[type[Event], ...] = (*HOME_EVENTS, *NETWORK_EVENTS, *FINANCE_EVENTS, *COACHING_EVENTS)
STREAM = UUID(int=1)

EACH_EXAMPLE = pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)


class NothingToSeal:
    """What is stored is sealed already."""

    def seal(self, sealed: Sealed, stream_id: UUID) -> bytes:
        raise AssertionError(sealed, stream_id)


@pytest.fixture
def codec() -> Codec:
    return Codec(EVENTS, NothingToSeal())


def topic_of(example: Path) -> str:
    name, _, version = example.stem.rpartition(".")
    return f"{name}/{version}"


def test_every_topic_has_an_example(codec: Codec) -> None:
    assert {topic_of(example) for example in EXAMPLES} == codec.topics


@EACH_EXAMPLE
def test_an_example_can_be_read(example: Path, codec: Codec) -> None:
    assert isinstance(codec.decode(topic_of(example), example.read_bytes()), EVENTS)


@EACH_EXAMPLE
def test_nothing_of_an_example_of_today_is_lost(example: Path, codec: Codec) -> None:
    event = codec.decode(topic_of(example), example.read_bytes())
    if event.topic == topic_of(example):
        _, state = codec.encode(event, STREAM)
        assert msgspec.json.decode(state) == msgspec.json.decode(example.read_bytes())


@EACH_EXAMPLE
def test_an_example_of_today_shows_every_field(example: Path, codec: Codec) -> None:
    event = codec.decode(topic_of(example), example.read_bytes())
    if event.topic == topic_of(example):
        assert set(msgspec.json.decode(example.read_bytes())) == set(event.__struct_fields__)


@EACH_EXAMPLE
def test_a_field_that_nobody_knows_fails(example: Path, codec: Codec) -> None:
    stored = msgspec.json.decode(example.read_bytes()) | {"unheard_of": 1}
    with pytest.raises(EventUnreadable, match="unheard_of"):
        codec.decode(topic_of(example), msgspec.json.encode(stored))


def test_nor_does_one_that_is_deeper_down_pass(codec: Codec) -> None:
    example = next(path for path in EXAMPLES if topic_of(path) == "fall-recorded/1")
    stored = msgspec.json.decode(example.read_bytes())
    stored["facts"]["unheard_of"] = 1
    with pytest.raises(EventUnreadable, match="unheard_of"):
        codec.decode("fall-recorded/1", msgspec.json.encode(stored))
