"""Life in the home: moments, volunteers' hours and changes of practice, each recorded in seconds."""

from collections.abc import Mapping, Sequence

from households.life import ChangePractice, RecordVolunteering, ShareMoment
from households.pages.form_page import Offer
from households.pages.reception import Reception
from households.pages.sheet import Question, Sheets, ask, residents, today
from households.pages.visit import Visit
from network.web.page import Page

SHOWN_BY = ("activity",)
LABELS = {
    "enjoyed_on": "The day",
    "given_on": "The day",
    "changed_on": "The first day",
    "text": "What you do differently",
}


def life_pages(reception: Reception) -> list[Page]:
    """A form each."""
    forms, sheets = LifeForms(reception), Sheets(reception.desk, LABELS, SHOWN_BY)
    return [
        sheets.page("share-moment-page", "/homes/{home}/moments/new", ShareMoment, forms.moment,
                    {"resident": "Choose who.", "moment": "Write what it was."}, ("enjoyed_on",)),
        sheets.page("record-volunteering-page", "/homes/{home}/volunteering/new", RecordVolunteering,
                    forms.volunteering, {"hours": "Write how many hours."}, ("given_on",)),
        sheets.page("change-practice-page", "/homes/{home}/practice/new", ChangePractice, forms.practice,
                    {"text": "Write what you do differently."}, ("changed_on",)),
    ]  # fmt: skip


class LifeForms:
    """What the forms ask."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def moment(self, visit: Visit) -> Offer:
        """Who, and what in one line."""
        people = [person.choice for person in await self._reception.people.everybody(visit)]
        asked = visit.request.query_params.get("resident")
        questions = (
            residents(people, "Who chose and enjoyed something?"),
            Question("text", "moment", "What was it?", "In one line: fed the hens, rang an old friend."),
            today("enjoyed_on", "When?"),
        )
        values = {"resident": asked} if asked in {choice[0] for choice in people} else {}
        return _home(visit, "Share a moment", questions, values)

    async def volunteering(self, visit: Visit) -> Offer:
        """How many hours."""
        questions = (
            Question("number", "hours", "Hours", "Of all volunteers of that day together, such as 2.5."),
            today("given_on", "When?"),
        )
        return _home(visit, "Volunteers gave hours", questions)

    async def practice(self, visit: Visit) -> Offer:
        """What, from when."""
        questions = (
            Question(
                "area",
                "text",
                "What do you do differently?",
                "Such as: new lighting in the corridor. Coaches read this, so name nobody.",
            ),
            today("changed_on", "Since when?"),
        )
        lead = "From the day after, it stands on your charts, so that you can see what came of it."
        return _home(visit, "We do something differently", questions, lead=lead)


def _home(
    visit: Visit,
    title: str,
    questions: Sequence[Question],
    values: Mapping[str, str | list[str]] | None = None,
    *,
    lead: str | None = None,
) -> Offer:
    return ask(title, questions, "Save", (visit.address(), "Today"), values, lead=lead)
