from datetime import UTC, datetime, timedelta

import pytest

from households.events import FallFacts
from households.post_fall import HEAD, QUIET, advice_on, watch_of
from households.terms import Action, Harm, Place, Told

FELL = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)


def facts(**said: object) -> FallFacts:
    """A fall that somebody saw, in which nobody was hurt and the head was not struck."""
    given: dict[str, object] = {
        "place": Place.LOUNGE,
        "harm": Harm.NONE,
        "witnessed": True,
        "head_struck": False,
    } | said
    return FallFacts(**given)  # pyright: ignore[reportArgumentType]


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def test_a_fall_that_was_seen_and_hurt_nobody_asks_for_nothing_but_watching() -> None:
    advice = advice_on(facts(told=(Told.RELATIVES,)))
    assert not advice.is_open
    assert not advice.full_assessment
    assert not advice.tells_relatives


def test_relatives_are_still_to_be_told_where_only_the_gp_was() -> None:
    assert advice_on(facts(told=(Told.GP, Told.OTHER))).tells_relatives


@pytest.mark.parametrize(
    ("said", "calls", "asks"),
    [
        ({"head_struck": True, "on_anticoagulant": True}, True, False),
        ({"head_struck": True, "on_anticoagulant": None}, False, True),
        ({"head_struck": True, "on_anticoagulant": False}, False, False),
        ({"head_struck": None, "witnessed": False, "on_anticoagulant": True}, True, False),
        ({"head_struck": None, "witnessed": None, "on_anticoagulant": None}, False, True),
        ({"head_struck": None, "witnessed": True, "on_anticoagulant": True}, True, False),
        ({"head_struck": None, "witnessed": True, "on_anticoagulant": None}, False, True),
        ({"head_struck": False, "witnessed": False, "on_anticoagulant": True}, False, False),
    ],
)
def test_a_suspected_head_injury_on_an_anticoagulant_is_a_999_call(
    said: dict[str, object], calls: bool, asks: bool
) -> None:
    advice = advice_on(facts(**said))
    assert (advice.call_999, advice.asks_anticoagulant) == (calls, asks)


@pytest.mark.parametrize("harm", [Harm.MODERATE, Harm.SEVERE, Harm.FATAL])
def test_more_than_first_aid_can_help_is_a_999_call(harm: Harm) -> None:
    advice = advice_on(facts(harm=harm))
    assert advice.call_999
    assert advice.is_open
    assert not advice_on(facts(harm=harm, actions=(Action.CALL_999, Action.HOSPITAL))).is_open


@pytest.mark.parametrize(
    "said",
    [
        {"witnessed": False},
        {"witnessed": None},
        {"harm": Harm.LOW},
        {"head_struck": True},
        {"head_struck": None},
    ],
)
def test_unwitnessed_injured_or_head_struck_asks_for_a_full_assessment(said: dict[str, object]) -> None:
    assert advice_on(facts(**said)).full_assessment
    assert advice_on(facts(**said, actions=(Action.FULL_ASSESSMENT,))).assessed


def test_of_who_has_died_nothing_is_asked_but_whether_999_was_called() -> None:
    advice = advice_on(facts(harm=Harm.FATAL, head_struck=None, witnessed=None))
    assert advice.died
    assert (advice.asks_anticoagulant, advice.asks_head, advice.asks_witnessed) == (False, False, False)
    assert (advice.full_assessment, advice.call_999, advice.is_open) == (False, True, True)
    called = facts(harm=Harm.FATAL, head_struck=None, witnessed=None, actions=(Action.CALL_999,))
    assert not advice_on(called).is_open


def test_the_head_is_watched_half_hourly_then_hourly_then_every_two_hours_through_24() -> None:
    assert [at / hours(1) for at in HEAD] == [0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24]
    for said in ({"witnessed": False}, {"head_struck": True}, {"head_struck": None}):
        assert watch_of(facts(**said), FELL, []).times == tuple(FELL + at for at in HEAD)
    assert watch_of(facts(), FELL, []).times == tuple(FELL + at for at in QUIET)


@pytest.mark.parametrize("said", [{"harm": Harm.FATAL}, {"actions": (Action.HOSPITAL,)}])
def test_who_died_or_is_in_hospital_is_not_looked_in_on(said: dict[str, object]) -> None:
    watch = watch_of(facts(**said), FELL, [])
    assert watch.next_time(FELL) is None
    assert watch.missed(FELL + hours(48)) == ()


def test_the_next_time_follows_the_last_observation() -> None:
    seen = watch_of(facts(), FELL, [FELL + hours(2.2), FELL + hours(1)])
    assert seen.next_time(FELL + hours(3)) == FELL + hours(4)
    assert watch_of(facts(), FELL, []).next_time(FELL + hours(7)) == FELL + hours(1)


def test_an_observation_a_little_early_counts_for_the_time_it_was_meant_for() -> None:
    early = watch_of(facts(), FELL, [FELL + hours(1) - timedelta(minutes=9)])
    assert early.next_time(FELL + hours(1)) == FELL + hours(2)
    too_early = watch_of(facts(), FELL, [FELL + hours(1) - timedelta(minutes=11)])
    assert too_early.next_time(FELL + hours(1)) == FELL + hours(1)


def test_after_the_last_time_nothing_is_due_and_long_after_nothing_is_asked_for() -> None:
    assert watch_of(facts(), FELL, [FELL + hours(24)]).next_time(FELL + hours(25)) is None
    assert watch_of(facts(), FELL, []).next_time(FELL + hours(35)) == FELL + hours(1)
    assert watch_of(facts(), FELL, []).next_time(FELL + hours(36.5)) is None


def test_a_time_is_missed_where_nobody_looked_in_before_the_next() -> None:
    watch = watch_of(facts(), FELL, [FELL + hours(1.5), FELL + hours(9)])
    assert watch.missed(FELL + hours(7)) == (FELL + hours(2),)
    assert watch.missed(FELL + hours(13)) == (FELL + hours(2), FELL + hours(4))
    assert watch.missed(FELL + hours(30)) == tuple(FELL + hours(hour) for hour in (2, 4, 12, 24))
