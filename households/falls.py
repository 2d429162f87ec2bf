"""Falls: what happened, and putting right what was recorded of it."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from households.events import FallAccount, FallAmended, FallFacts, FallRecorded, FallRetracted
from households.home import Home
from households.recording.command import Command, RecordReference, line, prose
from households.recording.context import Context
from households.recording.errors import Refused
from households.references import record_given, resident_given, stay_given
from households.residents import ResidentGiven
from households.rules import happened_at
from households.terms import Action, Aid, BodyPart, Footwear, Harm, Lighting, Place, Told
from network.days import local_date
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed

FallGiven = RecordReference
Witnessed = Annotated[bool, Meta(description="Whether somebody saw it; false: the person was found.")]
HeadStruck = Annotated[bool, Meta(description="Whether the head was struck.")]
OnAnticoagulant = Annotated[bool, Meta(description="Whether the person takes an anticoagulant.")]
Injured = Annotated[tuple[BodyPart, ...], Meta(max_length=20, description="Where on the body.")]


class FallSaid(Command, frozen=True, kw_only=True):
    """What the team says of a fall; what is left out was not said."""

    occurred_at: Annotated[datetime, Meta(tz=True, description="When the person fell, with an offset.")]
    place: Place
    place_in_words: Annotated[str, line(200, "The place, where none of the list fits.")] | None = None
    harm: Harm
    witnessed: Witnessed | None = None
    witnessed_by: Annotated[str, line(200, "Who saw it, or who found the person.")] | None = None
    doing: Annotated[str, prose("What the person was doing.")] | None = None
    footwear: Footwear | None = None
    aid: Aid | None = None
    lighting: Lighting | None = None
    injury: Annotated[str, prose("The injury, in words.")] | None = None
    injured: Injured = ()
    head_struck: HeadStruck | None = None
    on_anticoagulant: OnAnticoagulant | None = None
    actions: Annotated[tuple[Action, ...], Meta(max_length=20, description="What was done.")] = ()
    other_actions: Annotated[
        tuple[Annotated[str, line(200, "Something else that was done.")], ...],
        Meta(max_length=20, description="What else was done, in words."),
    ] = ()
    told: Annotated[tuple[Told, ...], Meta(max_length=10, description="Who was told.")] = ()
    description: Annotated[str, prose("What happened, in the team's words.")] | None = None
    change_now: Annotated[str, prose("What the team changes now.")] | None = None

    @property
    def facts(self) -> FallFacts:
        """What is counted of it, each thing once."""
        return FallFacts(
            place=self.place,
            harm=self.harm,
            witnessed=self.witnessed,
            head_struck=self.head_struck,
            on_anticoagulant=self.on_anticoagulant,
            footwear=self.footwear,
            aid=self.aid,
            lighting=self.lighting,
            injured=tuple(dict.fromkeys(self.injured)),
            actions=tuple(dict.fromkeys(self.actions)),
            told=tuple(dict.fromkeys(self.told)),
        )

    @property
    def account(self) -> FallAccount:
        """What is said of it in words, which is sealed."""
        return FallAccount(
            description=self.description,
            place_in_words=self.place_in_words,
            doing=self.doing,
            witnessed_by=self.witnessed_by,
            injury=self.injury,
            other_actions=self.other_actions,
            change_now=self.change_now,
        )


class RecordFall(FallSaid, frozen=True, kw_only=True):
    """A resident fell."""

    resident: ResidentGiven


class AmendFall(FallSaid, frozen=True, kw_only=True):
    """Say anew what happened in a fall, whole, as it should have been recorded."""

    fall: FallGiven
    reason: Annotated[str, prose("Why the record is amended.")]


class CompleteFall(Command, frozen=True, kw_only=True):
    """Add to a fall what was not said at first; nothing that was said is taken back."""

    fall: FallGiven
    harm: Annotated[Harm, Meta(description="Where it turned out to be other than first said.")] | None = None
    witnessed: Witnessed | None = None
    head_struck: HeadStruck | None = None
    on_anticoagulant: OnAnticoagulant | None = None
    footwear: Footwear | None = None
    aid: Aid | None = None
    lighting: Lighting | None = None
    injured: Injured = ()
    actions: Annotated[tuple[Action, ...], Meta(max_length=20, description="What else was done.")] = ()
    told: Annotated[tuple[Told, ...], Meta(max_length=10, description="Who else was told.")] = ()

    def complete(self, facts: FallFacts) -> FallFacts:
        """The facts with what is added: answers in the place of none, and lists made longer."""
        added = {name: value for name in _ANSWERS if (value := getattr(self, name)) is not None}
        longer = {
            name: tuple(dict.fromkeys((*getattr(facts, name), *getattr(self, name)))) for name in _LISTS
        }
        if Action.NONE in longer["actions"] and len(longer["actions"]) > 1:
            longer["actions"] = tuple(action for action in longer["actions"] if action is not Action.NONE)
        return msgspec.structs.replace(facts, **added, **longer)


_ANSWERS = ("harm", "witnessed", "head_struck", "on_anticoagulant", "footwear", "aid", "lighting")
_LISTS = ("injured", "actions", "told")
COMPLETED = "More is known of the fall."
"""The reason that stands with an amendment that only adds."""


class RetractFall(Command, frozen=True, kw_only=True):
    """Take back a fall that was none, or was recorded twice or for the wrong person."""

    fall: FallGiven
    reason: Annotated[str, prose("Why the record is taken back.")]


def decide_fall(home: Home, command: RecordFall, context: Context) -> list[Event]:
    """Of somebody who lived here that day; the day of leaving still counts."""
    resident_id, resident = resident_given(home, command.resident)
    fell_at = happened_at(command.occurred_at, context, "occurred_at")
    day = local_date(fell_at)
    return [
        FallRecorded(
            resident_id=resident_id,
            household_id=stay_given(resident, day, "occurred_at").household_on(day),
            facts=command.facts,
            account=Sealed.of(command.account, resident_id, RecordClass.CARE, "account"),
            **context.said(fell_at),
        )
    ]


def decide_amending_fall(home: Home, command: AmendFall, context: Context) -> list[Event]:
    """Of a fall that stands, by the same rules as a new one."""
    fall, recorded = standing_fall(context)
    fell_at = happened_at(command.occurred_at, context, "occurred_at")
    day = local_date(fell_at)
    resident_id = recorded.resident_id
    return [
        FallAmended(
            resident_id=resident_id,
            household_id=stay_given(home.residents[resident_id], day, "occurred_at").household_on(day),
            facts=command.facts,
            account=Sealed.of(command.account, resident_id, RecordClass.CARE, "account"),
            reason=Sealed.of(command.reason, resident_id, RecordClass.CARE, "reason"),
            **context.said(fell_at, about=fall),
        )
    ]


def decide_completing_fall(_home: Home, command: CompleteFall, context: Context) -> list[Event]:
    """Of a fall that stands: its words stay sealed as they are. Nothing, where all was said before."""
    fall, _ = standing_fall(context)
    latest = latest_account(context)
    facts = command.complete(latest.facts)
    if facts == latest.facts:
        return []
    return [
        FallAmended(
            resident_id=latest.resident_id,
            household_id=latest.household_id,
            facts=facts,
            account=latest.account,
            reason=Sealed.of(COMPLETED, latest.resident_id, RecordClass.CARE, "reason"),
            **context.said(latest.occurred_at, about=fall),
        )
    ]


def decide_retracting_fall(_home: Home, command: RetractFall, context: Context) -> list[Event]:
    """Of a fall that stands."""
    fall, recorded = standing_fall(context)
    return [
        FallRetracted(
            resident_id=recorded.resident_id,
            reason=Sealed.of(command.reason, recorded.resident_id, RecordClass.CARE, "reason"),
            **context.said(context.at, about=fall),
        )
    ]


def standing_fall(context: Context) -> tuple[int, FallRecorded]:
    """The fall that a command is about, which must not be retracted; its id and how it was first recorded."""
    fall, recorded = record_given(context, FallRecorded, "fall")
    if any(isinstance(later.event, FallRetracted) for later in context.record):
        raise Refused(
            "fall_retracted",
            "fall",
            "The fall has been taken back.",
            "Record the fall anew if it did happen.",
        )
    return fall, recorded


def latest_account(context: Context) -> FallRecorded | FallAmended:
    """The fall as it was last told."""
    accounts = [said.event for said in context.record if isinstance(said.event, FallRecorded | FallAmended)]
    return accounts[-1]
