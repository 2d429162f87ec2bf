"""Taking back what followed a fall: an observation, or a decision about telling a body."""

from typing import Annotated

from msgspec import Meta

from households.events import (
    FallNotificationDecided,
    FallNotificationRetracted,
    FallObservationRetracted,
    FallObserved,
    FallRecorded,
)
from households.falls import FallGiven
from households.home import Home
from households.recording.command import Command, Reason, RecordReference
from households.recording.context import Context
from households.recording.errors import Refused
from households.references import record_given
from households.terms import Body
from network.eventstore.event import Event
from network.eventstore.record_id import RecordId
from network.eventstore.sealed import RecordClass, Sealed

Followed = Annotated[
    RecordReference, Meta(description="The public id that was answered when it was recorded.")
]


class RetractObservation(Command, frozen=True, kw_only=True):
    """Take back an observation that was not made, or was another fall's."""

    fall: FallGiven
    observation: Followed
    reason: Reason


class RetractNotification(Command, frozen=True, kw_only=True):
    """Take back a decision about telling a body, which then waits to be made."""

    fall: FallGiven
    decision: Followed
    reason: Reason


def decide_retracting_observation(_home: Home, command: RetractObservation, context: Context) -> list[Event]:
    """Of one that stands; also after the fall itself was taken back."""
    fall, recorded = record_given(context, FallRecorded, "fall")
    observation = _followed(context, command.observation, FallObserved)
    retracted = [
        said.event.observation for said in context.record if isinstance(said.event, FallObservationRetracted)
    ]
    if observation is None or observation in retracted:
        raise _unknown("observation")
    return [
        FallObservationRetracted(
            resident_id=recorded.resident_id,
            observation=observation,
            reason=Sealed.of(command.reason, recorded.resident_id, RecordClass.CARE, "reason"),
            **context.said(context.at, about=fall),
        )
    ]


def decide_retracting_notification(
    _home: Home, command: RetractNotification, context: Context
) -> list[Event]:
    """Of the last one about its body: an earlier one, that it replaced, does not come back."""
    fall, recorded = record_given(context, FallRecorded, "fall")
    decision = _followed(context, command.decision, FallNotificationDecided)
    body = next((body for body, version in _standing(context).items() if version == decision), None)
    if decision is None or body is None:
        raise _unknown("decision")
    return [
        FallNotificationRetracted(
            resident_id=recorded.resident_id,
            body=body,
            decision=decision,
            reason=Sealed.of(command.reason, recorded.resident_id, RecordClass.CARE, "reason"),
            **context.said(context.at, about=fall),
        )
    ]


def _standing(context: Context) -> dict[Body, int]:
    """The decision about each body that counts, by its version."""
    standing: dict[Body, int] = {}
    for said in context.record:
        if isinstance(said.event, FallNotificationDecided):
            standing[said.event.body] = said.version
        elif isinstance(said.event, FallNotificationRetracted):
            standing.pop(said.event.body, None)
    return standing


def _followed(context: Context, given: str, kind: type[Event]) -> int | None:
    """The version of what followed the fall, if it is of that kind and of this fall."""
    record_id = RecordId.parse(given)
    if record_id.stream_id != context.home_id:
        return None
    found = (said for said in context.record if said.version == record_id.version)
    return next((said.version for said in found if isinstance(said.event, kind)), None)


def _unknown(field: str) -> Refused:
    return Refused(
        "record_unknown",
        field,
        "The fall has no such record, or it was taken back or replaced by a later one.",
        "Use the id that was answered when it was recorded.",
    )
