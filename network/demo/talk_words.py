"""What coaches and teams of the demo have said to each other; nobody is named in it."""

from typing import NamedTuple

from network.coaching.terms import SharedAs, Side, Subject, Tried
from outcomes.terms import Measure


class Agreed(NamedTuple):
    """Something that was agreed at a visit."""

    text: str
    owner: Side
    days: int
    """From the visit until it is due."""
    is_done: bool


class Asked(NamedTuple):
    """A question, and what the home answered, if it has."""

    text: str
    measure: Measure | None
    answer: str | None


class Visited(NamedTuple):
    """A visit, so many days ago, and what came of it."""

    days_ago: int
    note: str
    agreed: tuple[Agreed, ...]
    asked: tuple[Asked, ...]


class Shared(NamedTuple):
    """A challenge or a lesson that was shared so many days ago, and what was answered."""

    days_ago: int
    by_coach: bool
    is_named: bool
    shared_as: SharedAs
    subject: Subject
    measure: Measure | None
    title: str
    text: str
    answers: tuple[tuple[Tried | None, str], ...]


VISITS: tuple[tuple[Visited, ...], ...] = (
    (
        Visited(
            9,
            "Came for supper. The kitchen is the heart of the house now: two residents laid the table and "
            "nobody was hurried. We looked at the falls chart together; the team had seen the long run on "
            "one side before I had.",
            (
                Agreed("Try the evening programme at five instead of six", Side.TEAM, 21, is_done=False),
                Agreed("Ask the other homes how they light their corridors", Side.COACH, 14, is_done=False),
            ),
            (Asked("What do you think keeps evenings so calm now?", Measure.FALLS, None),),
        ),
        Visited(
            65,
            "A tired team after two colleagues had been ill. We went through the rota and found that the "
            "same three people carry every weekend.",
            (Agreed("Share the weekends out anew, all of you together", Side.TEAM, 28, is_done=True),),
            (
                Asked(
                    "How have these weeks been for you?",
                    Measure.SICKNESS,
                    "Hard, but we swapped shifts among ourselves and rang the agency only twice.",
                ),
            ),
        ),
    ),
    (
        Visited(
            16,
            "Sat in on handover. It takes place at the kitchen table and residents join in when it is about "
            "their own day. The corridor by the laundry is dark after four.",
            (
                Agreed("Brighter lamps by the laundry", Side.TEAM, 12, is_done=False),
                Agreed("Bring the leaflet on footwear", Side.COACH, 30, is_done=True),
            ),
            (
                Asked(
                    "Who knits in the mornings, and would other homes like to hear of it?",
                    Measure.MOMENTS,
                    "The whole lounge does by now! We shall write it up.",
                ),
            ),
        ),
    ),
    (
        Visited(
            30,
            "First visit since the new household opened. Moving in went slowly and well: one person a week, "
            "and each chose their room.",
            (Agreed("Write down what helped with moving in, for others", Side.TEAM, 45, is_done=False),),
            (Asked("What would you do differently with the next household?", None, None),),
        ),
    ),
    (
        Visited(
            44,
            "We talked about volunteers. Three grandchildren come on Saturdays and would come more often if "
            "somebody told them what to do.",
            (Agreed("A list by the door of things to do together", Side.TEAM, 20, is_done=True),),
            (),
        ),
    ),
)
"""By home, in the order of homes; those beyond have had no visit yet."""

LEARNING: tuple[Shared, ...] = (
    Shared(
        120,
        by_coach=False,
        is_named=True,
        shared_as=SharedAs.LESSON,
        subject=Subject.FALLS,
        measure=Measure.FALLS,
        title="Somebody sits in the corridor at dusk",
        text="Most of our falls were between five and seven, on the way to the bathroom. Since autumn one of "
        "us drinks her tea in the corridor at that hour instead of in the office.",
        answers=(
            (Tried.HELPED, "We did the same for eight weeks. The chart says nothing yet, but it is calmer."),
            (Tried.NO_DIFFERENCE, "Our falls are in the morning, so it was the wrong hour for us."),
            (None, "Who does the paperwork meanwhile?"),
        ),
    ),
    Shared(
        75,
        by_coach=False,
        is_named=False,
        shared_as=SharedAs.CHALLENGE,
        subject=Subject.NIGHTS,
        measure=Measure.INJURIOUS_FALLS,
        title="Nobody hears the door at night",
        text="Two of us are on at night in three households. How do you notice that somebody is up without "
        "listening in to bedrooms?",
        answers=(
            (
                None,
                "Soft lamps that come on by themselves: we see the light under the door from the kitchen.",
            ),
        ),
    ),
    Shared(
        40,
        by_coach=True,
        is_named=False,
        shared_as=SharedAs.LESSON,
        subject=Subject.THE_TEAM,
        measure=Measure.SICKNESS,
        title="Teams that make their own rota swap before they ring the agency",
        text="In three of the homes that I visit the team makes the rota at one table, once a month. It "
        "takes an hour and they say it is the best hour of the month.",
        answers=((Tried.TOO_EARLY, "We have done it twice. Ask us again in summer."),),
    ),
    Shared(
        12,
        by_coach=False,
        is_named=True,
        shared_as=SharedAs.LESSON,
        subject=Subject.EVERYDAY_LIFE,
        measure=Measure.MOMENTS,
        title="Baking on the day somebody moves in",
        text="The house smells of bread and everybody comes to the kitchen, so nobody has to be introduced.",
        answers=(),
    ),
)
