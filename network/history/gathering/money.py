"""Contributions, payments and opening balances as rows, without payments that were reversed."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from households.events import (
    ContributionAgreed,
    ContributionAmended,
    ContributionChanged,
    ContributionEnded,
    ContributionRetracted,
    OpeningBalanceRecorded,
    PaymentReceived,
    PaymentReversed,
    PossibleDuplicateSettled,
)
from network.history.gathering.residents import UNKNOWN, Part, Residents
from network.history.gathering.stream import OpenedStream
from network.history.rows import ContributionRow, OpeningRow, PaymentRow

_OF_CONTRIBUTIONS = (
    ContributionAgreed,
    ContributionChanged,
    ContributionEnded,
    ContributionAmended,
    ContributionRetracted,
)


@dataclass(slots=True)
class _Contribution:
    agreed: ContributionAgreed
    weekly_amount: Decimal
    begins_on: date
    ends_on: date | None


def contribution_rows(home_ref: str, stream: OpenedStream, residents: Residents) -> list[ContributionRow]:
    """A row for each weekly amount and its nights, under the resident's reference of those nights."""
    names = _payer_names(stream)
    return [
        ContributionRow(
            line=0,
            home_ref=home_ref,
            resident_ref=part.ref,
            payer_ref=contribution.agreed.payer_ref,
            payer_name=names.get(contribution.agreed.payer_id) or UNKNOWN,
            payer_kind=contribution.agreed.payer_kind,
            weekly_amount=contribution.weekly_amount,
            from_=begins,
            to=ends,
        )
        for contribution in _contributions(stream).values()
        for part, begins, ends in _cut(contribution, residents.person(contribution.agreed.resident_id).parts)
    ]


def _contributions(stream: OpenedStream) -> dict[int, _Contribution]:
    found: dict[int, _Contribution] = {}
    for version, event in stream.of(*_OF_CONTRIBUTIONS):
        match event:
            case ContributionAgreed():
                found[version] = _Contribution(event, event.weekly_amount, event.begins_on, event.ends_on)
            case ContributionChanged():
                old = found[event.about or 0]
                found[version] = _Contribution(old.agreed, event.weekly_amount, event.begins_on, old.ends_on)
                old.ends_on = event.begins_on - timedelta(days=1)
            case ContributionEnded():
                found[event.about or 0].ends_on = event.ends_on
            case ContributionAmended():
                old = found[event.about or 0]
                old.weekly_amount, old.begins_on, old.ends_on = (
                    event.weekly_amount,
                    event.begins_on,
                    event.ends_on,
                )
            case _:
                del found[event.about or 0]
    return {
        version: contribution
        for version, contribution in found.items()
        if contribution.ends_on is None or contribution.begins_on <= contribution.ends_on
    }


def _cut(contribution: _Contribution, parts: list[Part]) -> list[tuple[Part, date, date | None]]:
    """The nights by part of the resident's stays; the first part takes those before, the last those after."""
    found: list[tuple[Part, date, date | None]] = []
    for number, part in enumerate(parts):
        begins = contribution.begins_on if number == 0 else max(contribution.begins_on, part.since)
        until = parts[number + 1].since - timedelta(days=1) if number + 1 < len(parts) else None
        ends = min((day for day in (contribution.ends_on, until) if day is not None), default=None)
        if ends is None or begins <= ends:
            found.append((part, begins, ends))
    return found


def _payer_names(stream: OpenedStream) -> dict[UUID, str]:
    """Each payer's name, as last said."""
    names: dict[UUID, str] = {}
    for _, event in stream.of(ContributionAgreed):
        name = event.payer_name or stream.value(event.private_payer_name)
        if name:
            names[event.payer_id] = name
    return names


def payment_rows(home_ref: str, stream: OpenedStream, residents: Residents) -> list[PaymentRow]:
    """A row for each payment that stands, possible duplicates too, but not those found to be the same."""
    gone = {event.about for _, event in stream.of(PaymentReversed)}
    gone |= {event.about for _, event in stream.of(PossibleDuplicateSettled) if event.is_same}
    payers = _payer_refs(stream)
    return [
        PaymentRow(
            line=0,
            home_ref=home_ref,
            payer_ref=payers[event.payer_id],
            received_on=event.received_on,
            amount=event.amount,
            reference=event.reference,
            resident_ref=residents.ref_on(event.resident_id, event.received_on)
            if event.resident_id and residents.knows(event.resident_id)
            else None,
            method=event.method,
            remittance=event.remittance,
        )
        for version, event in stream.of(PaymentReceived)
        if version not in gone
    ]


def opening_rows(home_ref: str, stream: OpenedStream) -> list[OpeningRow]:
    """A row for each document that was open when charging began."""
    payers = _payer_refs(stream)
    return [
        OpeningRow(
            line=0,
            home_ref=home_ref,
            payer_ref=payers[event.payer_id],
            document=event.document,
            due_on=event.due_on,
            amount=event.amount,
        )
        for _, event in stream.of(OpeningBalanceRecorded)
    ]


def _payer_refs(stream: OpenedStream) -> dict[UUID, str]:
    return {event.payer_id: event.payer_ref for _, event in stream.of(ContributionAgreed)}
