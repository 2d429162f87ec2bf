"""What any record is and what became of it: its facts, who changed what when, and how it is put right."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from households import events
from households.pages.people import NAMELESS
from households.pages.reasons import WHO, Sharing, why
from households.pages.reception import Reception
from households.pages.record_facts import facts_after
from households.pages.record_reading import Facts, Reading
from households.pages.visit import Visit
from households.reading.record_stories import RecordStory, Step
from households.sickness import spell_of
from network.eventstore.event import Event

NOUNS: Mapping[type[Event], str] = {
    events.ResidentMovedIn: "The stay of {}",
    events.ResidentIdentityAmended: "Who {} is",
    events.ResidentWentAway: "Nights away of {}",
    events.FallRecorded: "A fall of {}",
    events.StaffJoined: "{} in the team",
    events.StaffHoursChanged: "Hours of {}",
    events.StaffLeft: "The leaving of {}",
    events.FullTimeHoursChanged: "Full-time hours",
    events.SicknessStarted: "A sickness of {}",
    events.ContributionAgreed: "A contribution to the fee of {}",
    events.ContributionChanged: "A new amount towards the fee of {}",
    events.PaymentReceived: "A payment",
    events.OpeningBalanceRecorded: "An opening balance",
    events.CostRecorded: "A cost",
    events.MomentShared: "A moment of {}",
    events.VolunteeringRecorded: "Volunteers’ hours",
    events.PracticeChanged: "A change of practice",
    events.BaselineRecorded: "A month from before",
    events.HomeOpened: "The home began to record",
    events.HouseholdOpened: "A household",
    events.HouseholdBedsChanged: "Beds of a household",
    events.RecordSetAside: "A record that was set aside",
    events.PersonForgotten: "Details that were erased",
}
DONE: Mapping[type[Event], str] = {
    events.ResidentMovedRoom: "Moved within the home",
    events.ResidentMovedOut: "Left",
    events.ResidentCameBack: "Came back",
    events.FallObserved: "Looked in",
    events.FallNotificationDecided: "Decided",
    events.FallObservationRetracted: "What was seen was taken back",
    events.FallNotificationRetracted: "A decision was taken back",
    events.StaffHoursChanged: "Hours changed",
    events.StaffLeft: "Left",
    events.SicknessEnded: "Ended",
    events.SicknessReasonShared: f"{WHO} was changed",
    events.ContributionChanged: "The amount changed",
    events.ContributionEnded: "Ended",
    events.PaymentReversed: "Reversed",
    events.PossibleDuplicateSettled: "Settled",
    events.RecordSettled: "Seen to",
}
ADD = (events.FallObserved, events.FallNotificationDecided)
"""What goes on with a record without changing what was said."""
CORRECT: Mapping[type[Event], str] = {
    events.ResidentMovedIn: "/stays/{}",
    events.ResidentMovedRoom: "/moves/{}",
    events.ResidentWentAway: "/absences/{}",
    events.StaffJoined: "/employments/{}",
    events.StaffHoursChanged: "/hours/{}",
    events.SicknessStarted: "/sickness/{}",
    events.ContributionAgreed: "/contributions/{}",
    events.ContributionChanged: "/contributions/{}",
    events.MomentShared: "/moments/{}",
    events.VolunteeringRecorded: "/volunteering/{}",
    events.PracticeChanged: "/practice/{}",
}
"""Where what can be both corrected and taken back has its forms."""


class Difference(NamedTuple):
    """What a change made of one fact."""

    name: str
    before: str
    """Empty where it could not have been said before."""
    after: str


class Told(NamedTuple):
    """One step of a record's history."""

    step: Step
    what: str
    why: str
    differences: tuple[Difference, ...]
    corrections: tuple[tuple[str, str], ...]
    """Words and addresses below the home's own, for what a single step can be put right by."""


class RecordShown(NamedTuple):
    """A record as its page shows it."""

    story: RecordStory
    title: str
    facts: Facts
    history: tuple[Told, ...]
    corrections: tuple[tuple[str, str], ...]
    """Words and addresses below the home's own."""


async def facts_of(reception: Reception, visit: Visit, story: RecordStory) -> Facts:
    """What a record says as it stands."""
    reading = await _reading(reception, visit, story)
    facts: Facts = {}
    for step in story.steps:
        facts = facts_after(facts, step.event, reading)
    return facts


async def shown(reception: Reception, visit: Visit, story: RecordStory) -> RecordShown:
    """The record with its history, as far as the viewer may read it."""
    reading = await _reading(reception, visit, story)
    sharing = await Sharing.in_record(reception, visit, story)
    facts: Facts = {}
    history: list[Told] = []
    for place, step in enumerate(story.steps, 1):
        after = facts_after(facts, step.event, reading) | sharing.facts(story.steps[:place])
        if sharing.is_told(step):
            history.append(_told(story, step, facts, after, reading))
        facts = after
    title = NOUNS.get(type(story.first), "A record").format(story.person(NAMELESS))
    facts |= why(visit, story)
    return RecordShown(story, title, facts, tuple(history), tuple(_corrections(story, sharing)))


