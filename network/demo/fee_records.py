"""What demo homes record of money: contributions and their changes, payments, reversals, double entries."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from households.contributions import AgreeContribution, ChangeContribution, EndContribution
from households.payments import ReceivePayment, ReversePayment
from network.demo.fees import Contribution
from network.demo.paying import Payment
from network.demo.steps import Steps
from network.demo.words import RETURNED


def record_fees(steps: Steps, contributions: list[Contribution], payments: Iterable[Payment]) -> None:
    """Everything that finance will see of a home."""
    for contribution in contributions:
        _record_contribution(steps, contribution)
    for payment in payments:
        _record_payment(steps, payment)


def _record_contribution(steps: Steps, contribution: Contribution) -> None:
    """Agreed when it begins, another amount each April, ended when it ends."""
    (begins, weekly), *changes = contribution.amounts
    payer, latest = contribution.payer, contribution.key
    steps.add(
        _office(begins),
        contribution.key,
        AgreeContribution,
        resident=contribution.resident.ref,
        payer_ref=payer.ref,
        payer_kind=payer.kind,
        payer_name=payer.name,
        weekly_amount=weekly,
        begins_on=begins,
    )
    for day, amount in changes:
        key = f"{contribution.key}/from/{day}"
        steps.add_to(
            latest, "contribution", _office(day), key, ChangeContribution, weekly_amount=amount, begins_on=day
        )
        latest = key
    if contribution.ends_on:
        steps.add_to(
            latest,
            "contribution",
            _office(contribution.ends_on + timedelta(days=1), hour=19),
            f"{contribution.key}/end",
            EndContribution,
            ends_on=contribution.ends_on,
        )


def _record_payment(steps: Steps, payment: Payment) -> None:
    said = {
        "payer": payment.payer.ref,
        "received_on": payment.received_on,
        "amount": payment.amount,
        "reference": payment.reference,
        "resident": payment.resident_ref,
        "method": payment.method,
        "remittance": payment.remittance,
    }
    steps.add(_office(payment.received_on), payment.key, ReceivePayment, **said)
    if payment.twice:
        day = payment.received_on + timedelta(days=1)
        steps.add(_office(day, hour=14), f"{payment.key}/twice", ReceivePayment, **said)
    if payment.reversed_on:
        steps.add_to(
            payment.key,
            "payment",
            _office(payment.reversed_on),
            f"{payment.key}/reversed",
            ReversePayment,
            reversed_on=payment.reversed_on,
            reason=RETURNED,
        )


def _office(day: date, hour: int = 14) -> datetime:
    return datetime.combine(day, time(hour), UTC)
