"""The register of commands: what a home can record, where it is sent, and who may send it.

HTTP, import, demo and the outbox all read it, so a command is added in one place.
A path's parameters other than `home` fill the command's fields of the same name; the
field that `record` names holds the public id of the record that the command is about.
"""

from households import (
    absences,
    baseline,
    contributions,
    costs,
    falls,
    follow_up,
    life,
    payments,
    premises,
    residents,
    set_aside,
    sickness,
    team,
    transfers,
)
from households.corrections.register import CORRECTIONS
from households.recording.command import Command
from households.recording.command_kind import CommandKind, network, team_or_network, told_outside
from households.recording.command_kind import make_kind as _kind
from network.eventstore.sealed import RecordClass

__all__ = ["COMMANDS", "KINDS", "CommandKind"]

CARE, FINANCE, EMPLOYMENT = RecordClass.CARE, RecordClass.FINANCE, RecordClass.EMPLOYMENT

_KINDS = (
    _kind(premises.OpenHome, premises.decide_opening, "/opening", "The home", CARE, may=network),
    told_outside(
        _kind(
            premises.OpenHousehold,
            premises.decide_household,
            "/households",
            "The home",
            CARE,
            may=team_or_network,
        ),
        "name",
    ),
    _kind(
        premises.ChangeBeds,
        premises.decide_beds,
        "/households/{household}/beds",
        "The home",
        CARE,
        may=team_or_network,
    ),
    _kind(residents.MoveIn, residents.decide_moving_in, "/residents", "Residents", CARE),
    _kind(
        residents.AmendIdentity,
        residents.decide_identity,
        "/residents/{resident}/identity",
        "Residents",
        CARE,
    ),
    _kind(residents.MoveRoom, residents.decide_moving_room, "/residents/{resident}/room", "Residents", CARE),
    _kind(
        residents.MoveOut, residents.decide_moving_out, "/residents/{resident}/move-out", "Residents", CARE
    ),
    _kind(transfers.Transfer, transfers.decide_leaving, "/residents/{resident}/transfer", "Residents", CARE),
    _kind(absences.GoAway, absences.decide_going_away, "/residents/{resident}/away", "Residents", CARE),
    _kind(absences.ComeBack, absences.decide_coming_back, "/residents/{resident}/back", "Residents", CARE),
    _kind(falls.RecordFall, falls.decide_fall, "/falls", "Falls", CARE),
    _kind(
        falls.AmendFall,
        falls.decide_amending_fall,
        "/falls/{fall}/amend",
        "Falls",
        CARE,
        record="fall",
        reads_record=True,
    ),
    _kind(
        falls.CompleteFall,
        falls.decide_completing_fall,
        "/falls/{fall}/complete",
        "Falls",
        CARE,
        record="fall",
        reads_record=True,
    ),
    _kind(
        falls.RetractFall,
        falls.decide_retracting_fall,
        "/falls/{fall}/retract",
        "Falls",
        CARE,
        record="fall",
        reads_record=True,
    ),
    _kind(
        follow_up.ObserveFall,
        follow_up.decide_observation,
        "/falls/{fall}/observations",
        "Falls",
        CARE,
        record="fall",
        reads_record=True,
    ),
    _kind(
        follow_up.DecideNotification,
        follow_up.decide_notification,
        "/falls/{fall}/notifications",
        "Falls",
        CARE,
        record="fall",
        reads_record=True,
    ),
    _kind(team.JoinTeam, team.decide_joining, "/team", "The team", EMPLOYMENT),
    _kind(team.ChangeHours, team.decide_hours, "/team/{staff}/hours", "The team", EMPLOYMENT),
    _kind(team.LeaveTeam, team.decide_leaving_team, "/team/{staff}/leave", "The team", EMPLOYMENT),
    _kind(team.ChangeFullTimeHours, team.decide_full_time, "/full-time-hours", "The team", EMPLOYMENT),
    _kind(sickness.StartSickness, sickness.decide_sickness, "/sickness", "The team", EMPLOYMENT),
    _kind(
        sickness.EndSickness,
        sickness.decide_ending_sickness,
        "/sickness/{spell}/end",
        "The team",
        EMPLOYMENT,
        record="spell",
        reads_record=True,
    ),
    _kind(
        sickness.AmendSickness,
        sickness.decide_amending_sickness,
        "/sickness/{spell}/amend",
        "The team",
        EMPLOYMENT,
        record="spell",
        reads_record=True,
    ),
    _kind(contributions.AgreeContribution, contributions.decide_agreeing, "/contributions", "Money", FINANCE),
    _kind(
        contributions.ChangeContribution,
        contributions.decide_changing,
        "/contributions/{contribution}/change",
        "Money",
        FINANCE,
        record="contribution",
    ),
    _kind(
        contributions.EndContribution,
        contributions.decide_ending,
        "/contributions/{contribution}/end",
        "Money",
        FINANCE,
        record="contribution",
    ),
    _kind(payments.ReceivePayment, payments.decide_payment, "/payments", "Money", FINANCE),
    _kind(
        payments.ReversePayment,
        payments.decide_reversal,
        "/payments/{payment}/reverse",
        "Money",
        FINANCE,
        record="payment",
        reads_record=True,
    ),
    _kind(
        payments.RecordOpeningBalance, payments.decide_opening_balance, "/opening-balances", "Money", FINANCE
    ),
    _kind(costs.RecordCost, costs.decide_cost, "/costs", "Money", FINANCE),
    _kind(life.ShareMoment, life.decide_moment, "/moments", "Life", CARE),
    _kind(life.RecordVolunteering, life.decide_volunteering, "/volunteering", "Life", CARE),
    told_outside(_kind(life.ChangePractice, life.decide_practice, "/practice", "Life", CARE), "text"),
    _kind(baseline.RecordBaseline, baseline.decide_baseline, "/baseline", "The home", CARE),
    _kind(
        set_aside.SettleRecord,
        set_aside.decide_settling,
        "/set-aside/{record}/settle",
        "The home",
        CARE,
        record="record",
        reads_record=True,
    ),
    *CORRECTIONS,
)

_SET_ASIDE = _kind(set_aside.SetAside, set_aside.decide_setting_aside, "/set-aside", "The home", CARE)

COMMANDS: dict[str, CommandKind] = {kind.name: kind for kind in _KINDS}
"""Every kind of command by its name, that anybody may send."""

KINDS: dict[type[Command], CommandKind] = {kind.command: kind for kind in (*_KINDS, _SET_ASIDE)}
"""Every kind of command by its type; also the one that the outbox's own judgement makes."""
