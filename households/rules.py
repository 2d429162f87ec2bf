"""Rules that many facts share: what has not happened can't be recorded, and an end follows its beginning."""

from datetime import date, datetime, timedelta

from households.home import Home
from households.recording.context import Context
from households.recording.errors import Refused

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far a device's clock may be ahead before a time counts as lying in the future."""
FORESEEABLE = timedelta(days=366)
"""How far ahead what is agreed, such as a colleague's last day, can be recorded."""


def opened(home: Home, field: str = "home") -> date:
    """The first day that counts in the home, whose stream must have begun."""
    if home.recorded_from is None:
        raise Refused(
            "home_not_open", field, "The home has not been opened yet.", "Ask the network's IT to open it."
        )
    return home.recorded_from


def happened(day: date, context: Context, field: str) -> None:
    """The day is not in the future."""
    if day > context.today:
        raise Refused("in_the_future", field, "The day is in the future.", "Record it when it has happened.")


def happened_at(at: datetime, context: Context, field: str) -> datetime:
    """The instant, which must not be in the future; a clock a little ahead is taken as now."""
    if at <= context.now:
        return at
    if at - context.now > CLOCKS_DIFFER:
        raise Refused("in_the_future", field, "The time is in the future.", "Correct the date and time.")
    return context.now


def foreseeable(day: date, context: Context, field: str) -> None:
    """The day is at most a year ahead."""
    if day - context.today > FORESEEABLE:
        raise Refused("too_far_ahead", field, "The day is more than a year ahead.", "Correct the date.")


def in_order(begins: date, ends: date | None, field: str) -> None:
    """The end, where there is one, is not before the beginning."""
    if ends is not None and ends < begins:
        raise Refused(
            "ends_before_it_begins", field, "The end is before the beginning.", "Correct one of the dates."
        )
