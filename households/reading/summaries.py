"""What was recorded, in one plain sentence for a person.

The sentence names people only where it is given their names: whoever may not see
names gets “a resident”, and only the kinds of record that are about no one's health,
pay or money (`KINDS_FOR_COACHES`).
"""

from decimal import Decimal

from households.reading.falls_told import (
    fall_amended,
    fall_observed,
    fell,
    notification_decided,
    notification_retracted,
)
from households.reading.persons import Detail, Persons, Sentence


def summary(kind: str, persons: Persons, detail: Detail) -> str:
    """The sentence for an event's kind (its topic without the version) and plain facts."""
    sentence = _SENTENCES.get(kind)
    return sentence(persons, detail) if sentence else kind.replace("-", " ").capitalize() + "."


def _fixed(text: str) -> Sentence:
    return lambda _, __: text


def _resident(text: str) -> Sentence:
    return lambda persons, _: text.format(persons.resident)


def _of_resident(text: str) -> Sentence:
    return lambda persons, _: text.format(persons.of_resident)


def _staff(text: str) -> Sentence:
    return lambda persons, _: text.format(persons.staff)


def _of_staff(text: str) -> Sentence:
    return lambda persons, _: text.format(persons.of_staff)


def _sickness(persons: Persons, detail: Detail) -> str:
    return f"{persons.staff} {'was' if detail.get('last_day') else 'is'} off sick."


def _sickness_amended(persons: Persons, detail: Detail) -> str:
    done = "taken back" if detail.get("retracted") else "corrected"
    return f"A spell of sickness of {persons.of_staff} was {done}."


def _amended(what: str) -> Sentence:
    """Something of a resident's."""
    return _of_resident(f"{what} of {{}} was corrected.")


def _retracted(what: str) -> Sentence:
    return _of_resident(f"{what} of {{}} was taken back.")


def _reason_shared(persons: Persons, detail: Detail) -> str:
    done = "may be read by a colleague" if detail.get("shared") else "may no longer be read by a colleague"
    return f"The reason of a spell of sickness of {persons.of_staff} {done}."


def _settled(_: Persons, detail: Detail) -> str:
    if detail.get("is_same"):
        return "A payment that may have been recorded twice was found to be the same."
    return "A payment that may have been recorded twice was found to be money of its own."


def _practice_amended(_: Persons, detail: Detail) -> str:
    text = str(detail.get("text", "")).strip()
    return f"A change of practice was corrected: {text}" if text else "A change of practice was corrected."


def _payment(persons: Persons, detail: Detail) -> str:
    doubt = "; it may have been recorded twice" if detail.get("possible_duplicate_of") else ""
    return _amount(f"A payment{{}} was received{doubt}.")(persons, detail)


def _amount(text: str) -> Sentence:
    return lambda _, detail: text.format(f" of {_pounds(detail['amount'])}" if "amount" in detail else "")


def _pounds(amount: str) -> str:
    return f"£{Decimal(amount):,.2f}"


def _beds(text: str) -> Sentence:
    def sentence(_: Persons, detail: Detail) -> str:
        beds = f" with {detail['beds']} beds" if "beds" in detail else ""
        return text.format(detail.get("name", "A household"), beds)

    return sentence


def _volunteering(_: Persons, detail: Detail) -> str:
    hours = f"{Decimal(detail['hours']).normalize():f}" if "hours" in detail else "some"
    return f"Volunteers gave {hours} {'hour' if hours == '1' else 'hours'}."


def _practice(_: Persons, detail: Detail) -> str:
    text = str(detail.get("text", "")).strip()
    return f"The team changed what it does: {text}" if text else "The team changed what it does."


def _set_aside(_: Persons, detail: Detail) -> str:
    needs = "" if detail.get("is_settled") else ": it needs attention"
    return f"A record could not be accepted and was set aside{needs}."


