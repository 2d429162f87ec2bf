"""The words of pages: what the terms of a record are called on a form, and how a time is said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from households.terms import (
    AbsenceReason,
    Action,
    Aid,
    Body,
    BodyPart,
    CostCategory,
    Footwear,
    Harm,
    Lighting,
    MovedOutReason,
    PayerKind,
    Place,
    StaffRole,
    Told,
)
from network.days import LONDON, local_date

Choice = tuple[str, str] | tuple[str, str, str]
"""Value, text and, where it helps, a hint."""

HARM_HINTS: Mapping[Harm, str] = {
    Harm.LOW: "A graze or bruise; first aid or nothing",
    Harm.MODERATE: "Needed more than first aid, such as stitches",
    Harm.SEVERE: "A broken bone, a head injury or lasting harm",
}
WORDS: Mapping[type[StrEnum], Mapping[str, str]] = {
    Harm: {harm: harm.in_words for harm in Harm},
    Place: {Place.OTHER: "Somewhere else"},
    Action: {
        Action.FULL_ASSESSMENT: "Full check, head to toe",
        Action.GP: "Called the GP",
        Action.CALL_111: "Called 111",
        Action.CALL_999: "Called 999",
        Action.HOSPITAL: "Taken to hospital",
        Action.HOISTED: "Helped up with the hoist",
        Action.NONE: "Nothing was needed",
    },
    Told: {Told.GP: "GP", Told.OTHER: "Somebody else"},
    Footwear: {Footwear.OTHER: "Something else", Footwear.BAREFOOT: "Bare feet"},
    Aid: {Aid.NONE: "No aid", Aid.OTHER: "Something else"},
    MovedOutReason: {
        MovedOutReason.DIED: "They died",
        MovedOutReason.HOME: "They went home",
        MovedOutReason.OTHER_HOME: "They moved to another care home",
        MovedOutReason.HOSPITAL: "They went to hospital and don’t come back",
        MovedOutReason.OTHER: "Another reason",
    },
    AbsenceReason: {AbsenceReason.HOSPITAL: "In hospital", AbsenceReason.OTHER: "Another reason"},
    StaffRole: {StaffRole.OTHER: "Another role"},
    CostCategory: {
        CostCategory.CARE_WAGES: "Wages for care",
        CostCategory.AGENCY: "Agency staff",
        CostCategory.PROPERTY: "House and garden",
        CostCategory.OTHER: "Something else",
    },
    PayerKind: {
        PayerKind.CHC: "NHS continuing healthcare",
        PayerKind.FNC: "NHS-funded nursing care",
        PayerKind.SELF_FUNDER: "Pays their own fee",
        PayerKind.TOP_UP: "Top-up",
    },
    Body: {Body.CQC: "CQC", Body.RIDDOR: "HSE (RIDDOR)"},
}
"""What is not called by its own value with a capital; by type, as terms of two types may be the same text."""


def word(value: StrEnum) -> str:
    """What a term is called on a page."""
    return WORDS.get(type(value), {}).get(value) or value.value.replace("_", " ").capitalize()


def words(values: Iterable[StrEnum]) -> str:
    """Several terms, in a line."""
    return ", ".join(word(value) for value in values)


def choices(terms: Iterable[StrEnum]) -> list[Choice]:
    """Terms to choose from."""
    return [_choice(term) for term in terms]


def _choice(term: StrEnum) -> Choice:
    hint = HARM_HINTS.get(term) if isinstance(term, Harm) else None
    return (term.value, word(term), hint) if hint else (term.value, word(term))


NOT_SAID = "Not said"
NOT_KNOWN = "Not known"
"""Forms offer “Not sure”: who chose that has said so."""
LATE = timedelta(hours=2)
"""A record that was made so long after what it tells says so."""


def yes_no(value: bool | None) -> str:
    """An answer; where nobody was sure, or nobody said, that it is not known."""
    return {True: "Yes", False: "No", None: NOT_KNOWN}[value]


def clock(at: datetime) -> str:
    """The time on the wall of the home: 03:12."""
    return f"{at.astimezone(LONDON):%H:%M}"


def day(on: date, today: date) -> str:
    """A day as people say it who look at it today."""
    match (today - on).days:
        case 0:
            return "today"
        case 1:
            return "yesterday"
        case -1:
            return "tomorrow"
        case days if abs(days) < 330:
            return f"{on:%a} {on.day} {on:%B}"
        case _:
            return f"{on.day} {on:%B %Y}"


def when(at: datetime, now: datetime) -> str:
    """A moment: `today at 03:12`."""
    return f"{day(local_date(at), local_date(now))} at {clock(at)}"


def happened(at: datetime, recorded_at: datetime, now: datetime) -> str:
    """When something was, of a day or an instant, and when it was written down where that was much later."""
    local = at.astimezone(LONDON)
    is_day = local.time() == time()
    said = day(local.date(), local_date(now)) if is_day else when(at, now)
    is_late = local.date() != local_date(recorded_at) if is_day else abs(recorded_at - at) > LATE
    return f"{said}, written down {when(recorded_at, now)}" if is_late else said


def written(at: datetime, written_at: datetime, arrived_at: datetime, now: datetime) -> str:
    """When something was written down, or came from a device much later, and when it happened or will."""
    local = at.astimezone(LONDON)
    said = day(local.date(), local_date(now)) if local.time() == time() else when(at, now)
    is_delayed = arrived_at - written_at > LATE
    known = f"arrived {when(arrived_at, now)}" if is_delayed else f"written down {when(written_at, now)}"
    if at > now:
        return f"{known}, for {said}"
    on = "" if said.startswith(("today", "yesterday")) else "on "
    return f"{known}, happened {on}{said}"


def span(length: timedelta) -> str:
    """A length of time, roughly: `25 minutes`, `3 hours`, `2 days`."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 90:
        return counted(minutes, "minute")
    hours = round(minutes / 60)
    return counted(hours, "hour") if hours < 48 else counted(hours // 24, "day")


def due(at: datetime, now: datetime) -> str:
    """When something is to be done: `in 20 minutes`, `now`, `40 minutes ago`."""
    if at > now + timedelta(minutes=1):
        return f"in {span(at - now + timedelta(seconds=30))}"
    return "now" if now - at < timedelta(minutes=5) else f"{span(now - at)} ago"


def to_look_in(at: datetime, now: datetime) -> str:
    """When to look in on somebody, behind `Look in`: `at 00:10, in 20 minutes`, or now and since when."""
    if at > now + timedelta(minutes=1):
        return f"at {clock(at)}, {due(at, now)}"
    said = due(at, now)
    return said if said == "now" else f"now: it was due at {clock(at)}, {said}"


def counted(number: int, thing: str, things: str | None = None) -> str:
    """A number of things: `1 fall`, `2 falls`."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def for_field(at: datetime) -> str:
    """A moment as a browser's `datetime-local` field takes it, on the home's clock."""
    return f"{at.astimezone(LONDON):%Y-%m-%dT%H:%M}"


PLACES = choices(Place)
HARMS = choices(Harm)
ACTIONS = choices(Action)
TOLD = choices(Told)
FOOTWEAR = choices(Footwear)
AIDS = choices(Aid)
LIGHTING = choices(Lighting)
BODY_PARTS = choices(BodyPart)
