"""Money that came to the home or went: a payment, a cost, each recorded in seconds."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from households.costs import RecordCost
from households.pages import wording
from households.pages.form_page import Offer
from households.pages.people import Person
from households.pages.reception import Payer, Reception
from households.pages.sheet import Question, Sheets, ask, today
from households.pages.visit import Visit
from households.pages.wording import Choice
from households.payments import ReceivePayment
from households.terms import CostCategory
from network.web.page import Page

SHOWN_BY = ("activity", "aftercare")
CATEGORIES = wording.choices(CostCategory)
METHODS: Sequence[Choice] = (("BACS", "Bank transfer"), ("cheque", "Cheque"), ("cash", "Cash"))
NAMELESS_PAYER = "A payer whose details were erased"
LABELS = {"received_on": "The day", "amount": "The amount"}


def money_pages(reception: Reception) -> list[Page]:
    """A form each."""
    forms, sheets = MoneyForms(reception), Sheets(reception.desk, LABELS, SHOWN_BY)
    return [
        sheets.page("receive-payment-page", "/homes/{home}/payments/new", ReceivePayment, forms.payment,
                    {"payer": "Choose who paid.", "amount": "Write how much.",
                     "reference": "Write the reference."}, ("received_on",)),
        sheets.page("record-cost-page", "/homes/{home}/costs/new", RecordCost, forms.cost,
                    {"month": "Choose the month.", "category": "Choose what it was for.",
                     "amount": "Write how much."}),
    ]  # fmt: skip


class MoneyForms:
    """What the forms ask."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def payment(self, visit: Visit) -> Offer:
        """From whom, and how much; where it is asked of one resident, who pays for them comes first."""
        payers = await self._reception.payers_of(visit.viewer, visit.home_id)
        people = await self._reception.people.everybody(visit)
        asked = visit.request.query_params.get("resident")
        questions = (
            Question(
                "select",
                "payer",
                "Who paid?",
                choices=payer_choices(payers, people, asked),
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
                choices=[person.choice for person in people],
                empty="Not said",
                attributes={"data-roster": "residents"},
            ),
            Question("radios", "method", "How?", choices=METHODS, inline=True),
        )
        lead = None if payers else "No payer is known yet: finance agrees a contribution first."
        values = {"resident": asked} if asked in {person.id for person in people} else {}
        return ask("A payment came in", questions, "Save", (visit.address(), "Today"), values, lead=lead)

    async def cost(self, visit: Visit) -> Offer:
        """How much was spent on what in a month."""
        questions = (
            Question("month", "month", "Month"),
            Question("radios", "category", "What for?", choices=CATEGORIES, inline=True),
            Question("money", "amount", "How much in all?", "The amount you save last for a month counts."),
        )
        values = {"month": f"{visit.today:%Y-%m}"}
        return ask("What the home spent", questions, "Save", (visit.address(), "Today"), values)


def payer_choices(payers: Sequence[Payer], people: Sequence[Person], asked: str | None) -> list[Choice]:
    """Who pays for the resident that is asked for, then the others by name; each told from its namesakes.

    Who paid for somebody who lives here no more comes last: they seldom pay, and become many.
    """
    names = {UUID(person.id): person.name for person in people}

    def late(payer: Payer) -> tuple[bool, bool]:
        return asked not in {str(one) for one in payer.residents}, not _pays_now(payer, names)

    return [(str(payer.payer_id), _called(payer, names)) for payer in sorted(payers, key=late)]


def _pays_now(payer: Payer, names: Mapping[UUID, str]) -> bool:
    return payer.kind.is_public or any(one in names for one in payer.residents)


def _called(payer: Payer, names: Mapping[UUID, str]) -> str:
    """`Kent Council, local authority, KENT`; of a relative also for whom: there may be two of a name."""
    residents = [names[one] for one in payer.residents if one in names]
    name = payer.name or NAMELESS_PAYER
    kind = wording.word(payer.kind)
    kind = kind if kind.startswith("NHS") else kind.lower()
    others = [] if payer.kind.is_public else sorted(one for one in residents if one != name)
    whose = f" for {wording.listed(others)}" if others else ""
    ended = "" if _pays_now(payer, names) else ", for nobody who lives here now"
    return f"{name}, {kind}{whose}, {payer.ref}{ended}"
