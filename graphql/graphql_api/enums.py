"""The words that questions and answers choose from, each value documented.

A context's own enumerations become GraphQL's here, so the modules of types take them from here.
"""

import re
from enum import Enum, StrEnum
from typing import TypeVar, cast

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

from households.events import HOME_EVENTS
from households.terms import Harm, PayerKind, Place
from network.coaching.terms import SharedAs, Side, Subject, Tried
from outcomes.funnel import Position
from outcomes.signals import Direction, Signal
from outcomes.spc import ChartKind
from outcomes.terms import Measure, Unit

Words = TypeVar("Words", bound=Enum)


def documented(
    words: type[Words], description: str, values: dict[Words, str], name: str | None = None
) -> type[Words]:
    """A context's enumeration as a GraphQL enum, its values described; every value has to be."""
    strawberry.enum(words, description=description, name=name)
    definition = cast("StrawberryEnumDefinition", words.__strawberry_definition__)  # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType]
    for value in definition.values:
        value.description = values[words(value.value)]
    return words


documented(
    Measure,
    "What is counted, and against what. Rates are shown for `per` units of the denominator.",
    {
        Measure.FALLS: "Falls per 1,000 occupied bed days; lower is better.",
        Measure.INJURIOUS_FALLS: "Falls with harm low or worse per 1,000 occupied bed days; lower is better.",
        Measure.SICKNESS: "Full-time equivalent days lost to sickness per 100 available; lower is better. "
        "Outside the home for whole quarters only, and not for small teams.",
        Measure.OCCUPANCY: "Occupied bed days per 100 available bed days; higher is better.",
        Measure.MOMENTS: "Resident-weeks with at least one thing chosen and enjoyed per 100 resident-weeks "
        "present; higher is better. Not compared across homes: that would reward typing.",
        Measure.VOLUNTEERING: "Volunteers' hours per 7 occupied bed days; higher is better. Not compared "
        "across homes.",
    },
)
documented(
    Unit,
    "What a point of a chart stands for.",
    {
        Unit.AUTO: "Whichever suits how much there is to count; an answer always says which it is.",
        Unit.MONTH: "A calendar month.",
        Unit.QUARTER: "A calendar quarter.",
        Unit.EVENT: "The days from one event to the next. For falls and injurious falls only.",
    },
    name="Period",
)
documented(
    ChartKind,
    "How a chart judges its points.",
    {
        ChartKind.XMR: "Single values, with limits from their moving range. No measure has it today: none of "
        "them varies from one period to the next as those limits take for granted.",
        ChartKind.U: "Events per exposure, with exact limits.",
        ChartKind.G: "Days between events, with an upper limit: it can show only that events became rarer.",
        ChartKind.RUN: "Values about their median, without limits.",
    },
)
documented(
    Signal,
    "What is more than chance in a point; each point bears the first that holds.",
    {
        Signal.OUTSIDE_LIMITS: "Beyond a limit.",
        Signal.TREND: "One of seven points or more that rise, or fall, all the way.",
        Signal.TWO_OF_THREE: "Near a limit, as is another of three points in a row on that side of it.",
        Signal.SHIFT: "One of seven points or more on one side of the centre; on a run chart, of an "
        "unusually long run. Alone it may be chance: in one of five charts of 36 months in which nothing "
        "changed there is one. `summary` says what chance hardly makes.",
    },
)
documented(
    Direction,
    "Whether a signal is good.",
    {Direction.IMPROVEMENT: "For the better.", Direction.CONCERN: "For the worse."},
)
documented(
    Position,
    "Where a home lies in a funnel. In a view of many homes only beyond 99.8% is a signal.",
    {
        Position.WITHIN: "Within the 95% limits.",
        Position.ABOVE_95: "Above the 95% limit: one home in forty is, by chance alone.",
        Position.ABOVE_998: "Above the 99.8% limit: one home in a thousand is, by chance alone.",
        Position.BELOW_95: "Below the 95% limit: one home in forty is, by chance alone.",
        Position.BELOW_998: "Below the 99.8% limit: one home in a thousand is, by chance alone.",
    },
)
documented(
    PayerKind,
    "Who pays a contribution to a resident's fee.",
    {
        PayerKind.LOCAL_AUTHORITY: "A council.",
        PayerKind.CHC: "The NHS, for continuing healthcare.",
        PayerKind.FNC: "The NHS, for nursing care: a flat weekly rate.",
        PayerKind.SELF_FUNDER: "The resident.",
        PayerKind.TOP_UP: "A third party, by a contract of its own.",
    },
)
documented(
    Harm,
    "NHS levels of harm.",
    {
        Harm.NONE: "No harm.",
        Harm.LOW: "Low harm: first aid or closer watching.",
        Harm.MODERATE: "Moderate harm: further treatment, no lasting damage.",
        Harm.SEVERE: "Severe harm: lasting damage.",
        Harm.FATAL: "The person died of it.",
    },
)
documented(
    Place,
    "Where in or about the home a resident fell.",
    {
        Place.BEDROOM: "The resident's bedroom, or another.",
        Place.BATHROOM: "A bathroom.",
        Place.TOILET: "A toilet.",
        Place.CORRIDOR: "A corridor.",
        Place.LOUNGE: "The lounge.",
        Place.DINING_ROOM: "The dining room.",
        Place.KITCHEN: "The kitchen.",
        Place.STAIRS: "The stairs.",
        Place.GARDEN: "The garden.",
        Place.OUTSIDE: "Outside, away from the home.",
        Place.OTHER: "Another place.",
    },
)


