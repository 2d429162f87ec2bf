"""Recording a fall in seconds, and what the protocol asks right after it."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from households.falls import CompleteFall, RecordFall
from households.pages import wording
from households.pages.fall import lines_of
from households.pages.fall_found import SHOWN_BY, arrived, fall_of, not_arrived
from households.pages.form_page import FormPage, Offer
from households.pages.reception import Reception
from households.pages.visit import Visit, team
from households.recording.commands import KINDS
from households.recording.service import Recorded
from households.terms import Action, Told
from network.web.page import Page

ASKS = {
    "resident": "Choose who fell.",
    "place": "Choose where it happened.",
    "harm": "Choose whether the person was hurt.",
}
LABELS = {
    "occurred_at": "When it happened",
    "resident": "Who fell",
    "description": "What happened",
    "place": "Where",
    "harm": "Hurt",
    "head_struck": "Hit their head",
    "on_anticoagulant": "Takes a blood thinner",
    "witnessed": "Somebody saw it",
    "actions": "What was done",
    "told": "Who was told",
}
DONE_SINCE = wording.choices(
    (Action.CALL_999, Action.CALL_111, Action.GP, Action.FULL_ASSESSMENT, Action.FIRST_AID)
)
DONE_AFTER_DEATH = wording.choices((Action.CALL_999, Action.GP))
TOLD_SINCE = wording.choices((Told.RELATIVES, Told.GP))


def fall_pages(reception: Reception) -> list[Page]:
    """The pages of the first minutes after a fall."""
    pages = FallPages(reception)
    return [
        reception.desk.page(
            FormPage(
                name="record-fall-page",
                path="/homes/{home}/falls/new",
                kind=KINDS[RecordFall],
                template="households/falls/record.html",
                offer=pages.offer_record,
                then=_to_next_step,
                shown_by=SHOWN_BY,
                now_fields=("occurred_at",),
                asks=ASKS,
                labels=LABELS,
            )
        ),
        Page(name="next-step-anywhere", path="/homes/{home}/falls/next", endpoint=pages.next_anywhere),
        reception.desk.page(
            FormPage(
                name="next-step",
                path="/homes/{home}/falls/{fall}/next",
                kind=KINDS[CompleteFall],
                template="households/falls/next.html",
                offer=pages.offer_next,
                then=_to_the_same_step,
                shown_by=SHOWN_BY,
                labels=LABELS,
            )
        ),
    ]


class FallPages:
    """What the pages offer."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def offer_record(self, visit: Visit) -> Offer:
        """Everybody who lives here, and the lists to choose from."""
        people = await self._reception.people.everybody(visit)
        asked = visit.request.query_params.get("resident")
        return Offer(
            values={"resident": asked} if asked in {person.id for person in people} else {},
            context={"residents": [person.choice for person in people], "wording": wording},
        )

    async def offer_next(self, visit: Visit) -> Offer:
        """What the protocol says of this fall, as far as it is known."""
        fall = await fall_of(self._reception, visit)
        query = visit.request.query_params
        return Offer(
            context={
                **_step_lists(),
                **({"done_since": DONE_AFTER_DEATH} if fall.advice.died else {}),
                "fall": fall,
                "advice": fall.advice,
                "where": lines_of(fall.told)[0].value,
                "next_time": fall.watch.next_time(visit.now),
                "saved": "saved" in query,
                "more": "more" in query,
            }
        )

    async def next_anywhere(self, request: Request) -> Response:
        """The same step for a fall that has not been sent yet: what to do in each case, in words.

        Where it has arrived, it leads on to the fall's own step.
        """
        visit = await self._reception.door.admit(request, team)
        fall = await arrived(self._reception, visit)
        if fall is not None:
            return RedirectResponse(visit.address(f"/falls/{fall}/next?saved=1"), 303)
        context = {
            **_step_lists(),
            **not_arrived(KINDS[CompleteFall]),
            "advice": None,
            "saved": True,
            "more": False,
        }
        return self._reception.door.show(visit, "households/falls/next.html", context)


def _step_lists() -> dict[str, object]:
    return {"wording": wording, "done_since": DONE_SINCE, "told_since": TOLD_SINCE}


def _to_next_step(visit: Visit, recorded: Recorded) -> str:
    return visit.address(f"/falls/{recorded.id}/next?saved=1")


def _to_the_same_step(visit: Visit, _recorded: Recorded) -> str:
    return visit.address(f"/falls/{visit.request.path_params['fall']}/next?more=1")
