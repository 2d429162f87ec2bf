"""The projection `payments`: what was received and from whom, what was agreed, owed before, and spent."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from finance.events import BooksClosed
from households.events import (
    ContributionAgreed,
    ContributionAmended,
    ContributionChanged,
    ContributionEnded,
    ContributionRetracted,
    CostRecorded,
    CostRetracted,
    OpeningBalanceRecorded,
    PaymentReceived,
    PaymentReversed,
    PersonForgotten,
    PossibleDuplicateSettled,
    ResidentIdentityAmended,
    ResidentMovedIn,
)
from network.directory.events import HomeAmended, HomeJoined
from network.eventstore.sealed import RecordClass, Sealed
from network.projections.changes import Changes
from network.projections.projection import Entry, Projection

OPEN = date.max
"""PostgreSQL's 'infinity'."""


def payment_received(entry: Entry[PaymentReceived], changes: Changes) -> None:
    """Money in."""
    event = entry.event
    changes.add(
        "payment",
        (entry.stream_id, entry.version),
        position=entry.position,
        recorded_at=entry.recorded_at,
        payer_id=event.payer_id,
        resident_id=event.resident_id,
        received_on=event.received_on,
        posted_on=event.received_on,
        amount=event.amount,
        reference=event.reference,
        method=event.method,
        remittance=event.remittance,
        reverses=None,
        possible_duplicate_of=event.possible_duplicate_of,
        settled_at=None,
        settled_position=None,
        is_same=None,
    )


def payment_reversed(entry: Entry[PaymentReversed], changes: Changes) -> None:
    """Money back: a row of its own, negative."""
    event = entry.event
    changes.add(
        "payment",
        (entry.stream_id, entry.version),
        position=entry.position,
        recorded_at=entry.recorded_at,
        payer_id=event.payer_id,
        resident_id=None,
        received_on=event.reversed_on,
        posted_on=event.reversed_on,
        amount=-event.amount,
        reference=None,
        method=None,
        remittance=None,
        reverses=event.about,
        possible_duplicate_of=None,
        settled_at=None,
        settled_position=None,
        is_same=None,
    )


def possible_duplicate_settled(entry: Entry[PossibleDuplicateSettled], changes: Changes) -> None:
    """The same money, or money of its own: what the books said until now stays said."""
    changes.set(
        "payment",
        (entry.stream_id, entry.event.about),
        settled_at=entry.recorded_at,
        settled_position=entry.position,
        is_same=entry.event.is_same,
    )


def contribution_agreed(entry: Entry[ContributionAgreed], changes: Changes) -> None:
    """A contribution, and what it says of its payer."""
    event = entry.event
    changes.add(
        "contribution",
        (entry.stream_id, entry.version),
        position=entry.position,
        recorded_at=entry.recorded_at,
        resident_id=event.resident_id,
        payer_id=event.payer_id,
        weekly_amount=event.weekly_amount,
        begins_on=event.begins_on,
        ends_on=event.ends_on or OPEN,
        follows=None,
    )
    _put_payer(entry, changes)


def contribution_changed(entry: Entry[ContributionChanged], changes: Changes) -> None:
    """The old rate ends the day before the new one."""
    event = entry.event
    changes.set("contribution", (entry.stream_id, event.about), ends_on=event.begins_on - timedelta(days=1))
    changes.add(
        "contribution",
        (entry.stream_id, entry.version),
        position=entry.position,
        recorded_at=entry.recorded_at,
        resident_id=event.resident_id,
        payer_id=event.payer_id,
        weekly_amount=event.weekly_amount,
        begins_on=event.begins_on,
        ends_on=event.ends_on or OPEN,
        follows=event.about,
    )


def contribution_ended(entry: Entry[ContributionEnded], changes: Changes) -> None:
    """The last chargeable night."""
    changes.set("contribution", (entry.stream_id, entry.event.about), ends_on=entry.event.ends_on)


def contribution_amended(entry: Entry[ContributionAmended], changes: Changes) -> None:
    """The contribution as it should have been agreed."""
    event = entry.event
    changes.set(
        "contribution",
        (entry.stream_id, event.about),
        weekly_amount=event.weekly_amount,
        begins_on=event.begins_on,
        ends_on=event.ends_on or OPEN,
    )


