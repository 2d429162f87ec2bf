"""The state of a home: what it keeps, how small it stays, and that a snapshot is the same home."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

from households.absences import GoAway
from households.contributions import AgreeContribution, ChangeContribution
from households.home import Home, evolve
from households.life import ShareMoment
from households.payments import ReceivePayment
from households.recording.snapshots import decode_home, encode_home
from households.residents import MoveOut
from households.team import ChangeHours, LeaveTeam
from households.terms import MovedOutReason, PayerKind
from tests.households.story import TODAY, Story, days_ago, join_team, move_in, open_home
from tests.households.test_falls import at, fall

TEN_YEARS = 3_650
LARGEST_SNAPSHOT = 200_000


def ten_years() -> Story:
    """A home of 30 beds over ten years: stays of two years, three payers each, paid every four weeks."""
    story = Story()
    story.home = open_home(beds=30).home
    story.home.recorded_from = days_ago(TEN_YEARS)
    for household in story.home.households.values():
        household.beds = [(days_ago(TEN_YEARS), 30)]
    numbers = count(1)
    for bed in range(30):
        for began in range(TEN_YEARS - bed * 20, 0, -730):
            live(story, f"R{next(numbers)}", began, max(began - 730, 0))
    for number in range(160):
        story.given(
            join_team(f"S{number}", days_ago(3_000)),
            ChangeHours(staff=f"S{number}", weekly_hours=Decimal(20), changed_on=days_ago(100)),
        )
        if number > 40:
            story.given(LeaveTeam(staff=f"S{number}", left_on=days_ago(50)))
    return story


def live(story: Story, ref: str, began: int, ended: int) -> None:
    """A stay with its fees, payments, nights in hospital and falls."""
    story.given(move_in(ref, days_ago(began)))
    for kind, payer in ((PayerKind.LOCAL_AUTHORITY, "LA1"), (PayerKind.TOP_UP, f"T-{ref}")):
        story.given(
            AgreeContribution(
                resident=ref,
                payer_ref=payer,
                payer_kind=kind,
                payer_name="Payer",
                weekly_amount=Decimal(900),
                begins_on=days_ago(began),
            )
        )
        if began - ended > 365:
            change = ChangeContribution(
                contribution=story.last_id(), weekly_amount=Decimal(950), begins_on=days_ago(began - 365)
            )
            story.given(change)
    for day in range(began, ended, -28):
        for payer in ("LA1", f"T-{ref}"):
            story.given(
                ReceivePayment(
                    payer=payer, received_on=days_ago(day), amount=Decimal("1071.52"), reference=ref
                )
            )
    for day in range(began - 50, ended + 10, -200):
        story.given(
            GoAway(resident=ref, away_from=days_ago(day), back_on=days_ago(day - 5)),
            fall(at(days_ago(day)), ref),
        )
    if ended:
        story.given(MoveOut(resident=ref, moved_out_on=days_ago(ended), reason=MovedOutReason.DIED))


def test_a_snapshot_of_thirty_beds_and_ten_years_stays_small() -> None:
    story = ten_years()
    assert len(story.home.residents) >= 150
    assert len(story.home.payments) > 7_000
    assert len(encode_home(story.home)) < LARGEST_SNAPSHOT


def test_a_snapshot_is_the_same_home() -> None:
    story = ten_years()
    again = decode_home(encode_home(story.home))
    assert again == story.home


def test_a_state_does_not_grow_with_falls() -> None:
    story = open_home().given(move_in())
    story.given(*(fall(at(days_ago(1 + day % 90))) for day in range(10)))
    before = len(encode_home(story.home))
    story.given(*(fall(at(days_ago(1 + day % 90))) for day in range(100)))
    assert story.home.version == 114
    assert len(encode_home(story.home)) <= before + 2


def test_a_decision_leaves_the_home_as_it_is() -> None:
    story = open_home().given(move_in())
    before = encode_home(story.home)
    story.when(MoveOut(resident="R1", moved_out_on=TODAY, reason=MovedOutReason.HOME))
    assert encode_home(story.home) == before


def test_evolve_counts_versions_of_events_that_it_needs_nothing_of() -> None:
    moment = ShareMoment(resident="R1", enjoyed_on=TODAY, moment="Sang")
    (event,) = open_home().given(move_in()).when(moment)
    assert evolve(Home(), event, 1).version == 1


def test_two_new_homes_share_nothing() -> None:
    one, other = Home(), Home()
    one.resident_refs["R1"] = UUID(int=1)
    assert other.resident_refs == {}


def test_a_placement_ends_where_the_next_begins() -> None:
    begin = date(2025, 1, 1)
    story = open_home().given(move_in(on=begin))
    (resident,) = story.home.residents.values()
    assert (
        resident.stays[0].household_on(begin + timedelta(days=5))
        == resident.stays[0].placements[0].household_id
    )
