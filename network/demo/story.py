"""A demo home's three years as steps: what its team would have recorded, in the order of recording."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from households.absences import ComeBack, GoAway
from households.baseline import RecordBaseline
from households.costs import RecordCost
from households.life import ChangePractice, RecordVolunteering, ShareMoment
from households.residents import MoveIn, MoveOut
from households.sickness import EndSickness, StartSickness
from households.team import ChangeHours, JoinTeam, LeaveTeam
from households.terms import MovedOutReason
from network.demo.fall_records import record_falls
from network.demo.falling import falls_of
from network.demo.fee_records import record_fees
from network.demo.fees import contributions_of
from network.demo.homes import DemoHome
from network.demo.last_evening import record_last_evening
from network.demo.living import costs_of, moments_of, practices_of, volunteering_of
from network.demo.paying import payments_of
from network.demo.stays import Resident, residents_of
from network.demo.steps import Step, Steps
from network.demo.working import Colleague, Spell, team_of


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that a home records, and the people in it."""

    home: DemoHome
    steps: list[Step]
    residents: list[Resident]
    team: list[Colleague]


def tell(home: DemoHome, seed: str) -> Story:
    """The home's story up to its `today`; the same for the same home and seed."""
    today = home.today

    def chance(subject: str) -> Random:
        return Random(f"{seed}/{home.ref}/{subject}")  # noqa: S311 - a story, no secret

    steps = Steps()
    residents = residents_of(home, today, chance("residents"))
    falls = falls_of(home, residents, today, chance("falls"))
    team = team_of(home, today, chance("team"))
    contributions = contributions_of(home, residents, today, chance("fees"))
    payments = payments_of(home, contributions, today, seed, chance("payments"))
    for resident in residents:
        _record_stay(steps, resident, home)
    for colleague in team:
        _record_colleague(steps, colleague, home)
    colleagues = [f"{c.given_name} {c.family_name[0]}." for c in team]
    record_falls(steps, falls, colleagues, today, chance("fall records"))
    record_last_evening(steps, residents, colleagues, today, chance("last evening"))
    record_fees(steps, contributions, payments)
    _record_life(steps, home, residents, team, today, chance)
    if home.has_baseline:
        _record_baseline(steps, home, chance("baseline"))
    steps.taken.sort(key=lambda step: step.at)
    return Story(home, _said(steps.taken, home, today), residents, team)


def _said(steps: list[Step], home: DemoHome, today: date) -> list[Step]:
    """The steps until the home fell silent, or until yesterday's midnight."""
    ends = _evening(home.silent_from or today, hour=0)
    return [step for step in steps if step.at < ends]


