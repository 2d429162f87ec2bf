"""The words of support and of communities of practice."""

from enum import StrEnum


class Side(StrEnum):
    """Who speaks in a conversation, or is to do something."""

    TEAM = "team"
    """The home's team."""
    COACH = "coach"
    """A coach who supports the home."""


class Subject(StrEnum):
    """What shared learning is about."""

    FALLS = "falls"
    NIGHTS = "nights"
    MEDICINES = "medicines"
    FOOD_AND_DRINK = "food_and_drink"
    DEMENTIA = "dementia"
    END_OF_LIFE = "end_of_life"
    EVERYDAY_LIFE = "everyday_life"
    FAMILIES_AND_VOLUNTEERS = "families_and_volunteers"
    THE_TEAM = "the_team"
    HOUSE_AND_GARDEN = "house_and_garden"
    MONEY = "money"
    OTHER = "other"


class SharedAs(StrEnum):
    """Why something is shared."""

    CHALLENGE = "challenge"
    """Something that is hard: who has an idea?"""
    LESSON = "lesson"
    """Something that was learnt."""


class Tried(StrEnum):
    """What happened where somebody tried it too."""

    HELPED = "helped"
    NO_DIFFERENCE = "no_difference"
    WORSE = "worse"
    TOO_EARLY = "too_early"


class TakenBackBecause(StrEnum):
    """Why somebody takes back what they wrote."""

    NAMED_SOMEBODY = "named_somebody"
    """It named a resident, a relative or a member of staff."""
    MISTAKE = "mistake"
    """It was wrong, or in the wrong place."""
