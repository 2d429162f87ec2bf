"""The projection `falls`: a row for each fall as it now stands, with what followed it."""

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
)
from households.terms import Harm
from network.days import LONDON
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
    """Somebody looked in on the person afterwards."""
    event = entry.event
    changes.add(
        "observation",
        (entry.stream_id, entry.version),
        fall=event.about,
        observed_at=event.occurred_at,
        concern=event.concern,
    )


def fall_observation_retracted(entry: Entry[FallObservationRetracted], changes: Changes) -> None:
    """Nobody looked in."""
    changes.delete("observation", (entry.stream_id, entry.event.observation))


def fall_notification_decided(entry: Entry[FallNotificationDecided], changes: Changes) -> None:
    """The latest decision for each body counts."""
    event = entry.event
    changes.put(
        "notification",
        (entry.stream_id, event.about, event.body),
        notify=event.notify,
        decided_at=event.occurred_at,
    )


def fall_notification_retracted(entry: Entry[FallNotificationRetracted], changes: Changes) -> None:
    """Nothing is decided about that body."""
    event = entry.event
    changes.delete("notification", (entry.stream_id, event.about, event.body))


def _columns(event: FallRecorded | FallAmended) -> dict[str, Any]:
    facts = event.facts
    local = event.occurred_at.astimezone(LONDON)
    return {
        "resident_id": event.resident_id,
        "household_id": event.household_id,
        "occurred_at": event.occurred_at,
        "local_date": local.date(),
        "local_hour": local.hour,
        "place": facts.place,
        "harm": facts.harm,
        "injurious": facts.harm is not Harm.NONE,
        "witnessed": facts.witnessed,
        "head_struck": facts.head_struck,
        "on_anticoagulant": facts.on_anticoagulant,
        "footwear": facts.footwear,
        "aid": facts.aid,
        "lighting": facts.lighting,
        "injured": facts.injured,
        "actions": facts.actions,
        "told": facts.told,
    }


PROJECTION = Projection(
    name="falls",
    version=1,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={
        FallRecorded: fall_recorded,
        FallAmended: fall_amended,
        FallRetracted: fall_retracted,
        FallObserved: fall_observed,
        FallObservationRetracted: fall_observation_retracted,
        FallNotificationDecided: fall_notification_decided,
        FallNotificationRetracted: fall_notification_retracted,
    },
)