documented(
    Side,
    "Who speaks between a home and its coach, or is to do something.",
    {Side.TEAM: "The home's team.", Side.COACH: "A coach."},
)
documented(
    Subject,
    "What shared learning is about.",
    {
        Subject.FALLS: "Falls and moving about.",
        Subject.NIGHTS: "Nights and sleep.",
        Subject.MEDICINES: "Medicines.",
        Subject.FOOD_AND_DRINK: "Food and drink.",
        Subject.DEMENTIA: "Living with dementia.",
        Subject.END_OF_LIFE: "The end of life.",
        Subject.EVERYDAY_LIFE: "Everyday life.",
        Subject.FAMILIES_AND_VOLUNTEERS: "Families and volunteers.",
        Subject.THE_TEAM: "Working as a team.",
        Subject.HOUSE_AND_GARDEN: "House and garden.",
        Subject.MONEY: "Money and rooms.",
        Subject.OTHER: "Something else.",
    },
)
documented(
    SharedAs,
    "Why something is shared.",
    {
        SharedAs.CHALLENGE: "Something is hard, and ideas are looked for.",
        SharedAs.LESSON: "Something was learnt.",
    },
)
documented(
    Tried,
    "What happened where somebody tried it too, in their own judgement.",
    {
        Tried.HELPED: "It helped.",
        Tried.NO_DIFFERENCE: "It made no difference.",
        Tried.WORSE: "It made things worse.",
        Tried.TOO_EARLY: "It is too early to say.",
    },
)


def _kinds_of_activity() -> type[StrEnum]:
    """One value for every event that a home can record, documented by the event's own words."""
    topics = {event.topic.partition("/")[0]: _first_line(event.__doc__) for event in HOME_EVENTS}
    members = {topic.replace("-", "_").upper(): topic for topic in topics}
    kinds = cast("type[StrEnum]", StrEnum("ActivityKind", members))
    return documented(kinds, "What a home recorded.", {kinds(topic): line for topic, line in topics.items()})


def _first_line(docstring: str | None) -> str:
    line = (docstring or "").strip().partition("\n")[0].replace("`", "")
    return re.sub(r" \([^)]*about [^)]*\)", "", line)


ActivityKind = _kinds_of_activity()
