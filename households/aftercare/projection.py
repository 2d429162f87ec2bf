"""The projection `aftercare`: falls with what followed them, and whatever waits for a person."""

from pathlib import Path
from typing import Any

from households.events import (
    FallAmended,
    FallNotificationDecided,
    FallNotificationRetracted,
    FallObservationRetracted,
    FallObserved,
    FallRecorded,
    FallRetracted,
    PaymentReceived,
    PaymentReversed,
    PossibleDuplicateSettled,
    RecordSetAside,
    RecordSettled,
)
from network.projections.changes import Changes
from network.projections.projection import Entry, Projection


def fall_recorded(entry: Entry[FallRecorded], changes: Changes) -> None:
    """A fall."""
    changes.add("fall", (entry.stream_id, entry.version), **_columns(entry.event))


def fall_amended(entry: Entry[FallAmended], changes: Changes) -> None:
    """The same fall, as it should have been recorded."""
    changes.set("fall", (entry.stream_id, entry.event.about), **_columns(entry.event))


def fall_retracted(entry: Entry[FallRetracted], changes: Changes) -> None:
    """There was no such fall."""
    changes.delete("fall", (entry.stream_id, entry.event.about))


def fall_observed(entry: Entry[FallObserved], changes: Changes) -> None:
    """Somebody looked in on the person."""
    event = entry.event
    changes.add(
        "observation",
        (entry.stream_id, entry.version),
        fall=event.about,
        observed_at=event.occurred_at,
        concern=event.concern,
    )


def notification_decided(entry: Entry[FallNotificationDecided], changes: Changes) -> None:
    """A decision about a body does not wait any more; which one it was is told by the fall itself."""
    changes.put("decision", (entry.stream_id, entry.event.about, entry.event.body))


def observation_retracted(entry: Entry[FallObservationRetracted], changes: Changes) -> None:
    """Nobody looked in: it waits again."""
    changes.delete("observation", (entry.stream_id, entry.event.observation))


def notification_retracted(entry: Entry[FallNotificationRetracted], changes: Changes) -> None:
    """The decision waits again."""
    changes.delete("decision", (entry.stream_id, entry.event.about, entry.event.body))


def record_set_aside(entry: Entry[RecordSetAside], changes: Changes) -> None:
    """A fact that waits."""
    event = entry.event
    changes.add(
        "set_aside",
        (entry.stream_id, entry.version),
        command=event.command,
        rule=event.rule,
        made_at=event.occurred_at,
        recorded_by=event.recorded_by,
    )


def record_settled(entry: Entry[RecordSettled], changes: Changes) -> None:
    """It does not wait any more."""
    changes.delete("set_aside", (entry.stream_id, entry.event.about))


def payment_received(entry: Entry[PaymentReceived], changes: Changes) -> None:
    """Money that may have been recorded before waits until somebody has looked."""
    event = entry.event
    if event.possible_duplicate_of is not None:
        changes.add(
            "payment_in_doubt",
            (entry.stream_id, entry.version),
            received_on=event.received_on,
            amount=event.amount,
            made_at=entry.made_at,
            recorded_by=event.recorded_by,
        )


def doubt_ended(entry: Entry[PossibleDuplicateSettled] | Entry[PaymentReversed], changes: Changes) -> None:
    """Somebody said which it is, or took the payment back."""
    changes.delete("payment_in_doubt", (entry.stream_id, entry.event.about))


def _columns(event: FallRecorded | FallAmended) -> dict[str, Any]:
    facts = event.facts
    return {
        "resident_id": event.resident_id,
        "fell_at": event.occurred_at,
        "place": facts.place,
        "harm": facts.harm,
        "witnessed": facts.witnessed,
        "head_struck": facts.head_struck,
        "on_anticoagulant": facts.on_anticoagulant,
        "injured": facts.injured,
        "actions": facts.actions,
        "told": facts.told,
    }


PROJECTION = Projection(
    name="aftercare",
    version=2,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={
        FallRecorded: fall_recorded,
        FallAmended: fall_amended,
        FallRetracted: fall_retracted,
        FallObserved: fall_observed,
        FallNotificationDecided: notification_decided,
        FallObservationRetracted: observation_retracted,
        FallNotificationRetracted: notification_retracted,
        RecordSetAside: record_set_aside,
        RecordSettled: record_settled,
        PaymentReceived: payment_received,
        PaymentReversed: doubt_ended,
        PossibleDuplicateSettled: doubt_ended,
    },
)
