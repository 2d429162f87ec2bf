"""What network IT may decide about homes, judged on the network as it is; pure: clock and ids come in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from households.events import HomeOpened, HouseholdOpened
from network.days import local_date, start_of
from network.deciding import Refused
from network.directory.commands import (
    AmendHome,
    AssignCoach,
    HoldErasure,
    JoinHome,
    ReleaseErasure,
    UnassignCoach,
)
from network.directory.events import (
    CoachAssigned,
    CoachUnassigned,
    ErasureHeld,
    ErasureReleased,
    HomeAmended,
    HomeJoined,
)
from network.directory.network import Network, amended
from network.eventstore.event import Event

FORESEEABLE = timedelta(days=366)
"""How far ahead a home may begin to count or to be charged."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a decision needs beside the network's state."""

    now: datetime
    account_id: UUID
    command_id: UUID


def home_id_for(command_id: UUID) -> UUID:
    """The id of the home that a command joins: the same when the command is sent again."""
    return uuid5(command_id, "home")


def decide_join(
    network: Network, command: JoinHome, boards: Collection[str], circumstances: Circumstances
) -> tuple[HomeJoined, list[Event]]:
    """The event of the network's stream, and those that begin the home's own."""
    _check_board(command.icb_ods_code, boards)
    _check_days(command, circumstances)
    _check_is_new(network, command)
    _check_households(command)
    day = command.joined_on
    recorded_from = command.recorded_from or day
    charged_from = command.charged_from or day
    joined = HomeJoined(
        **_envelope(circumstances, start_of(day)),
        home_id=home_id_for(circumstances.command_id),
        ref=command.ref,
        name=command.name,
        cqc_location_id=command.cqc_location_id,
        icb_ods_code=command.icb_ods_code,
        joined_on=day,
        recorded_from=recorded_from,
        charged_from=charged_from,
        programme_started_on=command.programme_started_on,
    )
    begins = min(recorded_from, charged_from)
    envelope = _envelope(circumstances, start_of(begins))
    own: list[Event] = [HomeOpened(**envelope, recorded_from=recorded_from, charged_from=charged_from)]
    own += [
        HouseholdOpened(
            **envelope,
            household_id=uuid5(circumstances.command_id, f"household/{household.name}"),
            name=household.name,
            beds=household.beds,
            opened_on=begins,
        )
        for household in command.households
    ]
    return joined, own


def decide_amend(
    network: Network, home_id: UUID, command: AmendHome, boards: Collection[str], circumstances: Circumstances
) -> Sequence[Event]:
    """What is known of a home from now on; nothing where that is what is known."""
    _check_board(command.icb_ods_code, boards)
    _check_location_is_free(network, command.cqc_location_id, home_id)
    event = HomeAmended(
        **_envelope(circumstances, circumstances.now),
        home_id=home_id,
        name=command.name,
        cqc_location_id=command.cqc_location_id,
        icb_ods_code=command.icb_ods_code,
        programme_started_on=command.programme_started_on,
    )
    known = network.homes[home_id]
    return [] if amended(known, event) == known else [event]


def decide_assign(
    network: Network, home_id: UUID, command: AssignCoach, circumstances: Circumstances
) -> Sequence[Event]:
    """A coach supports a home; nothing where that is so already."""
    if home_id in network.caseload(command.account_id):
        return []
    envelope = _envelope(circumstances, circumstances.now)
    return [CoachAssigned(**envelope, account_id=command.account_id, home_id=home_id)]


def decide_unassign(
    network: Network, home_id: UUID, command: UnassignCoach, circumstances: Circumstances
) -> Sequence[Event]:
    """A coach supports a home no more; nothing where that is so already."""
    if home_id not in network.caseload(command.account_id):
        return []
    envelope = _envelope(circumstances, circumstances.now)
    return [CoachUnassigned(**envelope, account_id=command.account_id, home_id=home_id)]


def decide_hold(network: Network, command: HoldErasure, circumstances: Circumstances) -> Sequence[Event]:
    """A person's record is held; nothing where it is held already."""
    if (command.person_id, command.record_class) in network.held:
        return []
    envelope = _envelope(circumstances, circumstances.now)
    return [
        ErasureHeld(
            **envelope,
            person_id=command.person_id,
            record_class=command.record_class,
            reason=command.reason,
        )
    ]


def decide_release(
    network: Network, command: ReleaseErasure, circumstances: Circumstances
) -> Sequence[Event]:
    """A person's record is held no more; nothing where it was not."""
    if (command.person_id, command.record_class) not in network.held:
        return []
    envelope = _envelope(circumstances, circumstances.now)
    return [ErasureReleased(**envelope, person_id=command.person_id, record_class=command.record_class)]


def _check_board(code: str, boards: Collection[str]) -> None:
    if code not in boards:
        raise Refused(
            "board_unknown",
            "icb_ods_code",
            "No integrated care board has or had this code.",
            "Give the board's ODS code, such as QOX.",
        )


def _check_days(command: JoinHome, circumstances: Circumstances) -> None:
    today = local_date(circumstances.now)
    if command.joined_on > today:
        raise Refused(
            "joined_in_future",
            "joined_on",
            "The home joins on a day to come.",
            "Join it on that day, or give today.",
        )
    for field in ("recorded_from", "charged_from"):
        day: date | None = getattr(command, field)
        if day is not None and day - today > FORESEEABLE:
            raise Refused("too_far_ahead", field, "The day is more than a year ahead.", "Correct the date.")


def _check_is_new(network: Network, command: JoinHome) -> None:
    if command.ref in network.ids or _is_id(command.ref):
        raise Refused(
            "ref_taken",
            "ref",
            "Another home has this reference, or it reads as an id.",
            "Choose another reference.",
        )
    _check_location_is_free(network, command.cqc_location_id, None)


def _check_location_is_free(network: Network, location_id: str, but_for: UUID | None) -> None:
    if any(h.cqc_location_id == location_id and h.home_id != but_for for h in network.homes.values()):
        raise Refused(
            "location_taken",
            "cqc_location_id",
            "Another home of the network is registered under this location.",
            "Check the CQC location id.",
        )


def _check_households(command: JoinHome) -> None:
    names = [household.name.casefold() for household in command.households]
    if len(set(names)) < len(names):
        raise Refused(
            "household_twice", "households", "Two households have the same name.", "Give each its own name."
        )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _envelope(circumstances: Circumstances, occurred_at: datetime) -> dict[str, Any]:
    return {
        "occurred_at": occurred_at,
        "recorded_by": circumstances.account_id,
        "command_id": circumstances.command_id,
    }
