"""What stands in the forms that put a record right: the record as it stands."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from households import events
from households.reading.record_stories import RecordStory

Values = Mapping[str, str | list[str]]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}"


def stay_values(story: RecordStory, first: events.ResidentMovedIn) -> Values:
    """When and where a stay began, and how it ended."""
    values = {
        "household": str(first.household_id),
        "room": first.room or "",
        "moved_in_on": _iso(first.moved_in_on),
    }
    for event in story.events(events.ResidentMovedOut, events.StayAmended):
        if isinstance(event, events.StayAmended):
            begins = event.placements[0]
            values |= {
                "household": str(begins.household_id),
                "room": begins.room or "",
                "moved_in_on": _iso(begins.since),
                "moved_out_reason": event.moved_out_reason or "",
            }
        else:
            values["moved_out_reason"] = event.reason
        values["moved_out_on"] = _iso(event.moved_out_on)
    return values


def move_values(story: RecordStory, moved: events.ResidentMovedRoom) -> Values:
    """Where to and when."""
    values = {
        "household": str(moved.household_id),
        "room": moved.room or "",
        "moved_on": _iso(moved.moved_on),
    }
    said_in = next(step.version for step in story.steps if step.event is moved)
    for amended in story.events(events.StayAmended):
        for placed in amended.placements:
            if placed.said_in == said_in:
                values = {
                    "household": str(placed.household_id),
                    "room": placed.room or "",
                    "moved_on": _iso(placed.since),
                }
    return values


def absence_values(story: RecordStory, first: events.ResidentWentAway) -> Values:
    """From when to when, and why."""
    values = {"away_from": _iso(first.away_from), "reason": str(first.reason)}
    for event in story.events(events.ResidentCameBack, events.AbsenceAmended):
        if isinstance(event, events.AbsenceAmended):
            values |= {"away_from": _iso(event.away_from), "reason": str(event.reason)}
        values["back_on"] = _iso(event.back_on)
    return values


def employment_values(story: RecordStory, first: events.StaffJoined) -> Values:
    """From when to when, as what and for how many hours at first."""
    values = {
        "role": str(first.role),
        "weekly_hours": _number(first.weekly_hours),
        "started_on": _iso(first.started_on),
    }
    for event in story.events(events.StaffLeft, events.EmploymentAmended):
        if isinstance(event, events.EmploymentAmended):
            values |= {
                "role": str(event.role),
                "weekly_hours": _number(event.hours[0].weekly_hours),
                "started_on": _iso(event.started_on),
            }
        values["left_on"] = _iso(event.left_on)
    return values


def hours_values(story: RecordStory, changed: events.StaffHoursChanged) -> Values:
    """How many, from when."""
    values = {"weekly_hours": _number(changed.weekly_hours), "changed_on": _iso(changed.changed_on)}
    said_in = next(step.version for step in story.steps if step.event is changed)
    for amended in story.events(events.EmploymentAmended):
        for agreed in amended.hours:
            if agreed.said_in == said_in:
                values = {"weekly_hours": _number(agreed.weekly_hours), "changed_on": _iso(agreed.since)}
    return values


def spell_values(story: RecordStory, first: events.SicknessStarted) -> Values:
    """From when to when; the reason is not shown again."""
    values = {"first_day": _iso(first.first_day), "last_day": _iso(first.last_day)}
    for event in story.events(events.SicknessEnded, events.SicknessAmended):
        if isinstance(event, events.SicknessAmended):
            values["first_day"] = _iso(event.first_day)
        values["last_day"] = _iso(event.last_day)
    return values


def contribution_values(story: RecordStory, first: Any) -> Values:  # noqa: ANN401 - agreed or changed
    """How much a week, for which nights."""
    values = {
        "weekly_amount": f"{first.weekly_amount}",
        "begins_on": _iso(first.begins_on),
        "ends_on": _iso(first.ends_on),
    }
    for event in story.events(
        events.ContributionChanged, events.ContributionEnded, events.ContributionAmended
    ):
        if isinstance(event, events.ContributionAmended):
            values |= {"weekly_amount": f"{event.weekly_amount}", "begins_on": _iso(event.begins_on)}
        if isinstance(event, events.ContributionChanged) and event is not first:
            values["ends_on"] = _iso(event.begins_on - timedelta(days=1))
        else:
            values["ends_on"] = _iso(event.ends_on)
    return values


def moment_values(story: RecordStory, first: events.MomentShared) -> Values:
    """What it was, and when."""
    last = (story.events(events.MomentAmended) or [first])[-1]
    return {"enjoyed_on": _iso(last.enjoyed_on), "moment": story.read(last.moment) or ""}


def volunteering_values(story: RecordStory, first: events.VolunteeringRecorded) -> Values:
    """How many hours, and when."""
    last = (story.events(events.VolunteeringAmended) or [first])[-1]
    return {"given_on": _iso(last.given_on), "hours": _number(last.hours)}


def practice_values(story: RecordStory, first: events.PracticeChanged) -> Values:
    """What, from when."""
    last = (story.events(events.PracticeAmended) or [first])[-1]
    return {"changed_on": _iso(last.changed_on), "text": last.text}
