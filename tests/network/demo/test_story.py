"""What the demo tells: always the same, and like the homes that the published figures describe."""

import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from statistics import mean, variance

from households.contributions import AgreeContribution
from households.falls import RecordFall
from households.payments import ReceivePayment, ReversePayment
from households.post_fall import watch_of
from households.terms import Harm, PayerKind
from network.demo.fees import nursing_rate
from network.demo.homes import DAYS, DemoHome, coach_number, demo_homes
from network.demo.stays import Resident
from network.demo.story import Story, tell
from network.directory.boards import load_boards

TODAY = date(2026, 11, 22)
YEAR = timedelta(days=365)


@cache
def story(ref: str) -> Story:
    return tell(next(home for home in demo_homes(TODAY) if home.ref == ref), "hearth")


@cache
def network() -> tuple[Story, ...]:
    return tuple(story(home.ref) for home in demo_homes(TODAY))


def nights(residents: list[Resident], begins: date, ends: date) -> int:
    days = [begins + timedelta(days=night) for night in range((ends - begins).days)]
    return sum(resident.is_present(day) for resident in residents for day in days)


def falls(story: Story, begins: date, ends: date) -> list[date]:
    days = [step.values["occurred_at"].date() for step in story.steps if step.kind is RecordFall]
    return [day for day in days if begins <= day < ends]


def rate(story: Story, begins: date, ends: date) -> float:
    return 1_000 * len(falls(story, begins, ends)) / nights(story.residents, begins, ends)


def test_a_seed_and_a_day_always_tell_the_same_story() -> None:
    home = demo_homes(TODAY)[2]
    assert tell(home, "hearth").steps == tell(home, "hearth").steps
    assert tell(home, "hearth").steps != tell(home, "another seed").steps


TELL = """
import hashlib
from datetime import date
from network.demo.homes import demo_homes
from network.demo.story import tell
home = next(home for home in demo_homes(date(2026, 11, 22)) if home.ref == "IVY")
print(hashlib.sha256(repr(tell(home, "hearth").steps).encode()).hexdigest())
"""


