"""Life in the home, and money that came or went: short forms, each recorded in seconds."""

from collections.abc import Mapping, Sequence

from households.costs import RecordCost
from households.life import ChangePractice, RecordVolunteering, ShareMoment
from households.pages import wording
from households.pages.form_page import Offer
from households.pages.reception import Reception
from households.pages.sheet import Question, ask, residents, sheet_page, today
from households.pages.visit import Visit
from households.pages.wording import Choice
from households.payments import ReceivePayment
from households.terms import CostCategory
from network.web.page import Page

SHOWN_BY = ("activity",)
CATEGORIES = wording.choices(CostCategory)
METHODS: Sequence[Choice] = (("BACS", "Bank transfer"), ("cheque", "Cheque"), ("cash", "Cash"))
NAMELESS_PAYER = "A payer whose details were erased"
LABELS = {
    "enjoyed_on": "The day",
    "given_on": "The day",
    "changed_on": "The first day",
    "received_on": "The day",
    "text": "What you do differently",
}


def life_pages(reception: Reception) -> list[Page]:
    """A form each."""
    forms = LifeForms(reception)
    return [
        reception.desk.page(page)
        for page in (
            sheet_page(
                "share-moment-page",
                "/homes/{home}/moments/new",
                ShareMoment,
                forms.moment,
                SHOWN_BY,
                asks={"resident": "Choose who.", "moment": "Write what it was."},
                labels=LABELS,
                today_fields=("enjoyed_on",),
            ),
            sheet_page(
                "record-volunteering-page",
                "/homes/{home}/volunteering/new",
                RecordVolunteering,
                forms.volunteering,
                SHOWN_BY,
                asks={"hours": "Write how many hours."},
                labels=LABELS,
                today_fields=("given_on",),
            ),
            sheet_page(
                "change-practice-page",
                "/homes/{home}/practice/new",
                ChangePractice,
                forms.practice,
                SHOWN_BY,
                asks={"text": "Write what you do differently."},
                labels=LABELS,
                today_fields=("changed_on",),
            ),
            sheet_page(
                "receive-payment-page",
                "/homes/{home}/payments/new",
                ReceivePayment,
                forms.payment,
                SHOWN_BY,
                asks={
                    "payer": "Choose who paid.",
                    "amount": "Write how much.",
                    "reference": "Write the reference.",
                },
                labels=LABELS,
                today_fields=("received_on",),
            ),
            sheet_page(
                "record-cost-page",
                "/homes/{home}/costs/new",
                RecordCost,
                forms.cost,
                SHOWN_BY,
                asks={
                    "month": "Choose the month.",
                    "category": "Choose what it was for.",
                    "amount": "Write how much.",
                },
                labels=LABELS,
            ),
        )
    ]


class LifeForms:
    """What the forms ask."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def moment(self, visit: Visit) -> Offer:
        """Who, and what in one line."""
        people = await self._residents(visit)
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

    async def payment(self, visit: Visit) -> Offer:
        """From whom, and how much."""
        payers = await self._reception.payers_of(visit.viewer, visit.home_id)
        questions = (
            Question(
                "select",
                "payer",
                "Who paid?",
                choices=[(str(one.payer_id), one.name or NAMELESS_PAYER) for one in payers],
                # Payers may be relatives: a device keeps the form without them, too.
                attributes={"data-roster": "payers"},
            ),
            Question("money", "amount", "How much?"),
            Question("text", "reference", "Reference", "As the bank or the cheque shows it."),
            today("received_on", "When?"),
            Question(
                "select",
                "resident",
                "For whom?",
                choices=await self._residents(visit),
                empty="Not said",
                attributes={"data-roster": "residents"},
            ),
            Question("radios", "method", "How?", choices=METHODS, inline=True),
        )
        lead = None if payers else "No payer is known yet: finance agrees a contribution first."
        return _home(visit, "A payment came in", questions, lead=lead)

    async def cost(self, visit: Visit) -> Offer:
        """How much was spent on what in a month."""
        questions = (
            Question("month", "month", "Month"),
            Question("radios", "category", "What for?", choices=CATEGORIES, inline=True),
            Question("money", "amount", "How much in all?", "The amount you save last for a month counts."),
        )
        values = {"month": f"{visit.today:%Y-%m}"}
        return _home(visit, "What the home spent", questions, values)

    async def _residents(self, visit: Visit) -> list[Choice]:
        return [person.choice for person in await self._reception.people.everybody(visit)]


def _home(
    visit: Visit,
    title: str,
    questions: Sequence[Question],
    values: Mapping[str, str | list[str]] | None = None,
    *,
    lead: str | None = None,
) -> Offer:
    return ask(title, questions, "Save", (visit.address(), "Today"), values, lead=lead)
