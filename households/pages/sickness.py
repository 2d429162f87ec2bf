"""Sickness of the team: it begins, it ends, and who may read why."""

from households.events import SicknessStarted
from households.pages.form_page import Offer
from households.pages.people import NAMELESS
from households.pages.reasons import WHO, Sharing
from households.pages.reception import Reception
from households.pages.sheet import Question, Sheets, ask, colleagues, today
from households.pages.visit import Visit
from households.pages.wording import Choice
from households.reading.record_stories import RecordStory
from households.reference import sickness_reasons
from households.sickness import EndSickness, ShareSicknessReason, StartSickness
from network.web.page import Page
from network.web.problem import not_found

SHOWN_BY = ("activity",)
LABELS = {"first_day": "The first day", "last_day": "The last day", "reason_code": "The reason"}
REASON = Question(
    "select",
    "reason_code",
    "Why",
    "Leave this out unless you are the one who is sick, or they asked you to. Only who saves it can read it, "
    "and those they share it with.",
    choices=[(code, label) for code, label in sickness_reasons().items()],
    empty="Not said",
)


def sickness_pages(reception: Reception) -> list[Page]:
    """A form each."""
    forms, sheets = SicknessForms(reception), Sheets(reception.desk, LABELS, SHOWN_BY)
    spell = "/homes/{home}/sickness/{spell}"
    return [
        sheets.page("start-sickness-page", "/homes/{home}/sickness/new", StartSickness, forms.starting,
                    {"staff": "Choose who is sick."}, ("first_day",)),
        sheets.page("sickness-ends", f"{spell}/ends", EndSickness, forms.ending, {}, ("last_day",)),
        sheets.page("share-sickness-reason", f"{spell}/who-may-read", ShareSicknessReason, forms.sharing,
                    {"account": "Choose a colleague."}),
    ]  # fmt: skip


class SicknessForms:
    """What the forms ask."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def starting(self, visit: Visit) -> Offer:
        """Who, since when; and why, if the person wishes."""
        people = await working(self._reception, visit)
        asked = visit.request.query_params.get("staff")
        questions = (
            colleagues(people, "Who is sick?"),
            today("first_day", "First day sick"),
            Question("date", "last_day", "Last day sick", "Only if they are well again."),
            REASON,
        )
        values = {"staff": asked} if asked in {choice[0] for choice in people} else {}
        return ask("Somebody is sick", questions, "Save", (visit.address("/team"), "Team"), values)

    async def ending(self, visit: Visit) -> Offer:
        """The last day."""
        story = await spell_story(self._reception, visit)
        name = story.person(NAMELESS)
        back = (visit.address("/team"), "Team")
        return ask(f"{name} is well again", (today("last_day", "Last day sick"),), "Save", back)

    async def sharing(self, visit: Visit) -> Offer:
        """With whom, or with whom no longer."""
        story = await spell_story(self._reception, visit)
        others = await self._reception.colleagues.of(visit.viewer, visit.home_id)
        sharing = await Sharing.in_record(self._reception, visit, story)
        readers = {str(account_id): name for account_id, name in sharing.readers()}
        choices = {str(one.account_id): one.name for one in others} | readers
        questions = (
            Question("select", "account", "Who?", choices=list(choices.items())),
            Question(
                "radios",
                "shared",
                "May they read the reason?",
                choices=(("yes", "Yes"), ("no", "No longer")),
                inline=True,
            ),
        )
        asked = visit.request.query_params.get("account")
        taking_back = {"account": asked, "shared": "no"} if asked in readers else {"shared": "yes"}
        lead = "You gave the reason for this sickness, so nobody but you can read it or say who else may."
        return ask(WHO, questions, "Save", (visit.address(f"/records/{story.id}"), "The record"), taking_back,
                   lead=lead, facts=sharing.facts(story.steps))  # fmt: skip


async def working(reception: Reception, visit: Visit) -> list[Choice]:
    """Who works here, to choose from."""
    everybody = await reception.recorded.team(visit.viewer, visit.home_id)
    return [(str(one.staff_id), one.name or NAMELESS) for one in everybody if one.works_on(visit.today)]


async def spell_story(reception: Reception, visit: Visit) -> RecordStory:
    """The spell that the address names, or a `Problem`: not there, or not this home's."""
    path = await reception.records.resolve(visit.home_id, {"spell": visit.request.path_params["spell"]})
    story = await reception.stories.find(visit.viewer, visit.home_id, path["spell"])
    if story is None or not isinstance(story.first, SicknessStarted):
        raise not_found()
    return story