def contribution_retracted(entry: Entry[ContributionRetracted], changes: Changes) -> None:
    """Nothing was agreed."""
    changes.delete("contribution", (entry.stream_id, entry.event.about))


def opening_balance_recorded(entry: Entry[OpeningBalanceRecorded], changes: Changes) -> None:
    """Owed from before."""
    event = entry.event
    changes.add(
        "opening_balance",
        (entry.stream_id, entry.version),
        position=entry.position,
        recorded_at=entry.recorded_at,
        payer_id=event.payer_id,
        document=event.document,
        due_on=event.due_on,
        amount=event.amount,
    )


def cost_recorded(entry: Entry[CostRecorded], changes: Changes) -> None:
    """The latest for a month and category."""
    event = entry.event
    changes.put(
        "cost",
        (entry.stream_id, event.month, event.category),
        position=entry.position,
        recorded_at=entry.recorded_at,
        amount=event.amount,
    )


def cost_retracted(entry: Entry[CostRetracted], changes: Changes) -> None:
    """Nothing of this category that month."""
    changes.delete("cost", (entry.stream_id, entry.event.month, entry.event.category))


def books_closed(entry: Entry[BooksClosed], changes: Changes) -> None:
    """What is recorded from now on of these days is posted on the first open one, as schema.sql says."""
    changes.add("closing", (entry.position,), through=entry.event.through)


def home_joined(entry: Entry[HomeJoined], changes: Changes) -> None:
    """A home by reference."""
    changes.put("home", (entry.event.home_id,), ref=entry.event.ref, name=entry.event.name)


def home_amended(entry: Entry[HomeAmended], changes: Changes) -> None:
    """A home's new name."""
    changes.set("home", (entry.event.home_id,), name=entry.event.name)


def resident_moved_in(entry: Entry[ResidentMovedIn], changes: Changes) -> None:
    """A resident by reference and sealed initials."""
    event = entry.event
    changes.put("resident", (entry.stream_id, event.resident_id), ref=event.resident_ref)
    _put_initials(changes, entry.stream_id, event.resident_id, event.initials)


def resident_identity_amended(entry: Entry[ResidentIdentityAmended], changes: Changes) -> None:
    """Other initials."""
    _put_initials(changes, entry.stream_id, entry.event.resident_id, entry.event.initials)


def person_forgotten(entry: Entry[PersonForgotten], changes: Changes) -> None:
    """The initials can't be opened any more, so they go."""
    if entry.event.record_class is RecordClass.FINANCE:
        changes.delete("resident_initials", (entry.stream_id, entry.event.person_id))


def _put_payer(entry: Entry[ContributionAgreed], changes: Changes) -> None:
    """Who pays, where the agreement says it; a payer that the home knows already need not be named again."""
    event = entry.event
    if event.payer_name is None and event.private_payer_name is None:
        return
    changes.put(
        "payer",
        (event.payer_id,),
        kind=event.payer_kind,
        ref=event.payer_ref,
        name=event.payer_name,
        home_id=None if event.payer_kind.is_public else entry.stream_id,
    )
    if event.private_payer_name is not None:
        changes.put(
            "private_payer",
            (event.payer_id,),
            home_id=entry.stream_id,
            person_id=event.resident_id,
            token=event.private_payer_name.token,
        )


def _put_initials(changes: Changes, home_id: UUID, resident_id: UUID, initials: Sealed) -> None:
    changes.put("resident_initials", (home_id, resident_id), token=initials.token)


PROJECTION = Projection(
    name="payments",
    version=3,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={
        PaymentReceived: payment_received,
        PaymentReversed: payment_reversed,
        PossibleDuplicateSettled: possible_duplicate_settled,
        ContributionAgreed: contribution_agreed,
        ContributionChanged: contribution_changed,
        ContributionEnded: contribution_ended,
        ContributionAmended: contribution_amended,
        ContributionRetracted: contribution_retracted,
        OpeningBalanceRecorded: opening_balance_recorded,
        CostRecorded: cost_recorded,
        CostRetracted: cost_retracted,
        BooksClosed: books_closed,
        HomeJoined: home_joined,
        HomeAmended: home_amended,
        ResidentMovedIn: resident_moved_in,
        ResidentIdentityAmended: resident_identity_amended,
        PersonForgotten: person_forgotten,
    },
)
