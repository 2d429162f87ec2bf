"""The projection `bank`: lines of statements, and the payments that they are."""

from pathlib import Path
from typing import Any

import msgspec

from finance.events import (
    BankAccountOpened,
    BankLineMatched,
    BankLineReleased,
    BankLineSetAside,
    StatementBroughtIn,
)
from network.projections.changes import Changes
from network.projections.projection import Entry, Projection


def account_opened(entry: Entry[BankAccountOpened], changes: Changes) -> None:
    """An account, or other columns of its CSV."""
    mapping = entry.event.mapping
    changes.put(
        "account",
        (entry.stream_id,),
        name=entry.event.name,
        mapping=None if mapping is None else msgspec.json.encode(mapping).decode(),
        version=entry.version,
    )


def statement_brought_in(entry: Entry[StatementBroughtIn], changes: Changes) -> None:
    """Lines that were not known before."""
    _step(entry, changes)
    changes.add("part", (entry.stream_id, entry.version), token=entry.event.payers.token)
    for place, line in enumerate(entry.event.lines):
        changes.add(
            "line",
            (line.line_id,),
            account_id=entry.stream_id,
            version=entry.version,
            place=place,
            booked_on=line.booked_on,
            amount=line.amount,
            reference=line.reference,
            occurrence=line.occurrence,
        )


def line_matched(entry: Entry[BankLineMatched], changes: Changes) -> None:
    """A line, or a part of it, is a payment."""
    event = entry.event
    _step(entry, changes)
    changes.add(
        "match",
        (entry.stream_id, entry.version),
        line_id=event.line_id,
        home_id=event.home_id,
        payment=event.payment,
        amount=event.amount,
        made_from_line=event.made_from_line,
        released=False,
    )


def line_released(entry: Entry[BankLineReleased], changes: Changes) -> None:
    """It was another."""
    _step(entry, changes)
    changes.set("match", (entry.stream_id, entry.event.about), released=True)


def line_set_aside(entry: Entry[BankLineSetAside], changes: Changes) -> None:
    """No payment of fees, or one after all."""
    _step(entry, changes)
    if entry.event.is_aside:
        changes.put("aside", (entry.event.line_id,))
    else:
        changes.delete("aside", (entry.event.line_id,))


def _step(entry: Entry[Any], changes: Changes) -> None:
    changes.set("account", (entry.stream_id,), version=entry.version)


PROJECTION = Projection(
    name="bank",
    version=1,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={
        BankAccountOpened: account_opened,
        StatementBroughtIn: statement_brought_in,
        BankLineMatched: line_matched,
        BankLineReleased: line_released,
        BankLineSetAside: line_set_aside,
    },
)
