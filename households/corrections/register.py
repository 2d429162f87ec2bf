"""The register of corrections: how records are amended and taken back, where `commands` does not say."""

from households import absences, costs, payments, sickness
from households.corrections import contributions as contribution_corrections
from households.corrections import employment as employment_corrections
from households.corrections import falls as fall_corrections
from households.corrections import life as life_corrections
from households.corrections import stays as stay_corrections
from households.recording.command import Command
from households.recording.command_kind import CommandKind, Decide, make_kind, told_outside
from network.eventstore.sealed import RecordClass

CARE, FINANCE, EMPLOYMENT = RecordClass.CARE, RecordClass.FINANCE, RecordClass.EMPLOYMENT


def _care(command: type[Command], decide: Decide, path: str, subject: str = "Residents") -> CommandKind:
    """Decided on the home's state, which knows every stay."""
    return make_kind(command, decide, path, subject, CARE, record=_record_in(path))


def _work(command: type[Command], decide: Decide, path: str) -> CommandKind:
    """Decided on the home's state, which knows every time in the team."""
    return make_kind(command, decide, path, "The team", EMPLOYMENT, record=_record_in(path))


def _read(
    command: type[Command], decide: Decide, path: str, subject: str, record_class: RecordClass
) -> CommandKind:
    """Decided on the record's own events."""
    return make_kind(command, decide, path, subject, record_class, record=_record_in(path), reads_record=True)


def _record_in(path: str) -> str:
    return path.partition("{")[2].partition("}")[0]


_STAYS = (
    _care(stay_corrections.AmendStay, stay_corrections.decide_amending_stay, "/stays/{stay}/amend"),
    _care(stay_corrections.RetractStay, stay_corrections.decide_retracting_stay, "/stays/{stay}/retract"),
    _care(stay_corrections.AmendMove, stay_corrections.decide_amending_move, "/moves/{move}/amend"),
    _care(stay_corrections.RetractMove, stay_corrections.decide_retracting_move, "/moves/{move}/retract"),
    _care(absences.AmendAbsence, absences.decide_amending_absence, "/absences/{absence}/amend"),
    _care(absences.RetractAbsence, absences.decide_retracting_absence, "/absences/{absence}/retract"),
)
_FALLS = (
    _read(
        fall_corrections.RetractObservation,
        fall_corrections.decide_retracting_observation,
        "/falls/{fall}/observations/{observation}/retract",
        "Falls",
        CARE,
    ),
    _read(
        fall_corrections.RetractNotification,
        fall_corrections.decide_retracting_notification,
        "/falls/{fall}/notifications/{decision}/retract",
        "Falls",
        CARE,
    ),
)
_TEAM = (
    _work(
        employment_corrections.AmendEmployment,
        employment_corrections.decide_amending_employment,
        "/employments/{employment}/amend",
    ),
    _work(
        employment_corrections.RetractEmployment,
        employment_corrections.decide_retracting_employment,
        "/employments/{employment}/retract",
    ),
    _work(
        employment_corrections.AmendHours,
        employment_corrections.decide_amending_hours,
        "/hours/{change}/amend",
    ),
    _work(
        employment_corrections.RetractHours,
        employment_corrections.decide_retracting_hours,
        "/hours/{change}/retract",
    ),
    _read(
        sickness.RetractSickness,
        sickness.decide_retracting_sickness,
        "/sickness/{spell}/retract",
        "The team",
        EMPLOYMENT,
    ),
    _read(
        sickness.ShareSicknessReason,
        sickness.decide_sharing,
        "/sickness/{spell}/share",
        "The team",
        EMPLOYMENT,
    ),
)
_MONEY = (
    make_kind(
        contribution_corrections.AmendContribution,
        contribution_corrections.decide_amending_contribution,
        "/contributions/{contribution}/amend",
        "Money",
        FINANCE,
        record="contribution",
    ),
    make_kind(
        contribution_corrections.RetractContribution,
        contribution_corrections.decide_retracting_contribution,
        "/contributions/{contribution}/retract",
        "Money",
        FINANCE,
        record="contribution",
    ),
    _read(
        payments.SettleDuplicate,
        payments.decide_settling_duplicate,
        "/payments/{payment}/settle",
        "Money",
        FINANCE,
    ),
    _read(costs.RetractCost, costs.decide_retracting_cost, "/costs/{record}/retract", "Money", FINANCE),
)
_LIFE = tuple(
    _read(command, decide, path, "Life", CARE)
    for command, decide, path in (
        (life_corrections.AmendMoment, life_corrections.decide_amending_moment, "/moments/{record}/amend"),
        (
            life_corrections.RetractMoment,
            life_corrections.decide_retracting_moment,
            "/moments/{record}/retract",
        ),
        (
            life_corrections.AmendVolunteering,
            life_corrections.decide_amending_volunteering,
            "/volunteering/{record}/amend",
        ),
        (
            life_corrections.RetractVolunteering,
            life_corrections.decide_retracting_volunteering,
            "/volunteering/{record}/retract",
        ),
        (
            life_corrections.RetractPractice,
            life_corrections.decide_retracting_practice,
            "/practice/{record}/retract",
        ),
    )
)

_PRACTICE = (
    told_outside(
        _read(
            life_corrections.AmendPractice,
            life_corrections.decide_amending_practice,
            "/practice/{record}/amend",
            "Life",
            CARE,
        ),
        "text",
    ),
)

CORRECTIONS: tuple[CommandKind, ...] = (*_STAYS, *_FALLS, *_TEAM, *_MONEY, *_LIFE, *_PRACTICE)
"""Every correction that is not beside the record it corrects."""
