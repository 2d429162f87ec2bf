"""Falls, what was seen after them and whom the team notifies, each in a plain sentence."""

import msgspec

from households.events import FallFacts
from households.follow_up import decisions_asked
from households.reading.persons import Detail, Persons
from households.terms import Body, Harm, Place

_AT = {
    Place.BEDROOM: "in the bedroom",
    Place.BATHROOM: "in the bathroom",
    Place.TOILET: "in the toilet",
    Place.CORRIDOR: "in the corridor",
    Place.LOUNGE: "in the lounge",
    Place.DINING_ROOM: "in the dining room",
    Place.KITCHEN: "in the kitchen",
    Place.STAIRS: "on the stairs",
    Place.GARDEN: "in the garden",
    Place.OUTSIDE: "outside",
    Place.OTHER: "elsewhere",
}
_BODIES = {
    Body.CQC: "the CQC",
    Body.RIDDOR: "the HSE (RIDDOR)",
    Body.SAFEGUARDING: "the safeguarding team",
}


def _where(detail: Detail) -> str:
    place = detail.get("place")
    return f" {_AT[Place(place)]}" if place else ""


def _hurt(persons: Persons, detail: Detail, before: str, was: str) -> str:
    """How badly, in the word that the team chose on the form; nothing where the detail has none."""
    if "harm" not in detail:
        return ""
    harm = Harm(detail["harm"])
    said = "died" if harm is Harm.FATAL else f"{was} {harm.in_words.lower()}"
    return before + said + (f" ({harm.level})" if persons.says_level else "")


def _decisions(detail: Detail) -> str:
    """What the team is asked to decide after a fall like this."""
    if "harm" not in detail:
        return ""
    asked = decisions_asked(msgspec.convert(detail, FallFacts))
    bodies = [called for body, called in _BODIES.items() if body in asked]
    if not bodies:
        return ""
    several = f"{', '.join(bodies[:-1])} and {bodies[-1]}" if bodies[1:] else bodies[0]
    return f" The team decides whether to notify {several}."


def fell(persons: Persons, detail: Detail) -> str:
    """Where somebody fell, how badly they were hurt and what the team is asked to decide."""
    hurt = _hurt(persons, detail, " and ", "was")
    return f"{persons.resident} fell{_where(detail)}{hurt}.{_decisions(detail)}"


def fall_amended(persons: Persons, detail: Detail) -> str:
    """The same, of a fall as it now stands."""
    now = f": it was{_where(detail)}" if _where(detail) else ""
    hurt = _hurt(persons, detail, ", and they " if now else ": they ", "were")
    return f"A fall of {persons.of_resident} was corrected{now}{hurt}.{_decisions(detail)}"


def fall_observed(persons: Persons, detail: Detail) -> str:
    """That somebody was looked in on."""
    concern = "; something was worrying" if detail.get("concern") else ""
    return f"{persons.resident} was looked in on after a fall{concern}."


def notification_decided(persons: Persons, detail: Detail) -> str:
    """What the team decided about a body."""
    body = _BODIES[Body(detail["body"])] if "body" in detail else "a body"
    negation = "" if detail.get("notify") else "not "
    return f"It was decided {negation}to notify {body} of a fall of {persons.of_resident}."


def notification_retracted(persons: Persons, detail: Detail) -> str:
    """That the decision was taken back."""
    body = _BODIES[Body(detail["body"])] if "body" in detail else "a body"
    return f"A decision whether to notify {body} of a fall of {persons.of_resident} was taken back."