def test_another_process_tells_the_same_story() -> None:
    """Python orders sets of text differently in each process."""
    told = {
        subprocess.run(
            [sys.executable, "-c", TELL], env={"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_somebody_fell_last_evening_and_is_still_to_be_looked_in_on() -> None:
    """So that Today shows something to do, on whatever day the demo was made."""
    for told in network():
        if told.home.silent_from:
            continue
        seen = [step for step in told.steps if step.needs == "fall/last-evening"]
        (fall,) = [step for step in told.steps if step.key == "fall/last-evening"]
        assert fall.at.date() == TODAY - timedelta(days=1)
        facts = RecordFall(**fall.values).facts
        watch = watch_of(facts, fall.values["occurred_at"], [step.values["observed_at"] for step in seen])
        noon = datetime.combine(TODAY, time(12), UTC)
        due = watch.next_time(noon)
        assert due is not None
        assert due.date() == TODAY


def test_there_are_24_homes_in_6_areas_of_boards_that_exist() -> None:
    homes = demo_homes(TODAY)
    assert len(homes) == len({home.ref for home in homes}) == 24
    assert len({home.area.board for home in homes}) == 6
    assert {home.area.board for home in homes} <= load_boards()
    assert {len(home.households) for home in homes} == {1, 2, 3}
    assert all(beds <= 12 for home in homes for _, beds in home.households)
    assert sum(home.beds >= 30 and home.programme_on is not None for home in homes) == 3


def test_it_comes_to_between_100_000_and_250_000_facts() -> None:
    assert 100_000 <= sum(len(story.steps) for story in network()) <= 250_000


def test_steps_are_in_the_order_of_recording_and_have_keys_of_their_own() -> None:
    for told in network():
        assert [step.at for step in told.steps] == sorted(step.at for step in told.steps)
        assert len({step.key for step in told.steps}) == len(told.steps)


def test_everything_was_recorded_by_yesterday() -> None:
    assert all(step.at.date() < TODAY for told in network() for step in told.steps)
    assert max(step.at.date() for step in story("ALDER").steps) == TODAY - timedelta(days=1)


def test_homes_have_between_4_and_6_falls_for_1_000_bed_days() -> None:
    begins = TODAY - timedelta(days=DAYS)
    count = sum(len(falls(told, begins, TODAY)) for told in network())
    exposure = sum(nights(told.residents, told.home.begins_on, TODAY) for told in network())
    assert 4 <= 1_000 * count / exposure <= 6


def test_falls_really_drop_by_43_percent_where_the_programme_began() -> None:
    ratios: list[float] = []
    for told in network():
        started = told.home.programme_on
        if started:
            ratios.append(rate(told, started, started + YEAR) / rate(told, started - YEAR, started))
    assert len(ratios) == 3
    assert 0.54 <= mean(ratios) <= 0.60


def test_falls_cluster_in_people_more_than_chance_would_have_it() -> None:
    for ref in ("ALDER", "OAK", "MALLOW"):
        told = story(ref)
        by_resident = Counter(step.values["resident"] for step in told.steps if step.kind is RecordFall)
        counts = [by_resident[resident.ref] for resident in told.residents]
        assert variance(counts) > 2 * mean(counts)


def test_there_are_more_falls_in_winter() -> None:
    days = [day for told in network() for day in falls(told, told.home.begins_on, TODAY)]
    by_month = Counter(day.month for day in days)
    assert sum(by_month[month] for month in (12, 1, 2)) > 1.15 * sum(by_month[month] for month in (6, 7, 8))


def test_one_fall_in_about_three_injures_and_few_gravely() -> None:
    harm = Counter(s.values["harm"] for told in network() for s in told.steps if s.kind is RecordFall)
    assert 0.3 <= 1 - harm[Harm.NONE] / harm.total() <= 0.46
    assert (harm[Harm.SEVERE] + harm[Harm.FATAL]) / harm.total() <= 0.06


def test_a_home_has_been_silent_for_five_weeks() -> None:
    silence = TODAY - max(step.at.date() for step in story("GORSE").steps)
    assert timedelta(days=35) <= silence <= timedelta(days=42)


def test_sickness_comes_in_many_short_spells_and_a_few_long_ones() -> None:
    lengths = [
        (spell.last_day - spell.first_day).days + 1
        for told in network()
        for colleague in told.team
        for spell in colleague.spells
        if spell.last_day
    ]
    assert sum(days <= 5 for days in lengths) > 0.6 * len(lengths)
    assert sum(days for days in lengths if days > 21) > 0.3 * sum(lengths)


def delays(kinds: set[PayerKind], late: bool | None) -> list[int]:
    """Days from the end of the period that a payment names to the day it came."""
    found: list[int] = []
    for told in network():
        refs = _payers(told.home, kinds, late)
        for step in told.steps:
            if step.kind is ReceivePayment and step.values["payer"] in refs:
                _, begins, _ = step.values["reference"].split("-", 2)
                period = date.fromisoformat(f"{begins[:4]}-{begins[4:6]}-{begins[6:]}")
                found.append((step.values["received_on"] - period).days - 28)
    return found


def _payers(home: DemoHome, kinds: set[PayerKind], late: bool | None) -> set[str]:
    if PayerKind.LOCAL_AUTHORITY in kinds:
        return {ref for ref, _ in home.area.councils[1 if late else 0 : 2 if late else 1]}
    return {f"{home.area.board}-FNC", f"{home.area.board}-CHC"}


def test_every_second_council_pays_weeks_late() -> None:
    council = {PayerKind.LOCAL_AUTHORITY}
    assert mean(delays(council, late=True)) > mean(delays(council, late=False)) + 35
    assert mean(delays({PayerKind.FNC}, late=None)) < 45


def test_many_residents_have_several_payers_at_once() -> None:
    for told in network():
        agreed = [step.values for step in told.steps if step.kind is AgreeContribution]
        payers = Counter((contribution["resident"], contribution["begins_on"]) for contribution in agreed)
        together = {resident for (resident, _), count in payers.items() if count >= 2}
        assert len(together) >= 0.3 * len(told.residents), told.home.ref


def test_a_few_payments_are_returned_and_a_few_entered_twice() -> None:
    kinds = Counter(step.kind for told in network() for step in told.steps)
    assert 0.001 < kinds[ReversePayment] / kinds[ReceivePayment] < 0.02
    twice = sum(step.key.endswith("/twice") for told in network() for step in told.steps)
    assert 3 <= twice <= 60


def test_nursing_care_is_paid_at_the_published_rate() -> None:
    assert str(nursing_rate(date(2026, 3, 31))) == "254.06"
    assert str(nursing_rate(date(2026, 4, 1))) == "267.68"


def test_one_coach_supports_all_homes_of_the_programme_and_every_coach_some() -> None:
    homes = demo_homes(TODAY)
    coaches = [coach_number(number, len(homes), 3) for number in range(len(homes))]
    assert {coach for coach, home in zip(coaches, homes, strict=True) if home.programme_on} == {0}
    assert [coaches.count(coach) for coach in range(3)] == [12, 6, 6]
    assert [coach_number(number, 2, 3) for number in range(2)] == [0, 1]
