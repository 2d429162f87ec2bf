"""Which forms take which record back."""

from households import absences, costs, events, sickness
from households.corrections import contributions as contribution_corrections
from households.corrections import employment as employment_corrections
from households.corrections import falls as fall_corrections
from households.corrections import life as life_corrections
from households.corrections import stays as stay_corrections
from households.pages.correction_forms import Correction
from households.pages.sheet import Question
from households.recording.command import Command
from network.eventstore.event import Event

_COUNTS_NOWHERE = "It then counts nowhere; its history stays. To put something right, correct it instead."


def _taken_back(
    name: str, path: str, command: type[Command], title: str, of: type[Event] | tuple[type[Event], ...]
) -> Correction:
    return Correction(
        name=f"take-{name}-back",
        path=f"{path}/take-back",
        command=command,
        title=title,
        lead=_COUNTS_NOWHERE,
        of=of,
        questions=(Question("area", "reason", "Why?"),),
        button="Take it back",
        shows_facts=True,
    )


TAKEN_BACK = (
    _taken_back(
        "stay", "/stays/{stay}", stay_corrections.RetractStay, "Take back a moving in", events.ResidentMovedIn
    ),
    _taken_back(
        "move",
        "/moves/{move}",
        stay_corrections.RetractMove,
        "Take back a move within the home",
        events.ResidentMovedRoom,
    ),
    _taken_back(
        "absence",
        "/absences/{absence}",
        absences.RetractAbsence,
        "Take back nights away",
        events.ResidentWentAway,
    ),
    _taken_back(
        "observation",
        "/falls/{fall}/observations/{observation}",
        fall_corrections.RetractObservation,
        "Take back what was seen after a fall",
        events.FallObserved,
    ),
    _taken_back(
        "decision",
        "/falls/{fall}/notifications/{decision}",
        fall_corrections.RetractNotification,
        "Take back a decision",
        events.FallNotificationDecided,
    ),
    _taken_back(
        "employment",
        "/employments/{employment}",
        employment_corrections.RetractEmployment,
        "Take back a joining",
        events.StaffJoined,
    ),
    _taken_back(
        "hours",
        "/hours/{change}",
        employment_corrections.RetractHours,
        "Take back a change of hours",
        events.StaffHoursChanged,
    ),
    _taken_back(
        "sickness",
        "/sickness/{spell}",
        sickness.RetractSickness,
        "Take back a sickness",
        events.SicknessStarted,
    ),
    _taken_back(
        "contribution",
        "/contributions/{contribution}",
        contribution_corrections.RetractContribution,
        "Take back a contribution to a fee",
        (events.ContributionAgreed, events.ContributionChanged),
    ),
    _taken_back("cost", "/costs/{record}", costs.RetractCost, "Take back a cost", events.CostRecorded),
    _taken_back(
        "moment",
        "/moments/{record}",
        life_corrections.RetractMoment,
        "Take back a moment",
        events.MomentShared,
    ),
    _taken_back(
        "volunteering",
        "/volunteering/{record}",
        life_corrections.RetractVolunteering,
        "Take back volunteers’ hours",
        events.VolunteeringRecorded,
    ),
    _taken_back(
        "practice",
        "/practice/{record}",
        life_corrections.RetractPractice,
        "Take back a change of practice",
        events.PracticeChanged,
    ),
)
