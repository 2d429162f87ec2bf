"""What measures and days are called in a sentence."""

from datetime import date

from outcomes.terms import Measure

THINGS = {
    Measure.FALLS: "falls",
    Measure.INJURIOUS_FALLS: "falls with harm",
    Measure.SICKNESS: "days lost to sickness",
    Measure.OCCUPANCY: "occupancy",
    Measure.MOMENTS: "weeks with something chosen and enjoyed",
    Measure.VOLUNTEERING: "volunteers' hours",
}
RATES = {
    Measure.FALLS: "the rate of falls",
    Measure.INJURIOUS_FALLS: "the rate of falls with harm",
    Measure.SICKNESS: "sickness",
    Measure.OCCUPANCY: "occupancy",
    Measure.MOMENTS: "the share of weeks with something chosen and enjoyed",
    Measure.VOLUNTEERING: "volunteers' time",
}


def day_in_words(day: date) -> str:
    """As people write it: 3 May 2026."""
    return f"{day.day} {day:%B %Y}"
