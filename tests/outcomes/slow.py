"""The same figures counted slowly: day by day, person by person, straight from the definitions."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from outcomes.statistics import rate_dispersion

FIRST = date(2024, 1, 1)
"""Made-up days are counted from here."""


def day(number: int) -> date:
    """A day of the story."""
    return FIRST + timedelta(days=number)


@dataclass
class Stay:
    """A resident from one day up to, not with, another; None: still there."""

    resident: UUID
    moved_in: int
    moved_out: int | None
    away: list[tuple[int, int | None]] = field(default_factory=list[tuple[int, int | None]])


@dataclass
class Job:
    """Somebody of the team, both days included, with weekly hours from days on."""

    staff: UUID
    started: int
    left: int | None
    hours: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


@dataclass
class House:
    """One home's history."""

    recorded_from: int
    stays: list[Stay]
    falls: list[tuple[UUID, int, bool]]
    """Who, on which day, and whether with harm."""
    beds: list[tuple[int, int]]
    """From which day on, how many."""
    team: list[Job]
    spells: list[tuple[UUID, int, int | None]]
    full_time: list[tuple[int, int]]
    recorded_days: set[int]
    moments: list[tuple[UUID, int]] = field(default_factory=list[tuple[UUID, int]])
    """Who enjoyed something they chose, and when."""
    volunteering: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    """On which day, how many hours."""

    def days(self, first: int, last: int, today: int) -> range:
        """The days of a period that count."""
        return range(max(first, self.recorded_from), min(last, today - 1) + 1)

    def nights_of(self, days: range) -> Counter[UUID]:
        """Occupied bed days by resident."""
        return Counter(
            stay.resident
            for d in days
            for stay in self.stays
            if _within(d, stay.moved_in, stay.moved_out)
            and not any(_within(d, away, back) for away, back in stay.away)
        )

    def bed_days(self, days: range) -> int:
        """Available bed days."""
        return sum(_latest(self.beds, d, 0) for d in days)

    def fte_days(self, days: range) -> tuple[float, float]:
        """Lost and available."""
        lost = available = 0.0
        for d in days:
            for job in self.team:
                if job.started <= d and (job.left is None or d <= job.left):
                    fte = _latest(job.hours, d, 0) / _latest(self.full_time, d, 0)
                    available += fte
                    if any(
                        who == job.staff and job.started <= begins <= d and (ends is None or d <= ends)
                        for who, begins, ends in self.spells
                    ):
                        lost += fte
        return lost, available

    def weeks_enjoyed(self, days: range) -> int:
        """Residents' calendar weeks with a moment."""
        return len({(who, day(d).isocalendar()[:2]) for who, d in self.moments if d in days})

    def hours_given(self, days: range) -> int:
        """By volunteers."""
        return sum(hours for d, hours in self.volunteering if d in days)

    def dispersion(self, days: range, with_harm: bool) -> float:
        """φ over the residents who were there, or fell on a day whose night they spent elsewhere."""
        nights = self.nights_of(days)
        fell = Counter(who for who, d, harmed in self.falls if d in days and (harmed or not with_harm))
        anybody = Counter(who for who, d, _ in self.falls if d in days)
        people = sorted(set(nights) | set(anybody))
        events, exposure = [fell[who] for who in people], [nights[who] for who in people]
        if (
            any(x and not n for x, n in zip(events, exposure, strict=True))
            or len(people) < 2
            or not sum(events)
        ):
            return _with_absent(events, exposure)
        return rate_dispersion(events, exposure) if all(exposure) else _with_absent(events, exposure)

    def is_silent(self, first: int, last: int, today: int) -> bool:
        """Whether a silence of 14 days covers 14 days of the period, or all of a shorter one."""
        days = self.days(first, last, today)
        if not days:
            return True
        silent = 0
        run: list[int] = []
        for d in [*range(self.recorded_from, today), None]:
            if d is not None and d not in self.recorded_days:
                run.append(d)
                continue
            if len(run) >= 14:
                silent = max(silent, sum(1 for quiet in run if quiet in days))
            run = []
        return silent >= min(14, len(days))


def _with_absent(events: list[int], exposure: list[int]) -> float:
    total, time, m = sum(events), sum(exposure), len(events)
    if m < 2 or not total or not time:
        return 1.0
    rate = total / time
    squares = sum((x - rate * n) ** 2 for x, n in zip(events, exposure, strict=True))
    return max(1.0, m / (m - 1) * squares / total)


def _within(d: int, begins: int, ends: int | None) -> bool:
    return begins <= d and (ends is None or d < ends)


def _latest(steps: list[tuple[int, int]], d: int, otherwise: int) -> int:
    reached = [(begins, value) for begins, value in steps if begins <= d]
    return max(reached)[1] if reached else otherwise