async def _reading(reception: Reception, visit: Visit, story: RecordStory) -> Reading:
    households = {UUID(value): name for value, name, *_ in await reception.people.households(visit)}
    payers = await reception.payers_of(visit.viewer, visit.home_id) if _is_of_money(story) else ()
    return Reading(story, households, {payer.payer_id: payer.name or "A payer" for payer in payers})


def _is_of_money(story: RecordStory) -> bool:
    return hasattr(story.first, "payer_id")


def _told(story: RecordStory, step: Step, before: Facts, after: Facts, reading: Reading) -> Told:
    event = step.event
    is_first = step is story.steps[0]
    names = dict.fromkeys((*before, *after))
    differences = tuple(
        Difference(
            name, before.get(name, "" if type(event) in ADD else "not said"), after.get(name, "not said")
        )
        for name in names
        if not is_first and before.get(name) != after.get(name)
    )
    stands = not story.is_retracted and all(_leaves(later, step) for later in story.steps)
    corrections = () if is_first or not stands else _step_corrections(story, step)
    return Told(step, _what(event, is_first), _why(event, reading), differences, corrections)


def _what(event: Event, is_first: bool) -> str:
    if is_first:
        return "Recorded"
    if isinstance(event, events.SicknessAmended) and event.retracted:
        return "Taken back"
    if type(event) in DONE:
        return DONE[type(event)]
    return "Corrected" if type(event).__name__.endswith("Amended") else "Taken back"


def _why(event: Event, reading: Reading) -> str:
    if isinstance(event, events.SicknessStarted):
        return ""
    why = getattr(event, "why", None)
    reason = None if isinstance(event, events.SicknessAmended) else getattr(event, "reason", None)
    outcome = getattr(event, "outcome", None)
    return next((reading.text(text) for text in (why, reason, outcome) if hasattr(text, "token")), "")


def _leaves(later: Step, step: Step) -> bool:
    """Whether a step still stands after what was said later, which may have taken it back."""
    match later.event:
        case events.FallObservationRetracted(observation=version):
            return version != step.version
        case events.FallNotificationRetracted(decision=version):
            return version != step.version
        case events.StayAmended(placements=parts) if isinstance(step.event, events.ResidentMovedRoom):
            return later.version < step.version or any(part.said_in == step.version for part in parts)
        case events.EmploymentAmended(hours=parts) if isinstance(step.event, events.StaffHoursChanged):
            return later.version < step.version or any(part.said_in == step.version for part in parts)
        case _:
            return True


def _step_corrections(story: RecordStory, step: Step) -> tuple[tuple[str, str], ...]:
    match step.event:
        case events.FallObserved():
            return (("Take back", f"/falls/{story.id}/observations/{step.id}/take-back"),)
        case events.FallNotificationDecided():
            return (("Take back", f"/falls/{story.id}/notifications/{step.id}/take-back"),)
        case events.ResidentMovedRoom() | events.StaffHoursChanged():
            path = CORRECT[type(step.event)].format(step.id)
            return (("Correct", f"{path}/correct"), ("Take back", f"{path}/take-back"))
        case _:
            return ()


def _corrections(story: RecordStory, sharing: Sharing) -> Iterator[tuple[str, str]]:
    first = story.first
    if isinstance(first, events.FallRecorded):
        yield "See and correct the fall", f"/falls/{story.id}"
    if isinstance(first, events.RecordSetAside):
        yield "See what needs attention", f"/attention/{story.id}"
    if story.is_retracted:
        return
    if type(first) in CORRECT:
        path = CORRECT[type(first)].format(story.id)
        yield "Correct", f"{path}/correct"
        yield "Take back", f"{path}/take-back"
    match first:
        case events.PaymentReceived():
            settled = bool(story.events(events.PossibleDuplicateSettled))
            if first.possible_duplicate_of is not None and not settled:
                yield "Was this paid twice?", f"/payments/{story.id}/found-out"
            yield "Reverse", f"/payments/{story.id}/take-back"
        case events.CostRecorded():
            yield "Say another amount", "/costs/new"
            yield "Take back", f"/costs/{story.id}/take-back"
        case events.SicknessStarted():
            yield from _of_spell(story)
            yield from sharing.ways()
        case events.ResidentIdentityAmended():
            yield "Correct", f"/residents/{first.resident_id}/who"
        case _:
            pass


def _of_spell(story: RecordStory) -> Iterator[tuple[str, str]]:
    spell = spell_of([*story.steps])
    if spell is not None and spell.last_day is None:
        yield "Is well again", f"/sickness/{story.id}/ends"
