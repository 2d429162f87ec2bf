"""Looking in on people after a fall: one list of all that is due, and writing down what was seen."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from households.follow_up import ObserveFall
from households.pages import wording
from households.pages.fall_found import SHOWN_BY, arrived, fall_of, not_arrived
from households.pages.form_page import FormPage, Offer
from households.pages.just_saved import RECORDED, just_saved
from households.pages.reception import Reception
from households.pages.today import Due, dues
from households.pages.visit import Visit, team
from households.post_fall import HEAD, QUIET
from households.recording.commands import KINDS
from households.recording.service import Recorded
from network.web.page import Page

PHRASES = tuple(
    (phrase, phrase)
    for phrase in (
        "Awake, and answers as usual.",
        "Asleep, and wakes when spoken to.",
        "No headache, not sick, not dizzy.",
        "No new pain, swelling or bruise; moves as before.",
    )
)
"""What is seen most, to be ticked; what was typed beside them is joined to them."""
ASKS = {"observation": "Tick or write what you saw."}
LABELS = {"observed_at": "When you looked in", "observation": "What you saw"}


def follow_up_pages(reception: Reception) -> list[Page]:
    """The list, and the form that each of its lines leads to."""
    pages = FollowUpPages(reception)
    return [
        Page(name="follow-up", path="/homes/{home}/follow-up", endpoint=pages.due),
        Page(name="observe-anywhere", path="/homes/{home}/falls/observe", endpoint=pages.observe_anywhere),
        reception.desk.page(
            FormPage(
                name="observe",
                path="/homes/{home}/falls/{fall}/observe",
                kind=KINDS[ObserveFall],
                template="households/falls/observe.html",
                offer=pages.offer,
                then=_to_the_list,
                shown_by=SHOWN_BY,
                now_fields=("observed_at",),
                asks=ASKS,
                labels=LABELS,
            )
        ),
    ]


class FollowUpPages:
    """What the pages show."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def due(self, request: Request) -> Response:
        """Everybody to look in on, the most urgent first."""
        visit = await self._reception.door.admit(request, team)
        groups = await self._reception.people.groups(visit)
        names = {person.id: person.name for group in groups for person in group.residents}
        falls = await self._reception.waiting.recent_falls(visit.viewer, visit.home_id, visit.now)
        due = dues(falls, groups, names, visit.now)
        context = {
            "wording": wording,
            "due": due,
            "aftercare": _for_the_device(due),
            "just_saved": await just_saved(self._reception, visit),
        }
        return self._reception.door.show(visit, "households/falls/follow_up.html", context)

    async def observe_anywhere(self, request: Request) -> Response:
        """The form for a fall that has not been sent yet: the device knows whose it is.

        Where it has arrived, it leads on to the fall's own form.
        """
        visit = await self._reception.door.admit(request, team)
        fall = await arrived(self._reception, visit)
        if fall is not None:
            return RedirectResponse(visit.address(f"/falls/{fall}/observe"), 303)
        context = {**not_arrived(KINDS[ObserveFall], ASKS, LABELS), "phrases": PHRASES}
        return self._reception.door.show(visit, "households/falls/observe.html", context)

    async def offer(self, visit: Visit) -> Offer:
        """Whose fall it was, and what was seen before."""
        fall = await fall_of(self._reception, visit)
        return Offer(
            context={
                "wording": wording,
                "fall": fall,
                "next_time": fall.watch.next_time(visit.now),
                "phrases": PHRASES,
            }
        )


def _for_the_device(due: Sequence[Due]) -> dict[str, object]:
    """What a device needs to go on with the list by itself: instants in milliseconds, spans in minutes."""
    return {
        "head": [_minutes(after) for after in HEAD],
        "quiet": [_minutes(after) for after in QUIET],
        "falls": [
            {
                "fall": one.fall.id,
                "name": one.name,
                "fell": _milliseconds(one.fall.fell_at),
                "times": [_milliseconds(at) for at in one.fall.watch.times],
                "seen": [_milliseconds(at) for at in one.fall.watch.seen],
                "worrying": one.fall.has_concerns,
            }
            for one in due
        ],
    }


def _minutes(after: timedelta) -> int:
    return int(after.total_seconds() // 60)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _to_the_list(visit: Visit, recorded: Recorded) -> str:
    return visit.address(f"/follow-up?saved=1&{RECORDED}={recorded.id or ''}")
