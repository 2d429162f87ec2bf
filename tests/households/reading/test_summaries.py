"""The sentences that say what was recorded: true of what it says, and without a name where none is given."""

import pytest

from households.activity.projection import DETAILS
from households.events import HOME_EVENTS
from households.pages.wording import word
from households.reading.persons import NOBODY, Persons
from households.reading.summaries import KINDS_FOR_COACHES, summary
from households.terms import Harm

ADA = Persons("Ada Byrne", "Una Staff")
ALL = "the CQC, the HSE (RIDDOR) and the safeguarding team"
DECIDES = " The team decides whether to notify "
KINDS = [kind.topic.partition("/")[0] for kind in HOME_EVENTS]


@pytest.mark.parametrize(
    ("kind", "detail", "sentence"),
    [
        (
            "fall-recorded",
            {"place": "stairs", "harm": "severe", "actions": ["hospital"]},
            f"Ada Byrne fell on the stairs and was badly hurt.{DECIDES}{ALL}.",
        ),
        (
            "fall-recorded",
            {"place": "garden", "harm": "low", "actions": ["999"]},
            f"Ada Byrne fell in the garden and was a little hurt.{DECIDES}the HSE (RIDDOR).",
        ),
        (
            "fall-recorded",
            {"place": "lounge", "harm": "none", "actions": []},
            "Ada Byrne fell in the lounge and was not hurt.",
        ),
        (
            "fall-amended",
            {"place": "garden", "harm": "fatal", "actions": []},
            f"A fall of Ada Byrne was corrected: it was in the garden, and they died.{DECIDES}{ALL}.",
        ),
        ("fall-amended", {"place": "garden"}, "A fall of Ada Byrne was corrected: it was in the garden."),
        (
            "fall-observed",
            {"concern": True},
            "Ada Byrne was looked in on after a fall; something was worrying.",
        ),
        ("moment-amended", {}, "A moment of Ada Byrne was corrected."),
        ("volunteering-recorded", {"hours": "2.50"}, "Volunteers gave 2.5 hours."),
        ("volunteering-recorded", {"hours": "10.00"}, "Volunteers gave 10 hours."),
        ("volunteering-recorded", {"hours": "1.00"}, "Volunteers gave 1 hour."),
        (
            "fall-notification-decided",
            {"body": "riddor", "notify": False},
            "It was decided not to notify the HSE (RIDDOR) of a fall of Ada Byrne.",
        ),
        ("sickness-started", {"first_day": "2025-10-06", "last_day": None}, "Una Staff is off sick."),
        (
            "sickness-started",
            {"first_day": "2025-10-06", "last_day": "2025-10-17"},
            "Una Staff was off sick.",
        ),
        ("sickness-amended", {"retracted": True}, "A spell of sickness of Una Staff was taken back."),
        (
            "payment-received",
            {"amount": "5581", "possible_duplicate_of": None},
            "A payment of £5,581.00 was received.",
        ),
        (
            "payment-received",
            {"amount": "10.10", "possible_duplicate_of": 7},
            "A payment of £10.10 was received; it may have been recorded twice.",
        ),
        (
            "practice-changed",
            {"text": "Drinks are offered every hour."},
            "The team changed what it does: Drinks are offered every hour.",
        ),
    ],
)
def test_a_sentence_says_what_was_recorded(kind: str, detail: dict[str, object], sentence: str) -> None:
    assert summary(kind, ADA, detail) == sentence


@pytest.mark.parametrize("harm", Harm)
def test_a_team_reads_the_word_of_its_form_and_a_coach_the_level_beside_it(harm: Harm) -> None:
    detail: dict[str, object] = {"place": "garden", "harm": harm.value, "actions": ()}
    chosen = word(harm).lower()
    for kind in ("fall-recorded", "fall-amended"):
        own = summary(kind, ADA, detail)
        assert chosen in own
        assert "harm" not in own
        assert f"{chosen} ({harm.level})" in summary(kind, Persons(says_level=True), detail)


@pytest.mark.parametrize("kind", KINDS)
def test_it_speaks_of_correcting_and_taking_back_as_the_buttons_do(kind: str) -> None:
    for detail in ({}, {"retracted": True}):
        said = summary(kind, NOBODY, detail)
        assert "amended" not in said
        assert "retracted" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_sentence_without_names(kind: str) -> None:
    said = summary(kind, NOBODY, {})
    assert said.endswith(".")
    assert said != kind.replace("-", " ").capitalize() + "."


def test_what_a_sentence_reads_is_in_the_read_model() -> None:
    assert "text" in DETAILS["practice-changed"]
    assert "possible_duplicate_of" in DETAILS["payment-received"]
    assert {"facts.harm", "facts.actions"} <= set(DETAILS["fall-recorded"]) & set(DETAILS["fall-amended"])


def test_coaches_follow_nothing_of_sickness_or_money() -> None:
    assert set(KINDS_FOR_COACHES) <= set(KINDS)
    assert not [kind for kind in KINDS_FOR_COACHES if kind.startswith(("sickness", "payment", "staff"))]
