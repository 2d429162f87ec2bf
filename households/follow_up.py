"""What follows a fall: observations, and the decisions about telling other bodies."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from households.events import (
    Decision,
    FallFacts,
    FallNotificationDecided,
    FallObserved,
)
from households.falls import FallGiven, latest_account, standing_fall
from households.home import Home
from households.recording.command import Command, line, prose
from households.recording.context import Context
from households.recording.errors import Refused
from households.rules import happened_at
from households.terms import Action, Body, Harm
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed


class ObserveFall(Command, frozen=True, kw_only=True):
    """Write down a follow-up observation after a fall."""

    fall: FallGiven
    observed_at: Annotated[datetime, Meta(tz=True, description="When it was seen, with an offset.")]
    observation: Annotated[str, prose("What was seen.")]
    concern: Annotated[bool, Meta(description="Whether it gives cause for concern.")] = False


class DecideNotification(Command, frozen=True, kw_only=True):
    """Decide whether a body is notified of a fall; a later decision replaces an earlier one."""

    fall: FallGiven
    body: Body
    notify: Annotated[bool, Meta(description="Whether the body is to be notified.")]
    decided_by: Annotated[str, line(200, "Whose decision it is.")]
    reason: Annotated[str, prose("Why.")]


def decide_observation(_home: Home, command: ObserveFall, context: Context) -> list[Event]:
    """Of a fall that stands, not before it happened."""
    fall, recorded = standing_fall(context)
    observed_at = happened_at(command.observed_at, context, "observed_at")
    if observed_at < latest_account(context).occurred_at:
        raise Refused(
            "before_the_fall", "observed_at", "The person fell after that time.", "Correct the date and time."
        )
    return [
        FallObserved(
            resident_id=recorded.resident_id,
            observation=Sealed.of(command.observation, recorded.resident_id, RecordClass.CARE, "observation"),
            concern=command.concern,
            **context.said(observed_at, about=fall),
        )
    ]


def decide_notification(_home: Home, command: DecideNotification, context: Context) -> list[Event]:
    """Of a fall that stands; a later decision about the same body replaces an earlier one."""
    fall, recorded = standing_fall(context)
    decision = Decision(decided_by=command.decided_by, reason=command.reason)
    return [
        FallNotificationDecided(
            resident_id=recorded.resident_id,
            body=command.body,
            notify=command.notify,
            decision=Sealed.of(decision, recorded.resident_id, RecordClass.CARE, "decision"),
            **context.said(context.at, about=fall),
        )
    ]


def decisions_asked(facts: FallFacts) -> frozenset[Body]:
    """About which bodies a fall's facts ask the team to decide. It is a question, never the answer.

    CQC (Regulations 16 and 18): a death, or an injury that may be serious. RIDDOR: a death, or
    taken to hospital, where premises, equipment or work may have contributed. Safeguarding: an
    injury that may be serious.
    """
    serious = facts.harm in (Harm.MODERATE, Harm.SEVERE, Harm.FATAL)
    to_hospital = Action.HOSPITAL in facts.actions or Action.CALL_999 in facts.actions
    asked = {Body.CQC, Body.SAFEGUARDING} if serious else set[Body]()
    return frozenset(asked | {Body.RIDDOR} if to_hospital or facts.harm is Harm.FATAL else asked)
