"""The pages of support and of shared learning, and how a test comes to them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple
from uuid import uuid4

from network.access.viewer import Role, Viewer
from network.coaching.commands import (
    AgreeAction,
    AnswerLearning,
    AnswerQuestion,
    AskQuestion,
    CoachingCommand,
    NoteVisit,
    ShareLearning,
)
from network.coaching.kinds import (
    AGREE_ACTION,
    ANSWER_LEARNING,
    ANSWER_QUESTION,
    ASK_QUESTION,
    NOTE_VISIT,
    SHARE_LEARNING,
    LearningKind,
    SupportKind,
)
from network.coaching.terms import SharedAs, Side, Subject, Tried
from outcomes.terms import Measure
from tests.browser.scene import Scene, shown
from tests.days import today

SEEN = (
    "The evening was calm: half the house sat in the garden until dusk, and nobody was hurried to bed.\n\n"
    "We looked at the falls chart together. Most falls are in the corridor between six and eight."
)


class At(NamedTuple):
    """Where a page is, and who opens it."""

    path: str
    role: Role = Role.HOME_TEAM
    is_form: bool = False


async def something_said(scene: Scene) -> Mapping[str, str]:
    """A visit with an action, a question that was answered and one that waits, and something shared."""
    if "learning" in scene.records:
        return scene.records
    team, coach = [
        Viewer(account_id=await scene.account(role), name="", role=role, homes=frozenset({scene.home_id}))
        for role in (Role.HOME_TEAM, Role.COACH)
    ]

    async def say(
        viewer: Viewer, kind: SupportKind, command: CoachingCommand, about: str | None = None
    ) -> str:
        said = await scene.services.coaching.say(viewer, scene.home_id, kind, command, uuid4(), about)
        return said.id or ""

    async def share(
        viewer: Viewer, kind: LearningKind, command: CoachingCommand, about: str | None = None
    ) -> str:
        return (await scene.services.coaching.share(viewer, kind, command, uuid4(), about)).id or ""

    visit = await say(coach, NOTE_VISIT, NoteVisit(visited_on=today() - timedelta(days=4), text=SEEN))
    for days, owner, text in (
        (6, Side.TEAM, "A rail along the corridor"),
        (30, Side.COACH, "Find the leaflet"),
    ):
        command = AgreeAction(
            text=text, owner=owner, role="the day team", due_on=today() + timedelta(days=days), visit=visit
        )
        await say(coach, AGREE_ACTION, command)
    question = await say(coach, ASK_QUESTION, AskQuestion(text="What changed in May?", measure=Measure.FALLS))
    moved = AnswerQuestion(text="We moved handover to the kitchen.")
    answer = await say(team, ANSWER_QUESTION, moved, question)
    await say(coach, ASK_QUESTION, AskQuestion(text="Who would like to show others?"))
    learning = await share(
        team,
        SHARE_LEARNING,
        ShareLearning(
            shared_as=SharedAs.LESSON,
            subject=Subject.FALLS,
            title="Tea in the garden until dusk",
            text=SEEN,
            measure=Measure.FALLS,
            period_from=today() - timedelta(days=90),
            period_to=today(),
        ),
    )
    for tried in (Tried.HELPED, Tried.NO_DIFFERENCE, None):
        await share(team, ANSWER_LEARNING, AnswerLearning(text="So did we.", tried=tried), learning)
    await shown(scene.services, await scene.services.log.last_position())
    scene.records.update(question=question, entry=visit, answer=answer, learning=learning)
    return scene.records


COACHES = "/coach/homes/{home}"
SUPPORT = "/homes/{home}/support"
COACHING_PAGES: Mapping[str, At] = {
    "coach-visits": At(f"{COACHES}/visits", Role.COACH),
    "coach-questions": At(f"{COACHES}/questions", Role.COACH),
    "note-visit-page": At(f"{COACHES}/visits/new", Role.COACH, is_form=True),
    "ask-question-page": At(f"{COACHES}/questions/new", Role.COACH, is_form=True),
    "coach-agree-action": At(f"{COACHES}/actions/new", Role.COACH, is_form=True),
    "coach-answer-question": At(f"{COACHES}/questions/{{question}}", Role.COACH, is_form=True),
    "coach-take-words-back": At(f"{COACHES}/take-back/{{entry}}", Role.COACH, is_form=True),
    "home-support": At(SUPPORT),
    "home-agree-action": At(f"{SUPPORT}/actions/new", is_form=True),
    "home-answer-question": At(f"{SUPPORT}/questions/{{question}}", is_form=True),
    "home-take-words-back": At(f"{SUPPORT}/take-back/{{answer}}", is_form=True),
    "learning": At("/learning"),
    "one-learning": At("/learning/{learning}"),
    "share-learning-page": At("/learning/new", is_form=True),
    "answer-learning-page": At("/learning/{learning}/answer", Role.COACH, is_form=True),
    "tried-learning-page": At("/learning/{learning}/tried", is_form=True),
    "take-learning-back-page": At("/learning/take-back/{learning}", is_form=True),
}
