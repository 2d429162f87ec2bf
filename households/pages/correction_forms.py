"""Which forms put which record right, one kind of record after the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from households import absences, events, payments, sickness
from households.corrections import contributions as contribution_corrections
from households.corrections import employment as employment_corrections
from households.corrections import life as life_corrections
from households.corrections import stays as stay_corrections
from households.pages.correction_values import (
    Values,
    absence_values,
    contribution_values,
    employment_values,
    hours_values,
    moment_values,
    move_values,
    practice_values,
    spell_values,
    stay_values,
    volunteering_values,
)
from households.pages.moving import REASONS_AWAY, REASONS_LEFT
from households.pages.sheet import Question, today
from households.pages.sickness import REASON
from households.pages.team import ROLES
from households.reading.record_stories import RecordStory
from households.recording.command import Command
from network.eventstore.event import Event

WHY = Question("area", "why", "Why do you change the record?")
ROOM = Question("text", "room", "Room")
HOUSEHOLD = Question("select", "household", "Household")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """How one kind of record is put right."""

    name: str
    path: str
    command: type[Command]
    title: str
    questions: Sequence[Question]
    of: type[Event] | tuple[type[Event], ...]
    """What makes a record of this kind, or the step of one that is corrected."""
    values: Callable[[RecordStory, Any], Values] = field(default=lambda _story, _event: {})
    """What stands in the form, of the record and the event that the address names."""
    lead: str | None = None
    button: str = "Save"
    today_fields: tuple[str, ...] = ()
    """Days that are today where nothing is chosen."""
    shows_facts: bool = False
    """Whether the record stands above the form, because the form itself does not show it."""


LABELS = {
    "moved_in_on": "The first night",
    "moved_out_on": "The day they left",
    "moved_out_reason": "Why they left",
    "moved_on": "The first night there",
    "away_from": "The first night away",
    "back_on": "The first night back",
    "started_on": "The first day",
    "left_on": "The last day",
    "changed_on": "The first day",
    "weekly_hours": "Hours a week",
    "weekly_amount": "The amount",
    "begins_on": "The first night",
    "ends_on": "The last night",
    "first_day": "The first day",
    "last_day": "The last day",
    "why": "Why",
    "reason": "Why",
}
ASKS = {
    "moved_in_on": "Choose the first night.",
    "moved_on": "Choose the first night there.",
    "household": "Choose the household.",
    "away_from": "Choose the first night away.",
    "role": "Choose what they work as.",
    "started_on": "Choose the first day.",
    "weekly_hours": "Write how many hours.",
    "changed_on": "Choose from when.",
    "first_day": "Choose the first day.",
    "weekly_amount": "Write how much a week.",
    "begins_on": "Choose the first night.",
    "moment": "Write what it was.",
    "enjoyed_on": "Choose the day.",
    "hours": "Write how many hours.",
    "given_on": "Choose the day.",
    "text": "Write what you do differently.",
    "is_same": "Choose one.",
    "why": "Say why.",
    "reason": "Say why.",
}
"""What to say where a field that a command needs was left empty."""
CORRECTED = (
    Correction(
        name="correct-stay",
        path="/stays/{stay}/correct",
        command=stay_corrections.AmendStay,
        title="Correct a stay",
        lead="Moves within the home stay as they are: each has its own correction.",
        of=events.ResidentMovedIn,
        questions=(
            Question("date", "moved_in_on", "First night here"),
            HOUSEHOLD._replace(label="Household at first"),
            ROOM._replace(label="Room at first"),
            Question("date", "moved_out_on", "Day they left or died", "Empty if they live here."),
            Question(
                "select", "moved_out_reason", "Why they left", choices=REASONS_LEFT, empty="They live here"
            ),
            WHY,
        ),
        values=stay_values,
    ),
    Correction(
        name="correct-move",
        path="/moves/{move}/correct",
        command=stay_corrections.AmendMove,
        title="Correct a move within the home",
        of=events.ResidentMovedRoom,
        questions=(Question("date", "moved_on", "First night there"), HOUSEHOLD, ROOM, WHY),
        values=move_values,
    ),
    Correction(
        name="correct-absence",
        path="/absences/{absence}/correct",
        command=absences.AmendAbsence,
        title="Correct nights away",
        of=events.ResidentWentAway,
        questions=(
            Question("date", "away_from", "First night away"),
            Question("date", "back_on", "First night back", "Empty while they are away."),
            Question("radios", "reason", "Why they were away", choices=REASONS_AWAY, inline=True),
            WHY,
        ),
        values=absence_values,
    ),
    Correction(
        name="correct-employment",
        path="/employments/{employment}/correct",
        command=employment_corrections.AmendEmployment,
        title="Correct a time in the team",
        lead="Changes of hours stay as they are: each has its own correction.",
        of=events.StaffJoined,
        questions=(
            Question("radios", "role", "Works as", choices=ROLES, inline=True),
            Question("date", "started_on", "First day"),
            Question("number", "weekly_hours", "Hours a week at first"),
            Question("date", "left_on", "Last day", "Empty if they work here."),
            WHY,
        ),
        values=employment_values,
    ),
    Correction(
        name="correct-hours",
        path="/hours/{change}/correct",
        command=employment_corrections.AmendHours,
        title="Correct a change of hours",
        of=events.StaffHoursChanged,
        questions=(
            Question("number", "weekly_hours", "Hours a week"),
            Question("date", "changed_on", "From"),
            WHY,
        ),
        values=hours_values,
    ),
    Correction(
        name="correct-sickness",
        path="/sickness/{spell}/correct",
        command=sickness.AmendSickness,
        title="Correct a sickness",
        of=events.SicknessStarted,
        questions=(
            Question("date", "first_day", "First day sick"),
            Question("date", "last_day", "Last day sick", "Empty while it lasts."),
            REASON._replace(label="Why they are sick", empty="As it was"),
            WHY,
        ),
        values=spell_values,
    ),
    Correction(
        name="correct-contribution",
        path="/contributions/{contribution}/correct",
        command=contribution_corrections.AmendContribution,
        title="Correct a contribution to a fee",
        lead="Nights that are past are charged anew; a period that is closed does not move.",
        of=(events.ContributionAgreed, events.ContributionChanged),
        questions=(
            Question("money", "weekly_amount", "Pounds a week"),
            Question("date", "begins_on", "First night"),
            Question("date", "ends_on", "Last night", "Empty where none is agreed."),
            WHY,
        ),
        values=contribution_values,
    ),
    Correction(
        name="correct-moment",
        path="/moments/{record}/correct",
        command=life_corrections.AmendMoment,
        title="Correct a moment",
        of=events.MomentShared,
        questions=(Question("text", "moment", "What was it?"), Question("date", "enjoyed_on", "When?"), WHY),
        values=moment_values,
    ),
    Correction(
        name="correct-volunteering",
        path="/volunteering/{record}/correct",
        command=life_corrections.AmendVolunteering,
        title="Correct volunteers’ hours",
        of=events.VolunteeringRecorded,
        questions=(Question("number", "hours", "Hours"), Question("date", "given_on", "When?"), WHY),
        values=volunteering_values,
    ),
    Correction(
        name="correct-practice",
        path="/practice/{record}/correct",
        command=life_corrections.AmendPractice,
        title="Correct a change of practice",
        of=events.PracticeChanged,
        questions=(
            Question("area", "text", "What do you do differently?", "Coaches read this, so name nobody."),
            Question("date", "changed_on", "Since when?"),
            WHY,
        ),
        values=practice_values,
    ),
)
OTHERS = (
    Correction(
        name="reverse-payment-page",
        path="/payments/{payment}/take-back",
        command=payments.ReversePayment,
        title="Reverse a payment",
        lead="For a payment that the bank returned, or that never came in. To change the amount, reverse it "
        "and record it once more.",
        of=events.PaymentReceived,
        questions=(today("reversed_on", "When?"), Question("area", "reason", "Why?")),
        today_fields=("reversed_on",),
        shows_facts=True,
        button="Reverse it",
    ),
    Correction(
        name="settle-duplicate-page",
        path="/payments/{payment}/found-out",
        command=payments.SettleDuplicate,
        title="Was this paid twice?",
        lead="It has the same payer, day, amount and reference as another one. Look at the bank's statement.",
        of=events.PaymentReceived,
        questions=(
            Question(
                "radios",
                "is_same",
                "What did you find?",
                choices=(
                    ("no", "Both were paid", "Both count."),
                    ("yes", "It is the same money", "It was recorded twice, and counts once."),
                ),
            ),
        ),
        shows_facts=True,
    ),
)
