from uuid import UUID

import msgspec
import pytest

from households.absences import GoAway
from households.events import Identity, ResidentMovedIn, ResidentMovedOut
from households.recording.envelope import Envelope, request_for
from households.recording.errors import Refused
from households.residents import MoveOut
from households.terms import MovedOutReason
from households.transfers import Transfer, decide_arriving
from network.access.viewer import SYSTEM
from network.eventstore.event import Event
from tests.households.story import HOME, KEYED, NOW, Story, days_ago, move_in, open_home

OTHER = UUID("0b0b0b0b-0000-4000-8000-00000000000b")
ADA = Identity(given_name="Ada", family_name="Byron")
MARY = UUID(int=77)


def transfer(
    ago: int = 5, household: str = "Rose", ref: str | None = None, to_home: UUID = OTHER
) -> Transfer:
    return Transfer(
        resident="R1", to_home=to_home, household=household, resident_ref=ref, moved_on=days_ago(ago)
    )


def arrive(story: Story, command: Transfer, resident_id: UUID = MARY) -> list[Event]:
    envelope = Envelope(command_id=UUID(int=5), now=NOW)
    request = request_for(SYSTEM, HOME, command, envelope, KEYED)
    context = msgspec.structs.replace(request.context, home_id=story.home_id)
    return decide_arriving(story.home, command, context, resident_id, ADA, HOME)


def refused_arrival(story: Story, command: Transfer, resident_id: UUID = MARY) -> Refused:
    with pytest.raises(Refused) as refusal:
        arrive(story, command, resident_id)
    return refusal.value


def test_the_home_that_is_left_ends_the_stay() -> None:
    event = open_home().given(move_in()).recorded(transfer(), ResidentMovedOut)
    assert (event.reason, event.to_home, event.about) == (MovedOutReason.OTHER_HOME, OTHER, 4)


def test_leaving_keeps_the_rules_of_moving_out() -> None:
    story = open_home().given(move_in(), GoAway(resident="R1", away_from=days_ago(20), back_on=days_ago(10)))
    assert story.refused(transfer(101)).field == "moved_on"
    assert story.refused(transfer(15)).code == "away_since"
    story.given(MoveOut(resident="R1", moved_out_on=days_ago(5), reason=MovedOutReason.HOME))
    assert story.refused(transfer(1)).code == "moved_out_already"


def test_nobody_is_transferred_to_the_same_home() -> None:
    refusal = open_home().given(move_in()).refused(transfer(to_home=HOME))
    assert (refusal.code, refusal.field) == ("same_home", "to_home")


def test_the_new_home_is_told_who_it_is_and_no_more() -> None:
    (event,) = arrive(open_home(OTHER), transfer())
    assert isinstance(event, ResidentMovedIn)
    assert (event.resident_id, event.from_home, event.resident_ref) == (MARY, HOME, "R1")
    assert (event.identity.value, event.initials.value) == (ADA, "AB")


def test_the_new_home_needs_a_free_bed_in_a_household_of_its_own() -> None:
    story = open_home(OTHER, beds=1).given(move_in("R7"))
    assert refused_arrival(story, transfer()).code == "no_free_bed"
    assert refused_arrival(story, transfer(household="Larch")).code == "household_unknown"
    assert arrive(story, transfer(household="Elm"))


def test_the_new_home_gives_a_reference_of_its_own() -> None:
    story = open_home(OTHER).given(move_in("R7"))
    assert refused_arrival(story, transfer(ref="R7")).code == "reference_taken"
    (event,) = arrive(story, transfer(ref="MARY"))
    assert isinstance(event, ResidentMovedIn)
    assert event.resident_ref == "MARY"


def test_who_comes_back_by_transfer_keeps_the_reference() -> None:
    story = open_home(OTHER).given(move_in("R7", moved_out_on=days_ago(50), moved_out_reason="other_home"))
    (resident_id,) = story.home.residents
    (event,) = arrive(story, transfer(ref="NEW"), resident_id)
    assert isinstance(event, ResidentMovedIn)
    assert event.resident_ref == "R7"
    assert refused_arrival(story, transfer(51), resident_id).code == "lives_here_already"


def test_a_home_that_is_not_open_takes_nobody() -> None:
    refusal = refused_arrival(Story(OTHER), transfer())
    assert (refusal.code, refusal.field) == ("home_not_open", "to_home")
