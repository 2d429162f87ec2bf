"""Random facts of residents, falls and the team."""

from decimal import Decimal
from uuid import UUID

from households import events, terms
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass
from tests.random_values import RandomValues


class RandomPeople(RandomValues):
    """What happens to people."""

    # --- Residents ----------------------------------------------------------------------------

    def _moved_in(self, home: UUID) -> Event:
        stays = self._stays[home]
        again = bool(stays) and self._random.random() < 0.2
        resident = self._random.choice(stays)[0] if again else self._id()
        stays.append((resident, self._next(home)))
        return events.ResidentMovedIn(
            resident_id=resident,
            resident_ref=f"R{len(stays)}",
            household_id=self._household(home),
            room=self._maybe("12"),
            moved_in_on=self._day(),
            identity=self._sealed({"given_name": "Edith"}, resident, RecordClass.CARE, "identity"),
            initials=self._sealed("EB", resident, RecordClass.FINANCE, "initials"),
            **self._said(),
        )

    def _identity(self, home: UUID) -> Event:
        resident, _ = self._random.choice(self._stays[home])
        return events.ResidentIdentityAmended(
            resident_id=resident,
            identity=self._sealed({"given_name": "Edie"}, resident, RecordClass.CARE, "identity"),
            initials=self._sealed("EW", resident, RecordClass.FINANCE, "initials"),
            **self._said(),
        )

    def _moved_room(self, home: UUID) -> Event:
        resident, stay = self._random.choice(self._stays[home])
        return events.ResidentMovedRoom(
            resident_id=resident,
            household_id=self._household(home),
            room=self._maybe("7"),
            moved_on=self._day(),
            **self._said(stay),
        )

    def _moved_out(self, home: UUID) -> Event:
        resident, stay = self._random.choice(self._stays[home])
        reason = self._random.choice(list(terms.MovedOutReason))
        return events.ResidentMovedOut(
            resident_id=resident, moved_out_on=self._day(), reason=reason, **self._said(stay)
        )

    def _went_away(self, home: UUID) -> Event:
        resident, stay = self._random.choice(self._stays[home])
        self._absences[home].append((resident, stay, self._next(home)))
        reason = self._random.choice(list(terms.AbsenceReason))
        return events.ResidentWentAway(
            resident_id=resident, stay=stay, away_from=self._day(), reason=reason, **self._said()
        )

    def _came_back(self, home: UUID) -> Event:
        if not self._absences[home]:
            return self._went_away(home)
        resident, stay, absence = self._random.choice(self._absences[home])
        return events.ResidentCameBack(
            resident_id=resident, stay=stay, back_on=self._day(), **self._said(absence)
        )

    # --- Falls ----------------------------------------------------------------------------------

    def _fell(self, home: UUID) -> Event:
        resident, _ = self._random.choice(self._stays[home])
        self._falls[home].append((resident, self._next(home)))
        return events.FallRecorded(
            resident_id=resident,
            household_id=self._household(home),
            facts=self._facts(),
            account=self._sealed({"doing": "reading"}, resident, RecordClass.CARE, "account"),
            **self._said(),
        )

    def _fall_amended(self, home: UUID) -> Event:
        resident, fall = self._random.choice(self._falls[home])
        return events.FallAmended(
            resident_id=resident,
            household_id=self._household(home),
            facts=self._facts(),
            account=self._sealed({"doing": "walking"}, resident, RecordClass.CARE, "account"),
            reason=self._sealed("Misheard", resident, RecordClass.CARE, "reason"),
            **self._said(fall),
        )

    def _fall_retracted(self, home: UUID) -> Event:
        resident, fall = self._random.choice(self._falls[home])
        reason = self._sealed("Twice", resident, RecordClass.CARE, "reason")
        return events.FallRetracted(resident_id=resident, reason=reason, **self._said(fall))

    def _observed(self, home: UUID) -> Event:
        resident, fall = self._random.choice(self._falls[home])
        seen = self._sealed("Calm", resident, RecordClass.CARE, "observation")
        return events.FallObserved(
            resident_id=resident, observation=seen, concern=self._flag(), **self._said(fall)
        )

    def _notification(self, home: UUID) -> Event:
        resident, fall = self._random.choice(self._falls[home])
        return events.FallNotificationDecided(
            resident_id=resident,
            body=self._random.choice(list(terms.Body)),
            notify=self._flag(),
            decision=self._sealed({"decided_by": "A"}, resident, RecordClass.CARE, "decision"),
            **self._said(fall),
        )

    def _facts(self) -> events.FallFacts:
        return events.FallFacts(
            place=self._random.choice(list(terms.Place)),
            harm=self._random.choice(list(terms.Harm)),
            witnessed=self._maybe(self._flag()),
            head_struck=self._maybe(self._flag()),
            footwear=self._maybe(self._random.choice(list(terms.Footwear))),
            injured=tuple(self._random.sample(list(terms.BodyPart), 2)) if self._flag() else (),
            actions=tuple(self._random.sample(list(terms.Action), 3)),
            told=(),
        )

    # --- The team -------------------------------------------------------------------------------

    def _staff_joined(self, home: UUID) -> Event:
        staff = self._staff[home]
        again = bool(staff) and self._random.random() < 0.2
        staff_id = self._random.choice(staff) if again else self._id()
        if not again:
            staff.append(staff_id)
        self._joinings[home].append((staff_id, self._next(home)))
        return events.StaffJoined(
            staff_id=staff_id,
            staff_ref=f"S{len(staff)}",
            role=self._random.choice(list(terms.StaffRole)),
            weekly_hours=self._amount(),
            started_on=self._day(),
            name=self._sealed({"given_name": "Ann"}, staff_id, RecordClass.EMPLOYMENT, "name"),
            **self._said(),
        )

    def _hours(self, home: UUID) -> Event:
        staff_id = self._random.choice(self._staff[home])
        return events.StaffHoursChanged(
            staff_id=staff_id, weekly_hours=self._amount(), changed_on=self._day(), **self._said()
        )

    def _left(self, home: UUID) -> Event:
        staff_id = self._random.choice(self._staff[home])
        return events.StaffLeft(staff_id=staff_id, left_on=self._day(), **self._said())

    def _full_time(self, _home: UUID) -> Event:
        return events.FullTimeHoursChanged(hours=Decimal(40), changed_on=self._day(), **self._said())

    def _sick(self, home: UUID) -> Event:
        staff_id = self._random.choice(self._staff[home])
        self._spells[home].append((staff_id, self._next(home)))
        return events.SicknessStarted(
            staff_id=staff_id, first_day=self._day(), last_day=self._maybe(self._day()), **self._said()
        )

    def _well(self, home: UUID) -> Event:
        staff_id, spell = self._random.choice(self._spells[home])
        return events.SicknessEnded(staff_id=staff_id, last_day=self._day(), **self._said(spell))

    def _sickness_amended(self, home: UUID) -> Event:
        staff_id, spell = self._random.choice(self._spells[home])
        return events.SicknessAmended(
            staff_id=staff_id,
            first_day=self._day(),
            last_day=self._maybe(self._day()),
            retracted=self._flag(),
            why=self._sealed("Wrong day", staff_id, RecordClass.EMPLOYMENT, "why"),
            **self._said(spell),
        )
