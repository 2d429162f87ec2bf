"""Corrections of a home's record by chance, for a home in which much has gone otherwise."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from households import events
from households.absences import AmendAbsence, RetractAbsence
from households.corrections.contributions import AmendContribution, RetractContribution
from households.corrections.employment import (
    AmendEmployment,
    AmendHours,
    RetractEmployment,
    RetractHours,
)
from households.corrections.stays import AmendMove, AmendStay, RetractMove, RetractStay
from households.costs import RetractCost
from households.recording.command import Command
from households.terms import AbsenceReason, MovedOutReason, StaffRole
from network.eventstore.event import Event

Known = list[tuple[int, Event]]
WHY = "Asked again"


class Corrections:
    """Makes corrections of what is known of a home; some will be refused."""

    def __init__(self, home_id: UUID, known: Known, chance: Random, today: date) -> None:
        self._home_id = home_id
        self._known = known
        self._chance = chance
        self._today = today

    def all(self) -> list[Command]:
        """One of each kind, as far as there is something to put right."""
        makers: list[tuple[type[Event], Callable[[str, Any], Command]]] = [
            (events.ResidentMovedIn, self._amend_stay),
            (events.ResidentMovedIn, self._retract_stay),
            (events.ResidentMovedRoom, self._amend_move),
            (events.ResidentMovedRoom, self._retract_move),
            (events.ResidentWentAway, self._amend_absence),
            (events.ResidentWentAway, self._retract_absence),
            (events.StaffJoined, self._amend_employment),
            (events.StaffJoined, self._retract_employment),
            (events.StaffHoursChanged, self._amend_hours),
            (events.StaffHoursChanged, self._retract_hours),
            (events.ContributionAgreed, self._amend_contribution),
            (events.ContributionChanged, self._retract_contribution),
            (events.CostRecorded, self._retract_cost),
        ]
        return [command for kind, make in makers for command in self._one(kind, make)]

    def _one(self, kind: type[Event], make: Callable[[str, Any], Command]) -> list[Command]:
        of_kind = [(version, event) for version, event in self._known if isinstance(event, kind)]
        if not of_kind:
            return []
        version, event = self._chance.choice(of_kind)
        return [make(f"{self._home_id.hex}-{version}", event)]

    def _day(self) -> date:
        return self._today - timedelta(days=self._chance.randrange(1, 175))

    def _household(self) -> str:
        return self._chance.choice(("Quince", "Medlar"))

    def _hours(self) -> Decimal:
        return Decimal(self._chance.randrange(8, 40))

    def _amend_stay(self, record: str, event: events.ResidentMovedIn) -> Command:
        ended = self._chance.random() < 0.4
        return AmendStay(
            stay=record,
            household=self._household(),
            room="3a",
            moved_in_on=event.moved_in_on - timedelta(days=self._chance.randrange(-3, 4)),
            moved_out_on=self._day() if ended else None,
            moved_out_reason=MovedOutReason.HOME if ended else None,
            why=WHY,
        )

    def _retract_stay(self, record: str, _: events.ResidentMovedIn) -> Command:
        return RetractStay(stay=record, reason=WHY)

    def _amend_move(self, record: str, _: events.ResidentMovedRoom) -> Command:
        return AmendMove(move=record, household=self._household(), moved_on=self._day(), why=WHY)

    def _retract_move(self, record: str, _: events.ResidentMovedRoom) -> Command:
        return RetractMove(move=record, reason=WHY)

    def _amend_absence(self, record: str, event: events.ResidentWentAway) -> Command:
        day = event.away_from + timedelta(days=self._chance.randrange(-2, 3))
        return AmendAbsence(
            absence=record,
            away_from=day,
            back_on=day + timedelta(days=2),
            reason=AbsenceReason.HOLIDAY,
            why=WHY,
        )

    def _retract_absence(self, record: str, _: events.ResidentWentAway) -> Command:
        return RetractAbsence(absence=record, reason=WHY)

    def _amend_employment(self, record: str, event: events.StaffJoined) -> Command:
        return AmendEmployment(
            employment=record,
            role=StaffRole.NURSE,
            weekly_hours=self._hours(),
            started_on=event.started_on + timedelta(days=self._chance.randrange(-9, 9)),
            left_on=self._day() if self._chance.random() < 0.3 else None,
            why=WHY,
        )

    def _retract_employment(self, record: str, _: events.StaffJoined) -> Command:
        return RetractEmployment(employment=record, reason=WHY)

    def _amend_hours(self, record: str, _: events.StaffHoursChanged) -> Command:
        return AmendHours(change=record, weekly_hours=self._hours(), changed_on=self._day(), why=WHY)

    def _retract_hours(self, record: str, _: events.StaffHoursChanged) -> Command:
        return RetractHours(change=record, reason=WHY)

    def _amend_contribution(self, record: str, event: events.ContributionAgreed) -> Command:
        return AmendContribution(
            contribution=record,
            weekly_amount=Decimal("123.45"),
            begins_on=event.begins_on + timedelta(days=2),
            ends_on=event.ends_on,
            why=WHY,
        )

    def _retract_contribution(self, record: str, _: events.ContributionChanged) -> Command:
        return RetractContribution(contribution=record, reason=WHY)

    def _retract_cost(self, record: str, _: events.CostRecorded) -> Command:
        return RetractCost(record=record, reason=WHY)
