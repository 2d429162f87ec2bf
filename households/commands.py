"""The register of commands: what a home can record, where it is sent, and who may send it.

HTTP, import, demo and the outbox all read it, so a command is added in one place.
A path's parameters other than `home` fill the command's fields of the same name; the
field that `record` names holds the public id of the record that the command is about.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from households import (
    absences,
    baseline,
    contributions,
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
from households.command import Command
from network.access.viewer import Viewer
from network.eventstore.sealed import RecordClass

Permission = Callable[[Viewer, UUID], bool]


def _team(viewer: Viewer, home_id: UUID) -> bool:
    return viewer.may_record_for(home_id)


def _team_or_network(viewer: Viewer, home_id: UUID) -> bool:
    return viewer.may_record_for(home_id) or viewer.may_keep_homes()


def _network(viewer: Viewer, _home_id: UUID) -> bool:
    return viewer.may_keep_homes()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandKind:
    """One kind of command and everything that its users need to know of it."""

    name: str
    """As in the outbox, the logs and records set aside; never changes."""
    command: type[Command]
    path: str
    """HTTP path template; `{home}` is the home's id or reference."""
    subject: str
    """What it belongs under in the documentation."""
    sentence: str
    """What it does, for a person."""
    record_class: RecordClass
    """Under which class it is sealed where it is set aside."""
    record: str | None = None
    """The field that names the record it is about."""
    may: Permission = _team

    @property
    def path_fields(self) -> tuple[str, ...]:
        """The fields that the path fills, in order."""
        return tuple(name for name in re.findall(r"{(\w+)}", self.path) if name != "home")

    @property
    def body_fields(self) -> tuple[str, ...]:
        """The fields that the body fills."""
        return tuple(name for name in self.command.__struct_fields__ if name not in self.path_fields)


CARE, FINANCE, EMPLOYMENT = RecordClass.CARE, RecordClass.FINANCE, RecordClass.EMPLOYMENT


def _kind(
    command: type[Command],
    path: str,
    subject: str,
    record_class: RecordClass,
    *,
    record: str | None = None,
    may: Permission = _team,
) -> CommandKind:
    return CommandKind(
        name=re.sub(r"(?<!^)(?=[A-Z])", "-", command.__name__).lower(),
        command=command,
        path="/homes/{home}" + path,
        subject=subject,
        sentence=(command.__doc__ or "").strip(),
        record_class=record_class,
        record=record,
        may=may,
    )


_KINDS = (
    _kind(premises.OpenHome, "/opening", "The home", CARE, may=_network),
    _kind(premises.OpenHousehold, "/households", "The home", CARE, may=_team_or_network),
    _kind(premises.ChangeBeds, "/households/{household}/beds", "The home", CARE, may=_team_or_network),
    _kind(residents.MoveIn, "/residents", "Residents", CARE),
    _kind(residents.AmendIdentity, "/residents/{resident}/identity", "Residents", CARE),
    _kind(residents.MoveRoom, "/residents/{resident}/room", "Residents", CARE),
    _kind(residents.MoveOut, "/residents/{resident}/move-out", "Residents", CARE),
    _kind(transfers.Transfer, "/residents/{resident}/transfer", "Residents", CARE),
    _kind(absences.GoAway, "/residents/{resident}/away", "Residents", CARE),
    _kind(absences.ComeBack, "/residents/{resident}/back", "Residents", CARE),
    _kind(falls.RecordFall, "/falls", "Falls", CARE),
    _kind(falls.AmendFall, "/falls/{fall}/amend", "Falls", CARE, record="fall"),
    _kind(falls.RetractFall, "/falls/{fall}/retract", "Falls", CARE, record="fall"),
    _kind(follow_up.ObserveFall, "/falls/{fall}/observations", "Falls", CARE, record="fall"),
    _kind(follow_up.DecideNotification, "/falls/{fall}/notifications", "Falls", CARE, record="fall"),
    _kind(team.JoinTeam, "/team", "The team", EMPLOYMENT),
    _kind(team.ChangeHours, "/team/{staff}/hours", "The team", EMPLOYMENT),
    _kind(team.LeaveTeam, "/team/{staff}/leave", "The team", EMPLOYMENT),
    _kind(team.ChangeFullTimeHours, "/full-time-hours", "The team", EMPLOYMENT),
    _kind(sickness.StartSickness, "/sickness", "The team", EMPLOYMENT),
    _kind(sickness.EndSickness, "/sickness/{spell}/end", "The team", EMPLOYMENT, record="spell"),
    _kind(sickness.AmendSickness, "/sickness/{spell}/amend", "The team", EMPLOYMENT, record="spell"),
    _kind(contributions.AgreeContribution, "/contributions", "Money", FINANCE),
    _kind(
        contributions.ChangeContribution,
        "/contributions/{contribution}/change",
        "Money",
        FINANCE,
        record="contribution",
    ),
    _kind(contributions.EndContribution, "/contributions/{contribution}/end", "Money", FINANCE, record="contribution"),
    _kind(payments.ReceivePayment, "/payments", "Money", FINANCE),
    _kind(payments.ReversePayment, "/payments/{payment}/reverse", "Money", FINANCE, record="payment"),
    _kind(payments.RecordOpeningBalance, "/opening-balances", "Money", FINANCE),
    _kind(payments.RecordCost, "/costs", "Money", FINANCE),
    _kind(life.ShareMoment, "/moments", "Life", CARE),
    _kind(life.RecordVolunteering, "/volunteering", "Life", CARE),
    _kind(life.ChangePractice, "/practice", "Life", CARE),
    _kind(baseline.RecordBaseline, "/baseline", "The home", CARE),
    _kind(set_aside.SettleRecord, "/set-aside/{record}/settle", "The home", CARE, record="record"),
)

COMMANDS: dict[str, CommandKind] = {kind.name: kind for kind in _KINDS}
"""Every kind of command by its name."""

KINDS: dict[type[Command], CommandKind] = {kind.command: kind for kind in _KINDS}
"""Every kind of command by its type."""
