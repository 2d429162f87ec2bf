"""Who lives in a demo home and when: rooms fill, people leave or die, and the next person moves in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from households.terms import AbsenceReason, MovedOutReason
from network.demo.homes import DemoHome
from network.demo.names import resident_name

YEAR = 365.25
CLUSTERING = 1.0
"""Shape of the gamma distribution of how prone to falls people are: the smaller, the more they cluster."""


@dataclass(slots=True)
class Absence:
    """Nights away; `back_on` is None while somebody is still away."""

    away_from: date
    back_on: date | None
    reason: AbsenceReason


@dataclass(slots=True)
class Resident:
    """A person and the one stay of theirs that the demo tells."""

    ref: str
    given_name: str
    family_name: str
    born_on: date
    nhs_number: str
    household: str
    room: str
    moved_in_on: date
    moved_out_on: date | None
    reason: MovedOutReason | None
    frailty: float
    """How much more or less often this person falls than the home's mean; 1 on average."""
    needs_nurse: bool
    on_anticoagulant: bool
    absences: list[Absence] = field(default_factory=list[Absence])

    def is_present(self, day: date) -> bool:
        """Whether the person sleeps in the home that night."""
        if day < self.moved_in_on or (self.moved_out_on is not None and day >= self.moved_out_on):
            return False
        return not any(a.away_from <= day and (a.back_on is None or day < a.back_on) for a in self.absences)

    def leaves(self, today: date) -> date:
        """The day after the last night that has been, for loops over nights."""
        return min(self.moved_out_on or today, today)


def residents_of(home: DemoHome, today: date, chance: Random) -> list[Resident]:
    """Everybody who lived in the home since it began to record, in the order of moving in."""
    stays = sorted(
        (stay for place in _rooms(home) for stay in _room_through_time(home, place, today, chance)),
        key=lambda stay: (stay.moved_in_on, stay.room),
    )
    for number, stay in enumerate(stays, start=1):
        stay.ref = f"R{number:03d}"
        stay.absences = _absences(stay, home, today, chance)
    _level(stays, home, today)
    return stays


def _level(stays: list[Resident], home: DemoHome, today: date) -> None:
    """Scales frailty to 1 over all nights of the home, so that its mean rate is the one it was given."""
    nights = [max(0, (stay.leaves(today) - max(stay.moved_in_on, home.begins_on)).days) for stay in stays]
    mean = sum(stay.frailty * count for stay, count in zip(stays, nights, strict=True)) / sum(nights)
    for stay in stays:
        stay.frailty /= mean


def _rooms(home: DemoHome) -> Iterator[tuple[str, str]]:
    number = 0
    for household, beds in home.households:
        for _ in range(beds):
            number += 1
            yield household, str(number)


def _room_through_time(
    home: DemoHome, place: tuple[str, str], today: date, chance: Random
) -> Iterator[Resident]:
    """The people who lived in one room: the first of them since before the home began to record."""
    moves_in = home.begins_on - timedelta(days=int(chance.expovariate(1 / 420)) + 1)
    leaves = home.begins_on + timedelta(days=_remaining_nights(chance))
    while moves_in < today:
        yield _resident(home, place, moves_in, leaves if leaves < today else None, chance)
        moves_in = leaves + timedelta(days=2 + int(chance.expovariate(1 / home.demand)))
        leaves = moves_in + timedelta(days=_remaining_nights(chance))


def _remaining_nights(chance: Random) -> int:
    """Some come for their last months, most stay for years."""
    return 3 + int(chance.expovariate(1 / (110 if chance.random() < 0.22 else 1_050)))


def _resident(
    home: DemoHome, place: tuple[str, str], moves_in: date, leaves: date | None, chance: Random
) -> Resident:
    given_name, family_name = resident_name(chance)
    return Resident(
        ref="",
        given_name=given_name,
        family_name=family_name,
        born_on=moves_in - timedelta(days=int(YEAR * min(101.0, max(66.0, chance.gauss(85.5, 6.5))))),
        nhs_number=_nhs_number(chance),
        household=place[0],
        room=place[1],
        moved_in_on=moves_in,
        moved_out_on=leaves,
        reason=_reason(chance) if leaves else None,
        frailty=chance.gammavariate(CLUSTERING, 1 / CLUSTERING),
        needs_nurse=chance.random() < home.nursing_share,
        on_anticoagulant=chance.random() < 0.24,
    )


def _nhs_number(chance: Random) -> str:
    """Ten digits that check, from the range that is kept for tests (999…)."""
    while True:
        digits = [9, 9, 9, *(chance.randrange(10) for _ in range(6))]
        check = 11 - sum(digit * (10 - place) for place, digit in enumerate(digits)) % 11
        if check != 10:
            return "".join(map(str, digits)) + str(check % 11)


def _reason(chance: Random) -> MovedOutReason:
    reasons = list(MovedOutReason)
    return chance.choices(reasons, weights=[_LEAVES[reason] for reason in reasons])[0]


_LEAVES = {
    MovedOutReason.DIED: 78,
    MovedOutReason.HOME: 5,
    MovedOutReason.OTHER_HOME: 6,
    MovedOutReason.HOSPITAL: 9,
    MovedOutReason.OTHER: 2,
}


def _absences(stay: Resident, home: DemoHome, today: date, chance: Random) -> list[Absence]:
    """Stays in hospital, and a few holidays with family."""
    absences: list[Absence] = []
    day = max(stay.moved_in_on, home.begins_on) + timedelta(days=2)
    while (day := day + timedelta(days=1 + int(chance.expovariate(1 / 470)))) < stay.leaves(today):
        hospital = chance.random() < 0.82
        nights = min(45, 1 + int(chance.lognormvariate(1.6, 0.8))) if hospital else chance.randint(2, 9)
        reason = AbsenceReason.HOSPITAL if hospital else AbsenceReason.HOLIDAY
        absences.append(away(stay, day, nights, reason, today))
        day += timedelta(days=nights)
    return absences


def away(stay: Resident, day: date, nights: int, reason: AbsenceReason, today: date) -> Absence:
    """An absence that goes on where it would end after today, or after the person left for good."""
    back = day + timedelta(days=nights)
    ends = min(stay.moved_out_on or today, today)
    return Absence(day, back if back < ends else None, reason)
