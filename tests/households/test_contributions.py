from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from households.contributions import (
    AgreeContribution,
    ChangeContribution,
    EndContribution,
    payer_id_of,
)
from households.events import ContributionAgreed, ContributionChanged, ContributionEnded
from households.recording.command import Command
from households.terms import PayerKind
from tests.households.story import HOME, Story, days_ago, move_in, open_home


def agree(
    begins: int = 90,
    ends: int | None = None,
    payer: str = "LA1",
    kind: PayerKind = PayerKind.LOCAL_AUTHORITY,
    name: str | None = "Anyshire",
    resident: str = "R1",
) -> AgreeContribution:
    return AgreeContribution(
        resident=resident,
        payer_ref=payer,
        payer_kind=kind,
        payer_name=name,
        weekly_amount=Decimal(900),
        begins_on=days_ago(begins),
        ends_on=None if ends is None else days_ago(ends),
    )


def change(record: str, begins: int) -> ChangeContribution:
    return ChangeContribution(contribution=record, weekly_amount=Decimal(950), begins_on=days_ago(begins))


def end(record: str, ends: int) -> EndContribution:
    return EndContribution(contribution=record, ends_on=days_ago(ends))


def agreed(*more: Command) -> Story:
    """A home whose contribution, of version 5, begins 90 days ago."""
    return open_home().given(move_in(), agree(), *more)


FIRST = f"{HOME.hex}-5"


def test_a_public_payer_is_named_openly() -> None:
    event = open_home().given(move_in()).recorded(agree(), ContributionAgreed)
    assert (event.payer_name, event.private_payer_name) == ("Anyshire", None)
    assert event.weekly_amount == Decimal("900.00")


def test_a_private_payer_is_sealed_under_the_residents_key() -> None:
    story = open_home().given(move_in())
    event = story.recorded(agree(payer="SON", kind=PayerKind.TOP_UP, name="B. Byron"), ContributionAgreed)
    assert event.payer_name is None
    assert event.private_payer_name is not None
    assert event.private_payer_name.value == "B. Byron"
    assert (event.private_payer_name.person_id, event.private_payer_name.record_class) == (
        event.resident_id,
        "finance",
    )


def test_a_public_payer_is_the_same_in_every_home_and_a_private_one_is_not() -> None:
    other = UUID(int=7)
    for kind in PayerKind:
        same = payer_id_of(HOME, kind, "P") == payer_id_of(other, kind, "P")
        assert same == kind.is_public


def test_several_payers_pay_for_one_resident_at_once() -> None:
    assert agreed().when(agree(payer="FNC", kind=PayerKind.FNC, name="ICB"))


def test_a_payer_that_is_known_needs_no_name() -> None:
    story = agreed(move_in("R2"))
    assert story.when(agree(resident="R2", name=None))
    assert story.refused(agree(payer="LA2", name=None)).code == "payer_without_name"


def test_a_contribution_may_begin_the_day_after_another_ended() -> None:
    story = agreed(end(FIRST, 50))
    assert story.refused(agree(50)).code == "pays_already"
    assert story.when(agree(49))


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (agree(resident="R9"), "resident_unknown", "resident"),
        (agree(-400), "too_far_ahead", "begins_on"),
        (change(FIRST, -400), "too_far_ahead", "begins_on"),
        (agree(5, 6), "ends_before_it_begins", "ends_on"),
        (agree(5), "pays_already", "begins_on"),
        (agree(500, 90), "pays_already", "begins_on"),
        (agree(500), "pays_already", "begins_on"),
        (agree(kind=PayerKind.CHC), "payer_of_other_kind", "payer_kind"),
        (change(FIRST, 91), "outside_the_contribution", "begins_on"),
        (change(f"{HOME.hex}-4", 5), "record_unknown", "contribution"),
        (change(f"{'0' * 32}-5", 5), "record_unknown", "contribution"),
        (end(FIRST, 91), "ends_before_it_begins", "ends_on"),
        (end(f"{HOME.hex}-4", 5), "record_unknown", "contribution"),
    ],
)
def test_a_contribution_is_refused(command: Command, code: str, field: str) -> None:
    refusal = agreed().refused(command)
    assert (refusal.code, refusal.field) == (code, field)


def test_a_change_takes_over_the_nights_that_are_left() -> None:
    story = agreed(end(FIRST, 10))
    event = story.recorded(change(FIRST, 40), ContributionChanged)
    assert (event.about, event.begins_on, event.ends_on) == (5, days_ago(40), days_ago(10))
    spans = {version: (c.begins_on, c.ends_on) for version, c in story.home.contributions.items()}
    assert spans == {5: (days_ago(90), days_ago(41)), 7: (days_ago(40), days_ago(10))}


def test_a_change_reaches_back_as_far_as_the_contribution_does() -> None:
    story = agreed(change(FIRST, 40))
    assert story.refused(change(FIRST, 40)).code == "outside_the_contribution"
    backwards = story.recorded(change(FIRST, 60), ContributionChanged)
    assert (backwards.begins_on, backwards.ends_on) == (days_ago(60), days_ago(41))
    assert story.when(change(FIRST, 90))


def test_a_contribution_ends_and_a_later_end_replaces_an_earlier() -> None:
    story = agreed()
    assert story.recorded(end(FIRST, 50), ContributionEnded).about == 5
    assert story.when(end(FIRST, 50)) == []
    assert story.recorded(end(FIRST, 30), ContributionEnded).ends_on == days_ago(30)
    story.given(agree(29))
    refusal = story.refused(end(FIRST, 20))
    assert (refusal.code, refusal.field) == ("pays_already", "ends_on")


def test_a_contribution_may_be_agreed_for_a_time_to_come() -> None:
    command = agree()
    story = open_home().given(move_in())
    assert story.when(
        AgreeContribution(
            resident="R1",
            payer_ref=command.payer_ref,
            payer_kind=command.payer_kind,
            payer_name="Anyshire",
            weekly_amount=Decimal(0),
            begins_on=date(2026, 6, 1),
        )
    )
