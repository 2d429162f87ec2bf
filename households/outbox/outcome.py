"""What became of a record that a device brought, in words for who looks at the device."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from households.recording.refusals import refusal_in_words
from households.set_aside import FORM_NOT_READ
from network.access.devices.makers import Doubt
from network.web.problem import Problem, ProblemKind


class Became(StrEnum):
    """What became of a record."""

    RECEIVED = "received"
    SET_ASIDE = "set_aside"
    """It is in the home's stream and waits for a person."""
    REFUSED = "refused"
    """It can't be taken in, now or later."""
    LATER = "later"
    """Keep it and send it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one record, for the device that keeps it."""

    id: UUID | None
    """The command's id, None where not even that can be read."""
    became: Became
    record_id: str | None = None
    log_position: int = 0
    why: Problem | None = None
    """What is in the way; of a record that was received, what is still to be found out."""


def waits(rule: str | None) -> Problem:
    """Why a record was set aside, by the rule that did so."""
    is_no_rule = rule == FORM_NOT_READ or rule in {doubt.value for doubt in Doubt}
    return Problem(
        ProblemKind.REFUSED,
        refusal_in_words(rule or "")
        if is_no_rule
        else "A rule of the home does not allow this as things stand.",
        remedy="It is kept, and waits under Needs attention until somebody of the team sees to it.",
        code=rule,
    )


def in_doubt() -> Problem:
    """What is still to be said of a payment that was received."""
    return Problem(
        ProblemKind.REFUSED,
        "It may repeat an earlier payment, and counts nowhere until somebody has said whether it does.",
        remedy="Open it, and say under “Was this paid twice?” what you found out.",
    )
