"""What holds whatever is recorded: replay is the state, beds are enough, a refusal changes nothing."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from households.absences import AmendAbsence, ComeBack, GoAway, RetractAbsence
from households.beds import first_full_day
from households.contributions import AgreeContribution, ChangeContribution, EndContribution
from households.corrections.contributions import AmendContribution, RetractContribution
from households.corrections.employment import (
    AmendEmployment,
    AmendHours,
    RetractEmployment,
    RetractHours,
)
from households.corrections.stays import AmendMove, AmendStay, RetractMove, RetractStay
from households.falls import AmendFall, RecordFall, RetractFall
from households.home import Home, evolve
from households.payments import ReceivePayment, ReversePayment, SettleDuplicate
from households.premises import ChangeBeds
from households.recording.command import Command
from households.recording.errors import Refused
from households.recording.snapshots import decode_home, encode_home
from households.residents import MoveIn, MoveOut, MoveRoom
from households.sickness import EndSickness, StartSickness
from households.stays import overlap
from households.team import ChangeHours, JoinTeam, LeaveTeam
from households.terms import Harm, MovedOutReason, PayerKind, Place, StaffRole
from tests.households.story import HOME, TODAY, Story, days_ago, join_team, move_in, open_home
from tests.households.test_contributions import agree
from tests.households.test_falls import at, fall

DAYS = st.integers(-1, 40).map(lambda ago: TODAY - timedelta(days=ago))
MAYBE_DAY = st.none() | DAYS
REFS = st.sampled_from(["R1", "R2", "R3", "R4"])
STAFF = st.sampled_from(["S1", "S1", "S2"])
HOUSEHOLDS = st.sampled_from(["Rose", "Elm"])
PAYERS = st.sampled_from(["LA1", "LA2"])
RECORDS = st.sampled_from([4, 5, 6, 7, 7, 8, 9, 10, 11, 12, 13]).map(lambda version: f"{HOME.hex}-{version}")
AMOUNTS = st.sampled_from([Decimal(5), Decimal(7)])


def moving_in(ref: str, household: str, day: date, out: date | None) -> MoveIn:
    return MoveIn(
        resident_ref=ref,
        household=household,
        moved_in_on=day,
        moved_out_on=out,
        moved_out_reason=None if out is None else MovedOutReason.HOME,
        given_name="A",
        family_name="B",
    )


def amending_stay(record: str, household: str, day: date, out: date | None) -> AmendStay:
    return AmendStay(
        stay=record,
        household=household,
        moved_in_on=day,
        moved_out_on=out,
        moved_out_reason=None if out is None else MovedOutReason.HOME,
        why="Misread",
    )


MOVING = st.one_of(
    st.builds(moving_in, REFS, HOUSEHOLDS, DAYS, MAYBE_DAY),
    st.builds(MoveRoom, resident=REFS, household=HOUSEHOLDS, moved_on=DAYS),
    st.builds(MoveOut, resident=REFS, moved_out_on=DAYS, reason=st.just(MovedOutReason.HOME)),
    st.builds(ChangeBeds, household=HOUSEHOLDS, beds=st.integers(0, 3), changed_on=DAYS),
    st.builds(GoAway, resident=REFS, away_from=DAYS, back_on=MAYBE_DAY),
    st.builds(ComeBack, resident=REFS, back_on=DAYS),
    st.builds(amending_stay, RECORDS, HOUSEHOLDS, DAYS, MAYBE_DAY),
    st.builds(RetractStay, stay=RECORDS, reason=st.just("Nobody came")),
    st.builds(AmendMove, move=RECORDS, household=HOUSEHOLDS, moved_on=DAYS, why=st.just("Misread")),
    st.builds(RetractMove, move=RECORDS, reason=st.just("Stayed")),
    st.builds(AmendAbsence, absence=RECORDS, away_from=DAYS, back_on=MAYBE_DAY, why=st.just("Misread")),
    st.builds(RetractAbsence, absence=RECORDS, reason=st.just("Was here")),
)
FALLS = st.one_of(
    st.builds(
        RecordFall,
        resident=REFS,
        occurred_at=DAYS.map(at),
        place=st.just(Place.LOUNGE),
        harm=st.just(Harm.NONE),
    ),
    st.builds(
        AmendFall,
        fall=RECORDS,
        occurred_at=DAYS.map(at),
        place=st.just(Place.LOUNGE),
        harm=st.just(Harm.LOW),
        reason=st.just("Mistyped"),
    ),
    st.builds(RetractFall, fall=RECORDS, reason=st.just("Twice")),
)
WORK = st.one_of(
    st.builds(
        JoinTeam,
        staff_ref=STAFF,
        given_name=st.just("A"),
        family_name=st.just("B"),
        role=st.just(StaffRole.NURSE),
        weekly_hours=AMOUNTS,
        started_on=DAYS,
        left_on=MAYBE_DAY,
    ),
    st.builds(LeaveTeam, staff=STAFF, left_on=DAYS),
    st.builds(StartSickness, staff=STAFF, first_day=DAYS, last_day=MAYBE_DAY),
    st.builds(EndSickness, spell=RECORDS, last_day=DAYS),
    st.builds(ChangeHours, staff=STAFF, weekly_hours=AMOUNTS, changed_on=DAYS),
    st.builds(
        AmendEmployment,
        employment=RECORDS,
        role=st.just(StaffRole.NURSE),
        weekly_hours=AMOUNTS,
        started_on=DAYS,
        left_on=MAYBE_DAY,
        why=st.just("Misread"),
    ),
    st.builds(RetractEmployment, employment=RECORDS, reason=st.just("Never came")),
    st.builds(AmendHours, change=RECORDS, weekly_hours=AMOUNTS, changed_on=DAYS, why=st.just("Misread")),
    st.builds(RetractHours, change=RECORDS, reason=st.just("Not so")),
)
MONEY = st.one_of(
    st.builds(
        AgreeContribution,
        resident=REFS,
        payer_ref=PAYERS,
        payer_kind=st.just(PayerKind.LOCAL_AUTHORITY),
        payer_name=st.just("Anyshire"),
        weekly_amount=AMOUNTS,
        begins_on=DAYS,
        ends_on=MAYBE_DAY,
    ),
    st.builds(ChangeContribution, contribution=RECORDS, weekly_amount=AMOUNTS, begins_on=DAYS),
    st.builds(EndContribution, contribution=RECORDS, ends_on=DAYS),
    st.builds(
        AmendContribution,
        contribution=RECORDS,
        weekly_amount=AMOUNTS,
        begins_on=DAYS,
        ends_on=MAYBE_DAY,
        why=st.just("Misread"),
    ),
    st.builds(RetractContribution, contribution=RECORDS, reason=st.just("Not agreed")),
    st.builds(SettleDuplicate, payment=RECORDS, is_same=st.booleans()),
    st.builds(ReceivePayment, payer=PAYERS, received_on=DAYS, amount=AMOUNTS, reference=st.just("INV")),
    st.builds(ReversePayment, payment=RECORDS, reversed_on=DAYS),
)
COMMANDS = st.lists(MOVING | FALLS | WORK | MONEY, min_size=10, max_size=40)


def begun() -> Story:
    """A home with residents and a colleague; records 7 to 10 are a contribution, payment, fall and spell."""
    story = open_home(beds=3).given(
        move_in("R1", days_ago(40)),
        move_in("R2", days_ago(40)),
        join_team("S1", days_ago(40)),
        agree(30, 10, payer="LA1"),
        ReceivePayment(payer="LA1", received_on=days_ago(5), amount=Decimal(5), reference="INV"),
    )
    return story.given(fall(at(days_ago(20))), StartSickness(staff="S1", first_day=days_ago(20)))


def tell(commands: list[Command]) -> tuple[Story, int]:
    """The story of what was allowed of these commands, and how many were refused without a trace."""
    story, refused = begun(), 0
    for command in commands:
        before = encode_home(story.home)
        try:
            events = story.when(command)
        except Refused:
            refused += 1
            assert encode_home(story.home) == before
        else:
            assert encode_home(story.home) == before
            story.happen(*events)
    return story, refused


@given(COMMANDS)
@settings(max_examples=150, deadline=None)
def test_replaying_what_was_decided_gives_the_state(commands: list[Command]) -> None:
    story, _ = tell(commands)
    replayed = Home()
    for stored in story.stream:
        evolve(replayed, stored.event, stored.version)
    assert replayed == story.home


@given(COMMANDS, st.integers(0, 40))
@settings(max_examples=100, deadline=None)
def test_a_snapshot_and_what_came_after_it_give_the_state(commands: list[Command], at_version: int) -> None:
    story, _ = tell(commands)
    home = Home()
    for stored in story.stream:
        if stored.version == at_version:
            home = decode_home(encode_home(home))
        evolve(home, stored.event, stored.version)
    assert home == story.home


@given(st.lists(MOVING, min_size=10, max_size=40))
@settings(max_examples=200, deadline=None)
def test_nobody_is_ever_without_a_bed(commands: list[Command]) -> None:
    home = tell(commands)[0].home
    for household_id in home.households:
        assert first_full_day(home, household_id, date(2020, 1, 1), None, more=0) is None
        for ago in range(-5, 45):
            day = TODAY - timedelta(days=ago)
            assert occupied(home, household_id, day) <= home.households[household_id].beds_on(day)


def occupied(home: Home, household_id: UUID, day: date) -> int:
    """Residents who sleep in a household or are away from it for the night, counted one by one."""
    spans = (span for resident in home.residents.values() for stay in resident.stays for span in stay.spans())
    return sum(
        lived_in == household_id and since <= day and (until is None or day < until)
        for lived_in, since, until in spans
    )


@given(st.lists(MOVING, min_size=10, max_size=40))
@settings(max_examples=100, deadline=None)
def test_stays_and_absences_of_a_person_never_overlap(commands: list[Command]) -> None:
    for resident in tell(commands)[0].home.residents.values():
        assert disjoint([(stay.moved_in_on, stay.moved_out_on) for stay in resident.stays])
        for stay in resident.stays:
            assert disjoint([(absence.away_from, absence.back_on) for absence in stay.absences])


@given(st.lists(WORK, min_size=10, max_size=40))
@settings(max_examples=150, deadline=None)
def test_times_in_the_team_never_overlap_and_each_has_hours_from_its_first_day(
    commands: list[Command],
) -> None:
    for staff in tell(commands)[0].home.staff.values():
        times = staff.employments
        assert disjoint(
            [(time.started_on, time.left_on and time.left_on + timedelta(days=1)) for time in times]
        )
        days = [agreed.since for time in times for agreed in time.hours]
        assert len(set(days)) == len(days)
        assert all(time.hours and time.hours[0].since == time.started_on for time in times)


@given(st.lists(MOVING | MONEY | MONEY, min_size=10, max_size=40))
@settings(max_examples=100, deadline=None)
def test_a_payer_pays_once_a_night_for_a_resident(commands: list[Command]) -> None:
    nights: dict[tuple[UUID, UUID], list[tuple[date, date | None]]] = {}
    for c in tell(commands)[0].home.contributions.values():
        ends = None if c.ends_on is None else c.ends_on + timedelta(days=1)
        nights.setdefault((c.resident_id, c.payer_id), []).append((c.begins_on, ends))
    assert all(disjoint(spans) for spans in nights.values())


def disjoint(spans: list[tuple[date, date | None]]) -> bool:
    return not any(overlap(*span, spans[:index]) for index, span in enumerate(spans))
