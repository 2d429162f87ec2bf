"""Contributions, payments, opening balances and costs in a home's state."""

from datetime import timedelta

from households import events
from households.changes import Change
from households.changes.about import record_of
from households.state import (
    Contribution,
    Home,
    Payer,
    cost_fingerprint,
    document_fingerprint,
    payment_fingerprint,
)
from network.eventstore.event import Event


def _agreed(home: Home, event: events.ContributionAgreed, version: int) -> None:
    home.payers.setdefault(event.payer_id, Payer(event.payer_ref, event.payer_kind))
    home.payer_refs[event.payer_ref] = event.payer_id
    home.contributions[version] = Contribution(
        event.resident_id, event.payer_id, event.weekly_amount, event.begins_on, event.ends_on
    )


def _changed(home: Home, event: events.ContributionChanged, version: int) -> None:
    old = home.contributions[record_of(event)]
    home.contributions[version] = Contribution(
        old.resident_id, old.payer_id, event.weekly_amount, event.begins_on, event.ends_on, event.about
    )
    old.ends_on = event.begins_on - timedelta(days=1)


def _ended(home: Home, event: events.ContributionEnded, _version: int) -> None:
    home.contributions[record_of(event)].ends_on = event.ends_on


def _amended(home: Home, event: events.ContributionAmended, _version: int) -> None:
    contribution = home.contributions[record_of(event)]
    contribution.weekly_amount = event.weekly_amount
    contribution.begins_on, contribution.ends_on = event.begins_on, event.ends_on


def _retracted(home: Home, event: events.ContributionRetracted, _version: int) -> None:
    gone = home.contributions.pop(record_of(event))
    for contribution in home.contributions.values():
        if contribution.follows == event.about:
            contribution.follows = gone.follows


def _payment_received(home: Home, event: events.PaymentReceived, version: int) -> None:
    if event.possible_duplicate_of is None:
        mark = payment_fingerprint(event.payer_id, event.received_on, event.amount, event.reference)
        home.payments[mark] = version
    else:
        home.possible_duplicates[version] = event.possible_duplicate_of


def _payment_reversed(home: Home, event: events.PaymentReversed, _version: int) -> None:
    home.reversed_payments.add(record_of(event))
    home.possible_duplicates.pop(record_of(event), None)


def _duplicate_settled(home: Home, event: events.PossibleDuplicateSettled, _version: int) -> None:
    home.possible_duplicates.pop(record_of(event), None)
    if event.is_same:
        home.repetitions.add(record_of(event))


def _opening_balance(home: Home, event: events.OpeningBalanceRecorded, _version: int) -> None:
    home.opening_documents.add(document_fingerprint(event.payer_id, event.document))


def _cost_recorded(home: Home, event: events.CostRecorded, version: int) -> None:
    home.costs[cost_fingerprint(event.month, event.category)] = version


def _cost_retracted(home: Home, event: events.CostRetracted, _version: int) -> None:
    home.costs.pop(cost_fingerprint(event.month, event.category), None)


CHANGES: dict[type[Event], Change] = {
    events.ContributionAgreed: _agreed,
    events.ContributionChanged: _changed,
    events.ContributionEnded: _ended,
    events.ContributionAmended: _amended,
    events.ContributionRetracted: _retracted,
    events.PaymentReceived: _payment_received,
    events.PaymentReversed: _payment_reversed,
    events.PossibleDuplicateSettled: _duplicate_settled,
    events.OpeningBalanceRecorded: _opening_balance,
    events.CostRecorded: _cost_recorded,
    events.CostRetracted: _cost_retracted,
}
