"""The forms that put a record right, or take it back: one of each kind of record."""

from collections.abc import Awaitable, Callable, Sequence

import msgspec

from households.pages.correction_forms import ASKS, CORRECTED, LABELS, OTHERS, Correction
from households.pages.form_page import FormPage, Offer
from households.pages.just_saved import RECORDED
from households.pages.reception import Reception
from households.pages.record_page import facts_of
from households.pages.sheet import Question, ask
from households.pages.taking_back import TAKEN_BACK
from households.pages.visit import Visit
from households.pages.wording import Choice
from households.reading.record_stories import RecordStory
from households.recording.commands import KINDS
from households.recording.service import Recorded
from network.eventstore.event import Event
from network.web.page import Page
from network.web.problem import not_found

SHOWN_BY = ("roster", "activity", "aftercare")


def correction_pages(reception: Reception) -> list[Page]:
    """A form page of each."""
    return [reception.desk.page(_form_page(reception, one)) for one in (*CORRECTED, *TAKEN_BACK, *OTHERS)]


def _form_page(reception: Reception, correction: Correction) -> FormPage:
    return FormPage(
        name=correction.name,
        path="/homes/{home}" + correction.path,
        kind=KINDS[correction.command],
        template="households/form.html",
        offer=_offering(reception, correction),
        then=_back_to_the_record,
        shown_by=SHOWN_BY,
        asks=_asked(correction),
        labels=LABELS,
        today_fields=correction.today_fields,
    )


def _offering(reception: Reception, correction: Correction) -> Callable[[Visit], Awaitable[Offer]]:
    async def offer(visit: Visit) -> Offer:
        story, event = await _record_of(reception, visit, correction)
        back = (visit.address(f"/records/{story.id}"), "The record")
        told = await facts_of(reception, visit, story) if correction.shows_facts else {}
        # A stay and a time in the team say the name themselves.
        facts = told if "Name" in told else {"Of": story.person(""), **told}
        return ask(
            correction.title,
            [await _with_choices(reception, visit, one) for one in correction.questions],
            correction.button,
            back,
            correction.values(story, event),
            lead=correction.lead,
            facts={name: value for name, value in facts.items() if value},
        )

    return offer


async def _record_of(reception: Reception, visit: Visit, correction: Correction) -> tuple[RecordStory, Event]:
    """The record that the address names, and the event of it; a `Problem` where it is of another kind."""
    *_, last = KINDS[correction.command].path_fields
    path = await reception.records.resolve(visit.home_id, {last: visit.request.path_params[last]})
    story = await reception.stories.find(visit.viewer, visit.home_id, path[last])
    step = next((step for step in story.steps if step.id == path[last]), None) if story else None
    if story is None or step is None or not isinstance(step.event, correction.of):
        raise not_found()
    return story, step.event


async def _with_choices(reception: Reception, visit: Visit, question: Question) -> Question:
    if question.name != "household":
        return question
    choices: Sequence[Choice] = await reception.people.households(visit)
    return question._replace(choices=choices)


def _asked(correction: Correction) -> dict[str, str]:
    """What to say of each field that the command needs and the form asks."""
    needed = {field.name for field in msgspec.structs.fields(correction.command) if field.required}
    needed -= set(correction.today_fields)
    return {
        name: ASKS[name] for name in (question.name for question in correction.questions) if name in needed
    }


def _back_to_the_record(visit: Visit, recorded: Recorded) -> str:
    record = list(visit.request.path_params.values())[-1]
    return visit.address(f"/records/{record}?saved=1&{RECORDED}={recorded.id or ''}")
