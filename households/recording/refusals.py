"""Why a rule refused a fact, in a sentence for who finds it set aside: the log keeps the rule's code only."""

from collections.abc import Mapping

from network.access.devices.makers import Doubt

REFUSALS: Mapping[str, str] = {
    "away_already": "The resident was known to be away on some of these nights.",
    "away_since": "An absence of the resident was known after that day.",
    "back_before_away": "The resident went away after that day.",
    "beds_in_use": "More residents lived in the household than would have a bed.",
    "before_the_fall": "The person fell after that time.",
    "born_later": "The date of birth is after the day of moving in.",
    "document_recorded_already": "An opening balance with that document had been recorded before.",
    "ended_already": "The spell had ended before.",
    "ends_before_it_begins": "The end is before the beginning.",
    "fall_retracted": "The fall had been taken back.",
    "fell_since": "A fall of the resident in the home was known after that day.",
    "form_not_read": "It was filled in on a form that is no longer in use, and can't be recorded as it is.",
    "half_a_moving_out": "A stay that has ended has both a day of leaving and a reason.",
    "has_died": "The resident of that reference had died.",
    "home_not_open": "The home had not been opened yet.",
    "home_open_already": "The home had been opened before.",
    "hours_changed_that_day": "The weekly hours were known to have changed on that day.",
    "household_name_taken": "The home had a household of that name.",
    "household_not_open": "The household had not opened by that day.",
    "household_unknown": "The home had no household of that name.",
    "in_the_future": "The day or time was in the future.",
    "in_the_team_already": "The colleague was in the team already on some of these days.",
    "is_a_repetition": "The payment had been found to be another one, recorded twice.",
    "known_in_the_stay": "Something was known of the resident outside of these days.",
    "left_already": "The colleague's last day was known.",
    "left_before_coming": "The resident moved in after that day.",
    "lives_here_already": "The resident lived in the home already on some of these days.",
    "lives_here_later": "The resident was known to have moved in again later.",
    "moved_out_already": "The resident had moved out before.",
    "moved_out_by_then": "The resident had moved out by that day.",
    "moved_since": "The resident had moved within the home after that day.",
    "moves_out_of_order": "The resident had moved within the home on the other side of that day.",
    "names_somebody": "It named a resident or a colleague in full, and coaches and other homes read it.",
    "no_free_bed": "The household had no free bed on at least one day of the stay.",
    "not_a_resident_that_day": "The resident did not live in the home on that day.",
    "not_away": "The resident was not away.",
    "not_in_doubt": "The payment did not wait to be settled.",
    "not_in_the_team_that_day": "The colleague was not in the team on that day.",
    "not_your_reason": "The reason for this spell was somebody else's to change.",
    "nowhere_to_move": "Neither another household nor a room was given.",
    "outside_the_contribution": "The contribution does not pay for that night.",
    "outside_the_stay": "The resident did not live in the home on that day.",
    "part_exceeds_whole": "The part is greater than the whole it belongs to.",
    "payer_of_other_kind": "The payer of that reference is of another kind.",
    "payer_unknown": "The home knew no payer of that reference.",
    "payer_without_name": "The payer was new to the home and had no name.",
    "pays_already": "The payer had another contribution for this resident on some of these nights.",
    "person_forgotten": "The record of this person had been destroyed when its time had come.",
    "record_unknown": "What it is about was not known in the home, or had been taken back.",
    "reference_taken": "The new home used that reference for somebody else.",
    "repeated_since": "A later payment may repeat this one.",
    "replaced_since": "The amount had been taken back, or replaced by a later one.",
    "resident_unknown": "The home knew no such resident.",
    "retracted_already": "The record had been taken back.",
    "reversed_already": "The payment had been reversed before.",
    "reversed_before_received": "The payment was received after that day.",
    "same_home": "The resident lived in that home.",
    "settled_already": "The record had been settled.",
    "spell_retracted": "The spell had been taken back.",
    "staff_unknown": "The home knew no such colleague.",
    "too_far_ahead": "The day was more than a year ahead.",
}
"""By the refusal's code. A test asks for a sentence for every code that there is."""


def refusal_in_words(rule: str) -> str:
    """The sentence for a rule, as it was when the fact arrived."""
    doubt = next((doubt for doubt in Doubt if doubt.value == rule), None)
    if doubt is not None:
        return doubt.sentence
    return REFUSALS.get(rule, "A rule of the home did not allow it.")
