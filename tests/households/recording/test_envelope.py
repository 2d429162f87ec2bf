import hmac
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from households.events import FallRecorded
from households.falls import RecordFall
from households.recording.commands import KINDS
from households.recording.envelope import Envelope, Request, again, digest_of, request_for
from households.recording.errors import KeyReused
from network.access.viewer import SYSTEM, Forbidden, NotYours, Role, Viewer
from network.eventstore.event import Event
from tests.households.story import HOME, KEYED, NOW, days_ago, move_in, open_home
from tests.households.test_falls import amend, at, fall

KEY = UUID(int=9)


def request(command: RecordFall | None = None, **envelope: object) -> Request:
    given = {"command_id": KEY, "now": NOW} | envelope
    return request_for(SYSTEM, HOME, command or fall(), Envelope(**given), KEYED)  # pyright: ignore[reportArgumentType]


def recorded(*, made_at: datetime, sent_at: datetime, occurred_at: datetime) -> Event:
    """A fall that came from a device."""
    story = open_home().given(move_in())
    (event,) = story.when(fall(occurred_at), made_at=made_at, sent_at=sent_at, from_outbox=True)
    return event


def test_every_event_says_who_recorded_it_under_which_key() -> None:
    story = open_home().given(move_in())
    (event,) = request(sent_by=UUID(int=3)).decide(story.home, None)
    assert (event.recorded_by, event.sent_by, event.command_id) == (SYSTEM.account_id, UUID(int=3), KEY)


def test_a_device_whose_clock_is_right_changes_nothing() -> None:
    made = NOW - timedelta(hours=3)
    event = recorded(made_at=made, sent_at=NOW - timedelta(seconds=2), occurred_at=made)
    assert (event.occurred_at, event.made_at, event.clock_shift) == (made, made, None)


def test_a_device_whose_clock_is_off_is_corrected_and_flagged() -> None:
    ahead = timedelta(hours=2)
    fell = NOW - timedelta(hours=1)
    event = recorded(made_at=fell + ahead, sent_at=NOW + ahead, occurred_at=fell + ahead)
    assert isinstance(event, FallRecorded)
    assert event.occurred_at == fell
    assert (event.made_at, event.clock_shift) == (fell + ahead, -7200.0)


def test_a_time_that_lay_ahead_of_a_slow_clock_was_not_read_off_it_and_stays_as_it_was_typed() -> None:
    behind = timedelta(days=1)
    fell = NOW - timedelta(hours=1)
    event = recorded(made_at=NOW - behind, sent_at=NOW - behind, occurred_at=fell)
    assert (event.occurred_at, event.clock_shift) == (fell, behind.total_seconds())


def test_a_day_is_dated_when_it_was_recorded_or_from_its_start() -> None:
    summer = datetime(2025, 7, 10, 9, tzinfo=UTC)
    story = open_home()
    (today,) = story.when(move_in(on=summer.date()), now=summer)
    (before,) = story.when(move_in(on=summer.date() - timedelta(days=1)), now=summer)
    assert today.occurred_at == summer
    assert before.occurred_at == datetime(2025, 7, 8, 23, tzinfo=UTC)


def test_the_same_content_has_the_same_digest_and_other_content_another() -> None:
    kind = KINDS[RecordFall]
    same, other = fall(), fall(at(days_ago(4)))
    assert digest_of(kind, fall(), KEYED) == digest_of(kind, same, KEYED)
    assert digest_of(kind, other, KEYED) != digest_of(kind, same, KEYED)
    assert digest_of(kind, same, hmac.new(b"x" * 32, digestmod="sha256")) != digest_of(kind, same, KEYED)


def test_a_digest_is_of_what_was_sent_not_of_what_the_clock_made_of_it() -> None:
    ahead = NOW + timedelta(hours=2)
    assert request(made_at=ahead, sent_at=ahead).digest == request().digest


def test_a_receipt_answers_again_and_knows_other_content() -> None:
    story = open_home().given(move_in())
    events = request().decide(story.home, None)
    receipt = request().receipt(4, events, set_aside=False)
    answer = again(receipt, request())
    assert (answer.id, answer.version, answer.repeated) == (f"{HOME.hex}-5", 5, True)
    with pytest.raises(KeyReused):
        again(receipt, request(fall(at(days_ago(4)))))


def test_a_receipt_holds_no_personal_data() -> None:
    receipt = request().receipt(4, [], set_aside=False)
    assert receipt.answer == b'{"id":null,"version":4}'


def test_who_may_not_record_is_told_no_before_anything_else() -> None:
    def viewer(role: Role, *homes: UUID) -> Viewer:
        return Viewer(account_id=KEY, name="Somebody", role=role, homes=frozenset(homes))

    envelope = Envelope(command_id=KEY, now=NOW)
    with pytest.raises(NotYours):
        request_for(viewer(Role.HOME_TEAM), HOME, fall(), envelope, KEYED)
    with pytest.raises(Forbidden):
        request_for(viewer(Role.COACH, HOME), HOME, fall(), envelope, KEYED)


def test_a_record_of_another_home_is_unknown_here() -> None:
    story = open_home().given(move_in(), fall())
    refusal = story.refused(amend(f"{'0' * 32}-5"))
    assert (refusal.code, refusal.field) == ("record_unknown", "fall")