def _evening(day: date, hour: int = 20, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


def _entered(day: date, home: DemoHome) -> datetime:
    """When somebody's coming was written down: those who were there before, first of all."""
    return _evening(day, hour=11) if day > home.begins_on else _evening(home.begins_on, hour=0)


def _record_stay(steps: Steps, resident: Resident, home: DemoHome) -> None:
    key = f"stay/{resident.ref}"
    steps.add(
        _entered(resident.moved_in_on, home),
        key,
        MoveIn,
        resident_ref=resident.ref,
        given_name=resident.given_name,
        family_name=resident.family_name,
        born_on=resident.born_on,
        nhs_number=resident.nhs_number,
        household=resident.household,
        room=resident.room,
        moved_in_on=resident.moved_in_on,
    )
    for absence in resident.absences:
        away = f"{key}/away/{absence.away_from}"
        steps.add(
            _evening(absence.away_from),
            away,
            GoAway,
            resident=resident.ref,
            away_from=absence.away_from,
            reason=absence.reason,
        )
        if absence.back_on:
            steps.add(
                _evening(absence.back_on, hour=17),
                f"{away}/back",
                ComeBack,
                resident=resident.ref,
                back_on=absence.back_on,
            )
    if resident.moved_out_on:
        steps.add(
            _evening(resident.moved_out_on),
            f"{key}/out",
            MoveOut,
            resident=resident.ref,
            moved_out_on=resident.moved_out_on,
            reason=resident.reason or MovedOutReason.OTHER,
        )


def _record_colleague(steps: Steps, colleague: Colleague, home: DemoHome) -> None:
    key = f"team/{colleague.ref}"
    steps.add(
        _entered(colleague.started_on, home),
        key,
        JoinTeam,
        staff_ref=colleague.ref,
        given_name=colleague.given_name,
        family_name=colleague.family_name,
        role=colleague.role,
        weekly_hours=colleague.weekly_hours,
        started_on=colleague.started_on,
    )
    if colleague.changed_hours:
        day, hours = colleague.changed_hours
        steps.add(
            _evening(day, hour=10),
            f"{key}/hours",
            ChangeHours,
            staff=colleague.ref,
            weekly_hours=hours,
            changed_on=day,
        )
    for spell in colleague.spells:
        _record_spell(steps, colleague.ref, spell)
    if colleague.left_on:
        steps.add(
            _evening(colleague.left_on),
            f"{key}/left",
            LeaveTeam,
            staff=colleague.ref,
            left_on=colleague.left_on,
        )


def _record_spell(steps: Steps, ref: str, spell: Spell) -> None:
    """A day or two is written down afterwards, a longer spell when it begins and when it ends."""
    key = f"team/{ref}/sick/{spell.first_day}"
    said = {"staff": ref, "first_day": spell.first_day, "reason_code": spell.reason_code}
    short = spell.last_day is not None and (spell.last_day - spell.first_day).days <= 2
    if short and spell.last_day:
        steps.add(_evening(spell.last_day, hour=8), key, StartSickness, last_day=spell.last_day, **said)
        return
    steps.add(_evening(spell.first_day, hour=8), key, StartSickness, **said)
    if spell.last_day:
        at = _evening(spell.last_day, hour=18)
        steps.add_to(key, "spell", at, f"{key}/end", EndSickness, last_day=spell.last_day)


def _record_life(
    steps: Steps,
    home: DemoHome,
    residents: list[Resident],
    team: list[Colleague],
    today: date,
    chance: Callable[[str], Random],
) -> None:
    for number, (resident, day, text) in enumerate(moments_of(home, residents, today, chance("moments"))):
        at = _evening(day, hour=13 + number % 7, minute=number % 60)
        steps.add(at, f"moment/{number}", ShareMoment, resident=resident.ref, enjoyed_on=day, moment=text)
    for day, hours in volunteering_of(home, today, chance("volunteering")):
        steps.add(
            _evening(day, hour=18), f"volunteering/{day}", RecordVolunteering, given_on=day, hours=hours
        )
    for number, (day, text) in enumerate(practices_of(home, today, chance("practices"))):
        steps.add(_evening(day, hour=15), f"practice/{number}", ChangePractice, changed_on=day, text=text)
    for month, category, amount in costs_of(home, residents, team, today, chance("costs")):
        at = _evening((month + timedelta(days=32)).replace(day=6), hour=10)
        steps.add(
            at,
            f"cost/{month}/{category}",
            RecordCost,
            month=f"{month:%Y-%m}",
            category=category,
            amount=amount,
        )


def _record_baseline(steps: Steps, home: DemoHome, chance: Random) -> None:
    """The year before a home joined, as monthly totals out of its old spreadsheet."""
    month = home.begins_on.replace(day=1)
    for back in range(1, 13):
        month = (month - timedelta(days=1)).replace(day=1)
        nights = round(home.beds * 30.4 * chance.uniform(0.88, 0.96))
        falls = sum(chance.random() < home.falls_per_1000 / 1_000 for _ in range(nights))
        steps.add(
            _evening(home.begins_on, hour=12),
            f"baseline/{back}",
            RecordBaseline,
            month=f"{month:%Y-%m}",
            occupied_bed_days=nights,
            falls=falls,
            injurious_falls=sum(chance.random() < 0.38 for _ in range(falls)),
        )