_SENTENCES: dict[str, Sentence] = {
    "home-opened": _fixed("The home began to record."),
    "household-opened": _beds("{} opened{}."),
    "household-beds-changed": _beds("{} now goes on{}."),
    "resident-moved-in": _resident("{} moved in."),
    "resident-identity-amended": _of_resident("Who {} is was corrected."),
    "resident-moved-room": _resident("{} moved to another room."),
    "resident-moved-out": _resident("{} left the home."),
    "stay-amended": _amended("A stay"),
    "stay-retracted": _retracted("A stay"),
    "resident-went-away": _resident("{} went away for a while."),
    "resident-came-back": _resident("{} came back."),
    "absence-amended": _amended("An absence"),
    "absence-retracted": _retracted("An absence"),
    "fall-recorded": fell,
    "fall-amended": fall_amended,
    "fall-retracted": _of_resident("A fall of {} was taken back."),
    "fall-observed": fall_observed,
    "fall-observation-retracted": _retracted("An observation after a fall"),
    "fall-notification-decided": notification_decided,
    "fall-notification-retracted": notification_retracted,
    "staff-joined": _staff("{} joined the team."),
    "staff-hours-changed": _of_staff("The weekly hours of {} changed."),
    "staff-left": _staff("{} left the team."),
    "employment-amended": _of_staff("When and how {} works here was corrected."),
    "employment-retracted": _of_staff("The joining of {} was taken back."),
    "full-time-hours-changed": _fixed("The hours that count as full time changed."),
    "sickness-started": _sickness,
    "sickness-ended": _of_staff("The sickness of {} ended."),
    "sickness-amended": _sickness_amended,
    "sickness-reason-shared": _reason_shared,
    "contribution-agreed": _of_resident("A contribution to the fee of {} was agreed."),
    "contribution-changed": _of_resident("A contribution to the fee of {} changed."),
    "contribution-ended": _of_resident("A contribution to the fee of {} ended."),
    "contribution-amended": _amended("A contribution to the fee"),
    "contribution-retracted": _retracted("A contribution to the fee"),
    "payment-received": _payment,
    "payment-reversed": _amount("A payment{} was reversed."),
    "possible-duplicate-settled": _settled,
    "opening-balance-recorded": _amount("An opening balance{} was recorded."),
    "cost-recorded": _amount("A cost{} was recorded."),
    "cost-retracted": _fixed("A cost was taken back."),
    "moment-shared": _resident("{} chose and enjoyed something."),
    "moment-amended": _amended("A moment"),
    "moment-retracted": _retracted("A moment"),
    "volunteering-recorded": _volunteering,
    "volunteering-amended": _fixed("Volunteers' hours were corrected."),
    "volunteering-retracted": _fixed("Volunteers' hours were taken back."),
    "practice-changed": _practice,
    "practice-amended": _practice_amended,
    "practice-retracted": _fixed("A change of practice was taken back."),
    "baseline-recorded": _fixed("Totals of a month from before the home began to record were added."),
    "record-set-aside": _set_aside,
    "record-settled": _fixed("A record that was set aside was seen to."),
    "person-forgotten": _fixed("A person's details were erased."),
}

KINDS_FOR_COACHES: tuple[str, ...] = (
    "home-opened",
    "household-opened",
    "household-beds-changed",
    "resident-moved-in",
    "resident-moved-room",
    "resident-moved-out",
    "stay-amended",
    "stay-retracted",
    "resident-went-away",
    "resident-came-back",
    "absence-amended",
    "absence-retracted",
    "fall-recorded",
    "fall-amended",
    "fall-retracted",
    "fall-observed",
    "fall-observation-retracted",
    "fall-notification-decided",
    "fall-notification-retracted",
    "moment-shared",
    "moment-amended",
    "moment-retracted",
    "volunteering-recorded",
    "volunteering-amended",
    "volunteering-retracted",
    "practice-changed",
    "practice-amended",
    "practice-retracted",
    "baseline-recorded",
)
"""What a coach may follow: nothing of the team's sickness, employment, or of money."""
