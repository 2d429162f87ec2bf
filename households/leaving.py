"""Which stay may end on a day: moving out and moving to another home both ask."""

from datetime import date

from households.recording.context import Context
from households.recording.errors import Refused
from households.rules import happened
from households.stays import Resident, Stay


def stay_to_end(resident: Resident, day: date, context: Context, field: str) -> Stay:
    """The current stay, which may end on that day: nothing is known of it afterwards."""
    happened(day, context, field)
    stay = resident.current_stay
    if stay is None:
        raise Refused(
            "moved_out_already",
            "resident",
            "The resident has moved out before.",
            "Nothing needs to be recorded.",
        )
    if day < stay.moved_in_on:
        raise Refused(
            "left_before_coming",
            field,
            "The resident moved in after that day.",
            "Correct the day of leaving.",
        )
    _check_nothing_since(stay, day, field)
    return stay


def _check_nothing_since(stay: Stay, day: date, field: str) -> None:
    if day < stay.placements[-1].since:
        raise Refused(
            "moved_since",
            field,
            "The resident has moved within the home after that day.",
            "Correct the day of leaving, or take the move back.",
        )
    if any(day < (absence.back_on or absence.away_from) for absence in stay.absences):
        raise Refused(
            "away_since",
            field,
            "An absence of the resident is known after that day.",
            "Correct the day of leaving.",
        )
    if any(day < fell_on for fell_on in stay.falls.values()):
        raise Refused(
            "fell_since",
            field,
            "A fall of the resident in the home is known after that day.",
            "Correct the day of leaving, or correct the fall or take it back.",
        )
