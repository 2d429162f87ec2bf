from datetime import timedelta

import pytest

from households.events import Decision, FallFacts, FallNotificationDecided, FallObserved
from households.falls import RetractFall
from households.follow_up import DecideNotification, ObserveFall, decisions_asked
from households.terms import Action, Body, Harm, Place
from tests.households.story import NOW, Story, days_ago, move_in, open_home
from tests.households.test_falls import amend, at, fall


def fallen() -> tuple[Story, str]:
    story = open_home().given(move_in(), fall())
    return story, story.last_id()


def decide(fall_id: str) -> DecideNotification:
    return DecideNotification(
        fall=fall_id, body=Body.CQC, notify=False, decided_by="Joan Clarke", reason="A bruise"
    )


def test_an_observation_follows_its_fall() -> None:
    story, fall_id = fallen()
    seen = ObserveFall(fall=fall_id, observed_at=at(days_ago(5), 12), observation="Drowsy", concern=True)
    event = story.recorded(seen, FallObserved)
    assert (event.about, event.concern, event.observation.value) == (5, True, "Drowsy")
    assert event.occurred_at == at(days_ago(5), 12)


def test_nothing_is_observed_before_the_fall_as_amended_or_in_the_future() -> None:
    story, fall_id = fallen()
    early = ObserveFall(fall=fall_id, observed_at=at(days_ago(5), 9), observation="Well")
    assert story.refused(early).code == "before_the_fall"
    late = ObserveFall(fall=fall_id, observed_at=NOW + timedelta(hours=1), observation="Well")
    assert story.refused(late).code == "in_the_future"
    assert story.given(amend(fall_id)).when(early)


def test_a_decision_names_whose_it_is_and_why() -> None:
    story, fall_id = fallen()
    event = story.recorded(decide(fall_id), FallNotificationDecided)
    assert (event.about, event.body, event.notify) == (5, Body.CQC, False)
    assert event.decision.value == Decision(decided_by="Joan Clarke", reason="A bruise")
    assert story.when(decide(fall_id)), "a later decision replaces it"


def test_nothing_follows_a_fall_that_is_retracted() -> None:
    story, fall_id = fallen()
    story.given(RetractFall(fall=fall_id, reason="Twice"))
    assert story.refused(decide(fall_id)).code == "fall_retracted"
    seen = ObserveFall(fall=fall_id, observed_at=NOW, observation="Well")
    assert story.refused(seen).code == "fall_retracted"


@pytest.mark.parametrize(
    ("harm", "actions", "asked"),
    [
        (Harm.NONE, (), set[Body]()),
        (Harm.LOW, (Action.FIRST_AID,), set[Body]()),
        (Harm.LOW, (Action.HOSPITAL,), {Body.RIDDOR}),
        (Harm.LOW, (Action.CALL_999,), {Body.RIDDOR}),
        (Harm.MODERATE, (), {Body.CQC, Body.SAFEGUARDING}),
        (Harm.SEVERE, (Action.HOSPITAL,), {Body.CQC, Body.RIDDOR, Body.SAFEGUARDING}),
        (Harm.FATAL, (), {Body.CQC, Body.RIDDOR, Body.SAFEGUARDING}),
    ],
)
def test_a_falls_facts_ask_for_decisions(harm: Harm, actions: tuple[Action, ...], asked: set[Body]) -> None:
    assert decisions_asked(FallFacts(place=Place.BEDROOM, harm=harm, actions=actions)) == asked
