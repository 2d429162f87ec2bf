"""A fall's own page: the record, what followed, who changed what when; and the forms that put it right."""

from collections.abc import Iterator
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from households.events import (
    FallAmended,
    FallNotificationRetracted,
    FallObservationRetracted,
    FallRecorded,
    FallRetracted,
)
from households.falls import AmendFall, RetractFall
from households.follow_up import decisions_asked
from households.pages import wording
from households.pages.fall_found import SHOWN_BY, fall_of
from households.pages.form_page import FormPage, Offer
from households.pages.just_saved import RECORDED, just_saved
from households.pages.reception import Reception
from households.pages.visit import Visit, team
from households.reading.fall_records import Change, FallRecord, Told
from households.recording.commands import KINDS
from households.recording.service import Recorded
from households.terms import Body, Place
from network.web.page import Page

WHAT_HAPPENED = {
    FallRecorded: "Recorded",
    FallAmended: "Corrected",
    FallRetracted: "Taken back",
    FallObservationRetracted: "An observation was taken back",
    FallNotificationRetracted: "A decision was taken back",
}
ASKS = {
    "occurred_at": "Say when it happened.",
    "place": "Choose where it happened.",
    "harm": "Choose whether the person was hurt.",
    "reason": "Say why you change the record.",
}


class Line(NamedTuple):
    """One thing that is known of a fall."""

    label: str
    value: str


class Difference(NamedTuple):
    """What a change made of one thing."""

    label: str
    before: str
    after: str


def fall_record_pages(reception: Reception) -> list[Page]:
    """The pages of one fall's record."""
    pages = FallRecordPages(reception)
    return [
        Page(name="fall", path="/homes/{home}/falls/{fall}", endpoint=pages.show),
        reception.desk.page(
            FormPage(
                name="correct-fall",
                path="/homes/{home}/falls/{fall}/correct",
                kind=KINDS[AmendFall],
                template="households/falls/correct.html",
                offer=pages.offer_correcting,
                then=_back_to_the_fall,
                shown_by=SHOWN_BY,
                asks=ASKS,
            )
        ),
        reception.desk.page(
            FormPage(
                name="take-fall-back",
                path="/homes/{home}/falls/{fall}/take-back",
                kind=KINDS[RetractFall],
                template="households/falls/take_back.html",
                offer=pages.offer_taking_back,
                then=_back_to_the_fall,
                shown_by=SHOWN_BY,
                asks={"reason": "Say why you take the record back."},
            )
        ),
    ]


class FallRecordPages:
    """What the pages show."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def show(self, request: Request) -> Response:
        """The record."""
        visit = await self._reception.door.admit(request, team)
        fall = await fall_of(self._reception, visit)
        asked = frozenset[Body]() if fall.is_retracted else decisions_asked(fall.told.facts)
        context = {
            "wording": wording,
            "fall": fall,
            "lines": [line for line in lines_of(fall.told) if line.value],
            "advice": fall.advice,
            "next_time": None if fall.is_retracted else fall.watch.next_time(visit.now),
            "missed": fall.watch.missed(visit.now),
            "bodies": [body for body in Body if body in asked or body in fall.decisions],
            "asked": asked,
            "history": history_of(fall),
            "just_saved": await just_saved(self._reception, visit),
        }
        return self._reception.door.show(visit, "households/falls/fall.html", context)

    async def offer_correcting(self, visit: Visit) -> Offer:
        """The record as it stands, in the form that tells it anew."""
        fall = await fall_of(self._reception, visit)
        return Offer(values=values_of(fall.told), context={"wording": wording, "fall": fall})

    async def offer_taking_back(self, visit: Visit) -> Offer:
        """Which fall it is."""
        return Offer(context={"wording": wording, "fall": await fall_of(self._reception, visit)})


def lines_of(told: Told) -> list[Line]:
    """Everything that was said of a fall, in the words of the form; empty where nothing was."""
    facts, account = told.facts, told.account
    where = account.place_in_words if facts.place is Place.OTHER and account.place_in_words else None
    return [
        Line("Where", where or wording.word(facts.place)),
        Line("Hurt", wording.word(facts.harm)),
        Line("Where on the body", wording.words(facts.injured)),
        Line("The injury", account.injury or ""),
        Line("Hit their head", wording.yes_no(facts.head_struck)),
        Line("Takes a blood thinner", wording.yes_no(facts.on_anticoagulant)),
        Line("Somebody saw it", wording.yes_no(facts.witnessed)),
        Line("Who saw it, or found them", account.witnessed_by or ""),
        Line("What happened", account.description or ""),
        Line("What they were doing", account.doing or ""),
        Line("On their feet", wording.word(facts.footwear) if facts.footwear else ""),
        Line("Walking aid", wording.word(facts.aid) if facts.aid else ""),
        Line("Light", wording.word(facts.lighting) if facts.lighting else ""),
        Line("What was done", ", ".join((*map(wording.word, facts.actions), *account.other_actions))),
        Line("Who was told", wording.words(facts.told)),
        Line("What we change now", account.change_now or ""),
    ]


def values_of(told: Told) -> dict[str, str | list[str]]:
    """A fall as the fields of its form."""
    facts, account = told.facts, told.account
    words = {
        name: getattr(account, name)
        for name in ("description", "place_in_words", "doing", "witnessed_by", "injury", "change_now")
    }
    answers = {name: getattr(facts, name) for name in ("witnessed", "head_struck", "on_anticoagulant")}
    terms = {name: getattr(facts, name) for name in ("place", "harm", "footwear", "aid", "lighting")}
    values: dict[str, str | list[str]] = {
        "occurred_at": wording.for_field(told.fell_at),
        "injured": [str(part) for part in facts.injured],
        "actions": [str(action) for action in facts.actions],
        "other_actions": list(account.other_actions),
        "told": [str(who) for who in facts.told],
    }
    values |= {name: value for name, value in words.items() if value}
    values |= {name: "yes" if value else "no" for name, value in answers.items() if value is not None}
    return values | {name: str(value) for name, value in terms.items() if value}


def history_of(fall: FallRecord) -> list[tuple[str, Change, list[Difference]]]:
    """What was recorded, when and by whom, and what each change made of it; oldest first."""
    history: list[tuple[str, Change, list[Difference]]] = []
    before: Told | None = None
    for change in fall.history:
        differences = list(_differences(before, change.told)) if before and change.told else []
        history.append(
            (WHAT_HAPPENED.get(change.kind, "Something that followed was taken back"), change, differences)
        )
        before = change.told or before
    return history


def _differences(before: Told, after: Told) -> Iterator[Difference]:
    was_at, now_at = (wording.for_field(at).replace("T", " ") for at in (before.fell_at, after.fell_at))
    if was_at != now_at:
        # A form knows minutes only: a second that went with it is no change.
        yield Difference("When", was_at, now_at)
    for was, now in zip(lines_of(before), lines_of(after), strict=True):
        if was.value != now.value:
            yield Difference(was.label, was.value or "not said", now.value or "not said")


def _back_to_the_fall(visit: Visit, recorded: Recorded) -> str:
    return visit.address(f"/falls/{visit.request.path_params['fall']}?saved=1&{RECORDED}={recorded.id or ''}")
