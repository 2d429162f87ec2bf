"""Deciding whether CQC, HSE or safeguarding are told of a fall: yes or no, whose decision, and why."""

from collections.abc import Mapping

from households.follow_up import DecideNotification
from households.pages import wording
from households.pages.fall_found import SHOWN_BY, fall_of
from households.pages.form_page import FormPage, Offer
from households.pages.just_saved import RECORDED
from households.pages.reception import Reception
from households.pages.visit import Visit
from households.reading.fall_records import FallRecord
from households.reading.notification_text import Identifiers, text_for
from households.recording.commands import KINDS
from households.recording.service import Recorded
from households.terms import Body
from network.days import local_date
from network.web.page import Page
from network.web.problem import not_found

QUESTIONS: Mapping[Body, str] = {
    Body.CQC: "Does the CQC have to be told?",
    Body.RIDDOR: "Does the HSE have to be told (RIDDOR)?",
    Body.SAFEGUARDING: "Does safeguarding have to be told?",
}
ASKS = {
    "notify": "Choose yes or no.",
    "decided_by": "Write whose decision it is.",
    "reason": "Write why.",
}


def notification_pages(reception: Reception) -> list[Page]:
    """The page of a decision."""
    pages = NotificationPages(reception)
    return [
        reception.desk.page(
            FormPage(
                name="decide-notification-page",
                path="/homes/{home}/falls/{fall}/decide/{body}",
                kind=KINDS[DecideNotification],
                template="households/falls/decide.html",
                offer=pages.offer,
                then=_back_to_the_fall,
                shown_by=SHOWN_BY,
                asks=ASKS,
                labels={"decided_by": "Whose decision it is", "reason": "Why"},
            )
        )
    ]


class NotificationPages:
    """What the page offers."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._identifiers = Identifiers(reception.pool, reception.keyring)

    async def offer(self, visit: Visit) -> Offer:
        """The question, what it hangs on, and what the form asks."""
        body = _body_of(visit)
        fall = await fall_of(self._reception, visit)
        return Offer(
            values={"body": body.value, "decided_by": visit.viewer.name},
            context={
                "wording": wording,
                "fall": fall,
                "body": body,
                "question": QUESTIONS[body],
                "decided": fall.decisions.get(body),
                "to_copy": await self._to_copy(visit, fall, body),
            },
        )

    async def _to_copy(self, visit: Visit, fall: FallRecord, body: Body) -> str:
        on = local_date(fall.told.fell_at)
        person = await self._identifiers.of(visit.viewer, visit.home_id, fall.resident_id, on)
        return text_for(body, visit.home, person, fall.told.fell_at, fall.told.facts, words_of(fall))


def words_of(fall: FallRecord) -> dict[str, str]:
    """The terms of a fall in words; empty where nothing was said."""
    facts = fall.told.facts
    single = {name: getattr(facts, name) for name in ("place", "harm", "footwear", "aid", "lighting")}
    several = {"injured": wording.words(facts.injured), "actions": wording.words(facts.actions)}
    said = {name: wording.word(term) if term else "" for name, term in single.items()}
    return said | several | {"head_struck": wording.yes_no(facts.head_struck)}


def _body_of(visit: Visit) -> Body:
    try:
        return Body(visit.request.path_params["body"])
    except ValueError:
        raise not_found() from None


def _back_to_the_fall(visit: Visit, recorded: Recorded) -> str:
    return visit.address(f"/falls/{visit.request.path_params['fall']}?saved=1&{RECORDED}={recorded.id or ''}")
