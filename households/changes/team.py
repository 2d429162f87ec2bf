"""The team in a home's state."""

from households import events
from households.changes import Change
from households.changes.about import record_of
from households.employments import Employment, Hours, Staff
from households.state import Home
from network.eventstore.event import Event


def _joined(home: Home, event: events.StaffJoined, version: int) -> None:
    staff = home.staff.setdefault(event.staff_id, Staff(event.staff_ref, []))
    employment = Employment(version, event.role, event.started_on, [])
    staff.employments.append(employment)
    staff.agree(employment, Hours(event.started_on, event.weekly_hours, version))
    staff.put_in_order()
    home.staff_refs[event.staff_ref] = event.staff_id


def _hours_changed(home: Home, event: events.StaffHoursChanged, version: int) -> None:
    staff = home.staff[event.staff_id]
    employment = staff.employment_on(event.changed_on)
    if employment is not None:
        staff.agree(employment, Hours(event.changed_on, event.weekly_hours, version))


def _left(home: Home, event: events.StaffLeft, version: int) -> None:
    employment = home.staff[event.staff_id].employments[-1]
    employment.left_on, employment.left_in = event.left_on, version


def _amended(home: Home, event: events.EmploymentAmended, version: int) -> None:
    staff = home.staff[event.staff_id]
    employment = staff.employment(record_of(event))
    if employment is None:
        raise ValueError("The employment that is amended is not known.")
    employment.role, employment.started_on, employment.hours = event.role, event.started_on, []
    for agreed in event.hours:
        staff.agree(employment, Hours(agreed.since, agreed.weekly_hours, agreed.said_in))
    employment.left_on = event.left_on
    employment.left_in = None if event.left_on is None else version
    staff.put_in_order()


def _retracted(home: Home, event: events.EmploymentRetracted, _version: int) -> None:
    staff = home.staff[event.staff_id]
    staff.employments = [time for time in staff.employments if time.version != event.about]
    if not staff.employments:
        # Nobody of that reference ever worked here: the next person may have it.
        home.staff_refs.pop(staff.ref, None)


CHANGES: dict[type[Event], Change] = {
    events.StaffJoined: _joined,
    events.StaffHoursChanged: _hours_changed,
    events.StaffLeft: _left,
    events.EmploymentAmended: _amended,
    events.EmploymentRetracted: _retracted,
}
