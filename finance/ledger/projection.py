"""The projection `ledger`: facts about money by home, in the order of the log."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from finance.events import BooksClosed, InvoicesRaised
from finance.ledger.telling import TOLD_BY_FINANCE, TOLD_BY_HOMES
from network.days import local_date
from network.directory.events import HomeAmended, HomeJoined
from network.eventstore.event import Event
from network.projections.changes import Changes
from network.projections.projection import Entry, Handler, Projection

_ENCODE = msgspec.msgpack.Encoder().encode


def own_day(entry: Entry[Any]) -> date:
    """When it happened or, where that is still to come, when it was recorded."""
    return local_date(min(entry.event.occurred_at, entry.recorded_at))


def home_joined(entry: Entry[HomeJoined], changes: Changes) -> None:
    """A home by reference."""
    changes.put("home", (entry.event.home_id,), ref=entry.event.ref, name=entry.event.name)


def home_amended(entry: Entry[HomeAmended], changes: Changes) -> None:
    """A home's new name."""
    changes.set("home", (entry.event.home_id,), name=entry.event.name)


def _telling(kind: type[Event]) -> Handler:
    tell = {**TOLD_BY_HOMES, **TOLD_BY_FINANCE}[kind]
    moves_figures = kind is not InvoicesRaised

    def keep_fact(entry: Entry[Any], changes: Changes) -> None:
        row = (
            entry.stream_id,
            entry.position,
            entry.version,
            entry.recorded_at,
            own_day(entry),
            _ENCODE(tell(entry.event)),
        )
        changes.append("fact", row)
        if moves_figures:
            changes.put("latest", (entry.stream_id,), position=entry.position)

    return keep_fact


def books_closed(entry: Entry[BooksClosed], changes: Changes) -> None:
    """A fact, and a day to be found by."""
    _KEEP_CLOSED(entry, changes)
    changes.add("closing", (entry.position,), through=entry.event.through, recorded_at=entry.recorded_at)


_KEEP_CLOSED = _telling(BooksClosed)

PROJECTION = Projection(
    name="ledger",
    version=1,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={
        HomeJoined: home_joined,
        HomeAmended: home_amended,
        **{kind: _telling(kind) for kind in (*TOLD_BY_HOMES, *TOLD_BY_FINANCE)},
        BooksClosed: books_closed,
    },
)
