"""Events as JSON: what is written, what is read, and what fails."""

from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.eventstore.codec import Codec
from network.eventstore.errors import EventUnreadable
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed
from tests.network.eventstore.vocabulary import EVENTS, NOON, SECRET, TELLER, LampLit, NoteTaken, note, secret

HOME = uuid4()
FIELDS = {"occurred_at": "2026-03-01T12:00:00Z", "recorded_by": str(TELLER), "command_id": str(UUID(int=7))}


class Parrot:
    """Seals by saying where and what, so that a test can see both."""

    def seal(self, sealed: Sealed, stream_id: UUID) -> bytes:
        return f"{stream_id} {sealed.label}".encode()


CODEC = Codec(EVENTS, Parrot())


def stored(**fields: object) -> bytes:
    return msgspec.json.encode(FIELDS | fields)


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    st.one_of(st.none(), st.integers(1, 2**63 - 1)),
)
def test_an_event_is_read_as_it_was_written(text: str, about: int | None) -> None:
    event = note(text, about=about)
    assert CODEC.decode(*CODEC.encode(event, HOME)) == event


@pytest.mark.parametrize("text", ["\0", "Rose\0", "\\\0"])
def test_text_that_no_read_model_can_keep_is_not_recorded(text: str) -> None:
    """PostgreSQL has no text with character 0, and an event that is recorded stays in every rebuild's way."""
    with pytest.raises(EventUnreadable, match="character 0"):
        CODEC.encode(note(text), HOME)


def test_a_backslash_that_somebody_typed_is_no_character_0() -> None:
    event = note("\\u0000")
    assert CODEC.decode(*CODEC.encode(event, HOME)) == event


def test_the_topic_is_the_event_s_own() -> None:
    assert CODEC.encode(note(), HOME)[0] == "note-taken/1"


def test_an_open_value_is_sealed_for_its_stream_and_field() -> None:
    topic, state = CODEC.encode(secret(uuid4()), HOME)
    read = CODEC.decode(topic, state)
    assert isinstance(read, Event)
    assert read == type(read)(
        occurred_at=NOON,
        recorded_by=TELLER,
        command_id=read.command_id,
        secret=Sealed(token=f"{HOME} secret".encode()),  # pyright: ignore[reportCallIssue]
    )
    assert SECRET.encode() not in state


def test_a_value_that_is_sealed_already_stays_as_it_is() -> None:
    topic, state = CODEC.encode(secret(uuid4()), HOME)
    assert CODEC.encode(CODEC.decode(topic, state), HOME) == (topic, state)


def test_the_open_values_of_an_event_are_found() -> None:
    told = secret(person := uuid4())
    assert [value.key_owner for value in CODEC.open_values(told)] == [(person, RecordClass.CARE)]
    assert list(CODEC.open_values(CODEC.decode(*CODEC.encode(told, HOME)))) == []
    assert list(CODEC.open_values(note())) == []


@pytest.mark.parametrize(
    ("topic", "fields", "watts"),
    [
        ("lamp-lit/1", {"bright": True}, 60),
        ("lamp-lit/2", {"power": 40}, 40),
        ("lamp-lit/3", {"watts": 25}, 25),
    ],
)
def test_an_older_version_is_brought_to_the_newest(topic: str, fields: dict[str, object], watts: int) -> None:
    assert CODEC.decode(topic, stored(**fields)) == LampLit(
        occurred_at=NOON, recorded_by=TELLER, command_id=UUID(int=7), watts=watts
    )


def test_only_the_newest_version_is_written() -> None:
    assert CODEC.topics == {"note-taken/1", "secret-told/1", "lamp-lit/1", "lamp-lit/2", "lamp-lit/3"}
    lamp = LampLit(occurred_at=NOON, recorded_by=TELLER, command_id=uuid4(), watts=25)
    assert CODEC.encode(lamp, HOME)[0] == "lamp-lit/3"


@pytest.mark.parametrize(
    ("topic", "state", "says"),
    [
        ("note-taken/2", stored(text="x"), "newer release"),
        ("poem-recited/1", stored(text="x"), "poem-recited/1"),
        ("note-taken/1", stored(text="x", colour="red"), "colour"),
        ("note-taken/1", stored(text=1), r"\$\.text"),
        ("note-taken/1", stored(), "text"),
        ("note-taken/1", b"{", "truncated"),
        ("note-taken/1", b"\xff", "note-taken/1"),
        ("lamp-lit/2", stored(power=40, bright=True), "bright"),
        ("lamp-lit/1", b"[]", "lamp-lit/1"),
        ("lamp-lit/1", stored(), "lamp-lit/1"),
        ("secret-told/1", stored(secret=5), "secret"),
        ("secret-told/1", stored(secret="not base64"), "secret-told/1"),
    ],
)
def test_what_does_not_fit_fails_and_says_so(topic: str, state: bytes, says: str) -> None:
    with pytest.raises(EventUnreadable, match=says):
        CODEC.decode(topic, state)


def test_an_event_of_another_vocabulary_is_refused() -> None:
    codec = Codec([LampLit], Parrot())
    with pytest.raises(EventUnreadable, match="NoteTaken"):
        codec.encode(note(), HOME)


def test_a_class_that_can_t_read_its_own_past_is_refused() -> None:
    class Grown(Event, frozen=True, kw_only=True):
        topic = "grown/2"

    with pytest.raises(EventUnreadable, match="upcast_v1_v2"):
        Codec([Grown], Parrot())


@pytest.mark.parametrize("topic", ["grown", "grown/", "/1", "grown/0", "grown/x"])
def test_a_topic_without_a_version_is_refused(topic: str) -> None:
    kind = type("Grown", (NoteTaken,), {"topic": topic, "__annotations__": {}})
    with pytest.raises(EventUnreadable, match="Grown"):
        Codec([kind], Parrot())


def test_a_topic_belongs_to_one_class() -> None:
    with pytest.raises(EventUnreadable, match="Two events"):
        Codec([NoteTaken, NoteTaken], Parrot())
