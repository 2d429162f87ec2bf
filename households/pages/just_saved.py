"""What a page says first when something was saved: what was received, by whom and when, at a glance."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from households import events
from households.pages import wording
from households.pages.reception import Reception
from households.pages.record_page import RecordShown, Told, shown
from households.pages.shared_rooms import shared_room
from households.pages.visit import Visit
from network.eventstore.event import Event
from network.web.problem import Problem

RECORDED = "recorded"
"""In the address: the record that was saved, as the server knows it or as its device does."""
ANOTHER: Mapping[type[Event], str] = {
    events.ResidentMovedIn: "/residents/new",
    events.FallRecorded: "/falls/new",
    events.StaffJoined: "/team/new",
    events.SicknessStarted: "/sickness/new",
    events.PaymentReceived: "/payments/new",
    events.CostRecorded: "/costs/new",
    events.MomentShared: "/moments/new",
    events.VolunteeringRecorded: "/volunteering/new",
    events.PracticeChanged: "/practice/new",
}
"""Where one more of the kind is recorded."""
WORRYING = "Something was worrying: call 999 or 111 now. Don’t wait for the next time."


class JustSaved(NamedTuple):
    """What was saved."""

    title: str = ""
    """What the record is; empty where the address does not say, or it has not arrived yet."""
    is_on_its_way: bool = False
    lines: Sequence[tuple[str, str]] = ()
    """What it says, or what was changed of it."""
    by: str = ""
    warning: str = ""
    ways: Sequence[tuple[str, str]] = ()
    """Words and addresses below the home's own: to correct this, to record another."""


async def just_saved(reception: Reception, visit: Visit) -> JustSaved | None:
    """What the address says was saved; None where it says that nothing was."""
    if "saved" not in visit.request.query_params:
        return None
    given = visit.request.query_params.get(RECORDED, "")
    try:
        path = await reception.records.resolve(visit.home_id, {RECORDED: given})
    except Problem:
        return JustSaved(is_on_its_way=True)
    story = await reception.stories.find(visit.viewer, visit.home_id, path[RECORDED])
    if story is None:
        return JustSaved()
    record = await shown(reception, visit, story)
    return await of_record(reception, visit, record, path[RECORDED])


async def of_record(reception: Reception, visit: Visit, record: RecordShown, step_id: str) -> JustSaved:
    """What one step of a record made of it; the last one's, where the id is another record's."""
    told = next((one for one in record.history if one.step.id == step_id), record.history[-1])
    is_first = told is record.history[0]
    return JustSaved(
        title=record.title if is_first else f"{record.title}: {told.what.lower()}",
        lines=list(record.facts.items()) if is_first else _changed(told),
        by=f"Recorded by {told.step.by}, {wording.when(told.step.at, visit.now)}.",
        warning=_worrying(told.step.event) or await shared_room(reception, visit, told.step.event),
        ways=_ways(record, told),
    )


def _worrying(event: Event) -> str:
    return WORRYING if isinstance(event, events.FallObserved) and event.concern else ""


def _changed(told: Told) -> list[tuple[str, str]]:
    return [(one.name, one.after) for one in told.differences]


def _ways(record: RecordShown, told: Told) -> list[tuple[str, str]]:
    correct = [address for words, address in (*told.corrections, *record.corrections) if words == "Correct"]
    found = [("Correct this", correct[0] if correct else f"/records/{record.story.id}")]
    another = ANOTHER.get(type(told.step.event))
    return [*found, ("Record another", another)] if another else found
