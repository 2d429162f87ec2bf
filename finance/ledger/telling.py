"""What each event tells the books."""

from collections.abc import Callable, Mapping
from typing import Any

from finance.books import facts as told
from finance.books.facts import no_end
from finance.days import OPEN
from finance.events import (
    BillingPeriodsAnchored,
    BooksClosed,
    ChargingTermsSet,
    FranchiseFeeSet,
    InvoicesRaised,
)
from finance.pence import to_pence
from finance.terms import share_parts
from households import events
from households.terms import MovedOutReason
from network.eventstore.event import Event


def _opened(event: events.HomeOpened) -> told.Told:
    return told.Opened(event.charged_from)


def _moved_in(event: events.ResidentMovedIn) -> told.Told:
    return told.MovedIn(event.resident_id, event.household_id, event.room, event.moved_in_on)


def _moved_room(event: events.ResidentMovedRoom) -> told.Told:
    return told.MovedRoom(event.about or 0, event.household_id, event.room, event.moved_on)


def _moved_out(event: events.ResidentMovedOut) -> told.Told:
    return told.MovedOut(event.about or 0, event.moved_out_on, event.reason is MovedOutReason.DIED)


def _stay_amended(event: events.StayAmended) -> told.Told:
    placements = tuple(told.Placement(one.household_id, one.room, one.since) for one in event.placements)
    died = event.moved_out_reason is MovedOutReason.DIED
    return told.StayPutRight(event.about or 0, placements, no_end(event.moved_out_on), died)


def _stay_retracted(event: events.StayRetracted) -> told.Told:
    return told.StayPutRight(event.about or 0, (), OPEN, False)


def _went_away(event: events.ResidentWentAway) -> told.Told:
    return told.WentAway(event.stay, event.away_from, event.reason)


def _came_back(event: events.ResidentCameBack) -> told.Told:
    return told.CameBack(event.about or 0, event.back_on)


def _absence_amended(event: events.AbsenceAmended) -> told.Told:
    return told.AbsencePutRight(event.about or 0, event.away_from, no_end(event.back_on), event.reason)


def _absence_retracted(event: events.AbsenceRetracted) -> told.Told:
    return told.AbsencePutRight(event.about or 0, OPEN, OPEN, None)


def _agreed(event: events.ContributionAgreed) -> told.Told:
    return told.Agreed(
        event.resident_id,
        event.payer_id,
        event.payer_kind,
        event.payer_ref,
        to_pence(event.weekly_amount),
        event.begins_on,
        no_end(event.ends_on),
    )


def _changed(event: events.ContributionChanged) -> told.Told:
    weekly = to_pence(event.weekly_amount)
    return told.RateChanged(event.about or 0, weekly, event.begins_on, no_end(event.ends_on))


def _ended(event: events.ContributionEnded) -> told.Told:
    return told.ContributionEnded(event.about or 0, event.ends_on)


def _contribution_amended(event: events.ContributionAmended) -> told.Told:
    weekly = to_pence(event.weekly_amount)
    return told.ContributionPutRight(event.about or 0, weekly, event.begins_on, no_end(event.ends_on))


def _contribution_retracted(event: events.ContributionRetracted) -> told.Told:
    return told.ContributionTakenBack(event.about or 0)


def _owed(event: events.OpeningBalanceRecorded) -> told.Told:
    return told.Owed(event.payer_id, event.document, event.due_on, to_pence(event.amount))


def _paid(event: events.PaymentReceived) -> told.Told:
    in_doubt = event.possible_duplicate_of is not None
    return told.Paid(event.payer_id, event.received_on, to_pence(event.amount), event.reference, in_doubt)


def _paid_back(event: events.PaymentReversed) -> told.Told:
    return told.PaidBack(event.about or 0, event.reversed_on)


def _settled(event: events.PossibleDuplicateSettled) -> told.Told:
    return told.DoubtSettled(event.about or 0, event.is_same)


def _terms(event: ChargingTermsSet) -> told.Told:
    return told.TermsSet(
        event.payer_kind,
        event.begins_on,
        share_parts(event.hospital_share),
        share_parts(event.holiday_share),
        share_parts(event.other_share),
        event.leaving_day_charged,
        event.nights_after_death,
        event.payment_terms_days,
    )


def _anchored(event: BillingPeriodsAnchored) -> told.Told:
    return told.Anchored(event.anchor)


def _fee(event: FranchiseFeeSet) -> told.Told:
    return told.FeeSet(event.begins_on, int(event.percentage * 10_000))


def _raised(event: InvoicesRaised) -> told.Told:
    return told.Raised(event.period_starts_on, event.home_id)


def _closed(event: BooksClosed) -> told.Told:
    return told.Closed(event.through)


TOLD_BY_HOMES: Mapping[type[Event], Callable[[Any], told.Told]] = {
    events.HomeOpened: _opened,
    events.ResidentMovedIn: _moved_in,
    events.ResidentMovedRoom: _moved_room,
    events.ResidentMovedOut: _moved_out,
    events.StayAmended: _stay_amended,
    events.StayRetracted: _stay_retracted,
    events.ResidentWentAway: _went_away,
    events.ResidentCameBack: _came_back,
    events.AbsenceAmended: _absence_amended,
    events.AbsenceRetracted: _absence_retracted,
    events.ContributionAgreed: _agreed,
    events.ContributionChanged: _changed,
    events.ContributionEnded: _ended,
    events.ContributionAmended: _contribution_amended,
    events.ContributionRetracted: _contribution_retracted,
    events.OpeningBalanceRecorded: _owed,
    events.PaymentReceived: _paid,
    events.PaymentReversed: _paid_back,
    events.PossibleDuplicateSettled: _settled,
}
TOLD_BY_FINANCE: Mapping[type[Event], Callable[[Any], told.Told]] = {
    ChargingTermsSet: _terms,
    BillingPeriodsAnchored: _anchored,
    FranchiseFeeSet: _fee,
    InvoicesRaised: _raised,
    BooksClosed: _closed,
}
