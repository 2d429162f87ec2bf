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
from outcomes.terms import Measure

Words = TypeVar("Words", bound=Enum)


def documented(words: type[Words], description: str, values: dict[Words, str]) -> type[Words]:
    """A context's enumeration as a GraphQL enum, its values described; every value has to be."""
    strawberry.enum(words, description=description)
    definition = cast("StrawberryEnumDefinition", words.__strawberry_definition__)  # type: ignore[attr-defined]
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
