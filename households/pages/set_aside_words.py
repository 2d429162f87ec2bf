"""What a record that was set aside would have been, in words: it never became one, so no record says it."""

from collections.abc import Mapping

from households.reading.set_aside_people import Concerned

SOMEBODY_UNKNOWN = "somebody whom the home does not know"
SOMEBODY = "somebody"
WHAT: Mapping[str, str] = {
    "move-in": "The moving in of {}",
    "amend-identity": "A correction of who {} is",
    "move-room": "A new room of {}",
    "move-out": "The leaving of {}",
    "transfer": "The move of {} to another home",
    "go-away": "Nights away of {}",
    "come-back": "The coming back of {}",
    "record-fall": "A fall of {}",
    "amend-fall": "A correction of a fall of {}",
    "complete-fall": "What became known of a fall of {}",
    "retract-fall": "That a fall of {} is taken back",
    "observe-fall": "What was seen of {} after a fall",
    "decide-notification": "A decision after a fall of {}",
    "join-team": "The joining of {}",
    "change-hours": "New hours of {}",
    "leave-team": "The leaving of {}",
    "change-full-time-hours": "Full-time hours",
    "start-sickness": "A sickness of {}",
    "end-sickness": "The end of a sickness of {}",
    "amend-sickness": "A correction of a sickness of {}",
    "agree-contribution": "A contribution to the fee of {}",
    "change-contribution": "A new amount towards the fee of {}",
    "end-contribution": "The end of a contribution to the fee of {}",
    "receive-payment": "A payment",
    "reverse-payment": "That a payment is reversed",
    "record-opening-balance": "An opening balance",
    "record-cost": "A cost",
    "share-moment": "A moment of {}",
    "record-volunteering": "Volunteers’ hours",
    "change-practice": "A change of practice",
    "record-baseline": "A month from before",
    "settle-record": "That a record was seen to",
    "amend-stay": "A correction of the stay of {}",
    "retract-stay": "That a stay of {} is taken back",
    "amend-move": "A correction of a move of {}",
    "retract-move": "That a move of {} is taken back",
    "amend-absence": "A correction of nights away of {}",
    "retract-absence": "That nights away of {} are taken back",
    "retract-observation": "That what was seen of {} after a fall is taken back",
    "retract-notification": "That a decision after a fall of {} is taken back",
    "amend-employment": "A correction of the time of {} in the team",
    "retract-employment": "That the joining of {} is taken back",
    "amend-hours": "A correction of the hours of {}",
    "retract-hours": "That other hours of {} are taken back",
    "retract-sickness": "That a sickness of {} is taken back",
    "share-sickness-reason": "Who may read why {} was off sick",
    "amend-contribution": "A correction of a contribution to the fee of {}",
    "retract-contribution": "That a contribution to the fee of {} is taken back",
    "settle-duplicate": "Whether a payment was recorded twice",
    "retract-cost": "That a cost is taken back",
    "amend-moment": "A correction of a moment of {}",
    "retract-moment": "That a moment of {} is taken back",
    "amend-volunteering": "A correction of volunteers’ hours",
    "retract-volunteering": "That volunteers’ hours are taken back",
    "amend-practice": "A correction of a change of practice",
    "retract-practice": "That a change of practice is taken back",
}
"""By the command's name. A test asks for words for whatever a home's team can send."""


def what_of(command: str, concerned: Concerned) -> str:
    """What it would have been, and of whom: “A fall of Edith Moss”."""
    somebody = SOMEBODY_UNKNOWN if concerned.given else SOMEBODY
    return WHAT.get(command, "A record").format(concerned.name or somebody)
