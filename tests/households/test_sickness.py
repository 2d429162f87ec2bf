import pytest

from households.events import SicknessAmended, SicknessEnded, SicknessStarted
from households.recording.command import Command
from households.sickness import AmendSickness, EndSickness, StartSickness
from tests.households.story import HOME, days_ago, join_team, open_home


def sick(first: int, last: int | None = None, ref: str = "S1") -> StartSickness:
    return StartSickness(
        staff=ref,
        first_day=days_ago(first),
        last_day=None if last is None else days_ago(last),
        reason_code="S13",
    )


def end(spell: str, ago: int) -> EndSickness:
    return EndSickness(spell=spell, last_day=days_ago(ago))


def amend(spell: str, first: int = 20, *, last: int | None = None, retracted: bool = False) -> AmendSickness:
    last_day = None if last is None else days_ago(last)
    return AmendSickness(
        spell=spell, first_day=days_ago(first), last_day=last_day, retracted=retracted, why="Mistyped"
    )


def test_a_spell_begins_and_its_reason_is_sealed() -> None:
    event = open_home().given(join_team()).recorded(sick(20), SicknessStarted)
    assert (event.first_day, event.last_day) == (days_ago(20), None)
    assert event.reason is not None
    assert (event.reason.value, event.reason.record_class) == ("S13", "employment")


def test_the_reason_is_optional() -> None:
    story = open_home().given(join_team())
    event = story.recorded(StartSickness(staff="S1", first_day=days_ago(1)), SicknessStarted)
    assert event.reason is None


def test_spells_of_one_person_may_overlap() -> None:
    assert open_home().given(join_team(), sick(20)).when(sick(10, 5))


def test_a_spell_ends_once() -> None:
    story = open_home().given(join_team(), sick(20))
    spell = story.last_id()
    assert story.recorded(end(spell, 10), SicknessEnded).about == 5
    refusal = story.refused(end(spell, 9))
    assert (refusal.code, refusal.field) == ("ended_already", "spell")


def test_an_amended_spell_is_ended_as_amended() -> None:
    story = open_home().given(join_team(), sick(20, 10))
    spell = story.last_id()
    assert story.recorded(amend(spell, 8), SicknessAmended).about == 5
    assert story.refused(end(spell, 9)).code == "ends_before_it_begins"
    assert story.when(end(spell, 7))


def test_a_retracted_spell_stays_as_it_is() -> None:
    story = open_home().given(join_team(), sick(20))
    spell = story.last_id()
    assert story.recorded(amend(spell, retracted=True), SicknessAmended).retracted
    assert story.refused(amend(spell)).code == "spell_retracted"
    assert story.refused(end(spell, 10)).code == "spell_retracted"


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (sick(5, ref="S9"), "staff_unknown", "staff"),
        (sick(-1), "in_the_future", "first_day"),
        (sick(5, -1), "in_the_future", "last_day"),
        (sick(5, 6), "ends_before_it_begins", "last_day"),
        (sick(1001), "not_in_the_team_that_day", "first_day"),
        (sick(49, ref="S2"), "not_in_the_team_that_day", "first_day"),
        (sick(51, 49, ref="S2"), "not_in_the_team_that_day", "last_day"),
        (end(f"{HOME.hex}-7", 21), "ends_before_it_begins", "last_day"),
        (end(f"{HOME.hex}-7", -1), "in_the_future", "last_day"),
        (end(f"{HOME.hex}-4", 1), "record_unknown", "spell"),
        (amend(f"{HOME.hex}-7", 1001), "not_in_the_team_that_day", "first_day"),
        (amend(f"{HOME.hex}-7", 20, last=21), "ends_before_it_begins", "last_day"),
        (amend(f"{HOME.hex}-8"), "record_unknown", "spell"),
    ],
)
def test_sickness_is_refused(command: Command, code: str, field: str) -> None:
    story = open_home().given(join_team("S1"), join_team("S2", left_on=days_ago(50)), sick(20))
    refusal = story.refused(command)
    assert (refusal.code, refusal.field) == (code, field)
