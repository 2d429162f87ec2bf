"""Random corrections of what random facts said before."""

from collections.abc import Callable
from uuid import UUID

from households import events, terms
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed
from tests.random_people import RandomPeople


class RandomCorrections(RandomPeople):
    """Somebody puts right what was recorded, or takes it back."""

    def _corrections(self) -> list[Callable[[UUID], Event]]:
        """Every kind of correction."""
        return [
            *(self._stay_amended, self._stay_retracted, self._absence_amended, self._absence_retracted),
            *(self._observation_retracted, self._notification_retracted, self._employment_amended),
            *(self._employment_retracted, self._reason_shared, self._contribution_amended),
            *(self._contribution_retracted, self._duplicate_settled, self._cost_retracted),
            *(self._moment_amended, self._moment_retracted, self._volunteering_amended),
            *(self._volunteering_retracted, self._practice_amended, self._practice_retracted),
        ]

    # --- Residents ------------------------------------------------------------------------------

    def _stay_amended(self, home: UUID) -> Event:
        resident, stay = self._random.choice(self._stays[home])
        days = sorted(self._day() for _ in range(self._random.randrange(1, 4)))
        ended = self._flag()
        return events.StayAmended(
            resident_id=resident,
            placements=tuple(
                events.Placed(
                    said_in=stay, household_id=self._household(home), room=self._maybe("9"), since=day
                )
                for day in days
            ),
            moved_out_on=self._day() if ended else None,
            moved_out_reason=self._random.choice(list(terms.MovedOutReason)) if ended else None,
            replaces=(self._day(), self._day()),
            why=self._care("Misheard", resident, "why"),
            **self._said(stay),
        )

    def _stay_retracted(self, home: UUID) -> Event:
        resident, stay = self._random.choice(self._stays[home])
        return events.StayRetracted(
            resident_id=resident,
            replaces=(self._day(),),
            reason=self._care("Somebody else", resident, "reason"),
            **self._said(stay),
        )

    def _absence_amended(self, home: UUID) -> Event:
        if not self._absences[home]:
            return self._went_away(home)
        resident, stay, absence = self._random.choice(self._absences[home])
        return events.AbsenceAmended(
            resident_id=resident,
            stay=stay,
            away_from=self._day(),
            back_on=self._maybe(self._day()),
            reason=self._random.choice(list(terms.AbsenceReason)),
            why=self._care("Misheard", resident, "why"),
            **self._said(absence),
        )

    def _absence_retracted(self, home: UUID) -> Event:
        if not self._absences[home]:
            return self._went_away(home)
        resident, stay, absence = self._random.choice(self._absences[home])
        reason = self._care("Somebody else", resident, "reason")
        return events.AbsenceRetracted(resident_id=resident, stay=stay, reason=reason, **self._said(absence))

    def _observation_retracted(self, home: UUID) -> Event:
        resident, fall = self._random.choice(self._falls[home])
        return events.FallObservationRetracted(
            resident_id=resident,
            observation=self._earlier(home),
            reason=self._care("Another fall", resident, "reason"),
            **self._said(fall),
        )

    def _notification_retracted(self, home: UUID) -> Event:
        resident, fall = self._random.choice(self._falls[home])
        return events.FallNotificationRetracted(
            resident_id=resident,
            body=self._random.choice(list(terms.Body)),
            decision=self._earlier(home),
            reason=self._care("Another fall", resident, "reason"),
            **self._said(fall),
        )

    # --- The team -------------------------------------------------------------------------------

    def _employment_amended(self, home: UUID) -> Event:
        staff_id, joining = self._random.choice(self._joinings[home])
        days = sorted(self._day() for _ in range(self._random.randrange(1, 4)))
        return events.EmploymentAmended(
            staff_id=staff_id,
            role=self._random.choice(list(terms.StaffRole)),
            hours=tuple(
                events.AgreedHours(said_in=joining, weekly_hours=self._amount(), since=day) for day in days
            ),
            left_on=self._maybe(self._day()),
            replaces=(self._day(), days[0]),
            left_in=self._maybe(self._earlier(home)),
            latest=self._time_in_team(),
            why=self._sealed("Misread", staff_id, RecordClass.EMPLOYMENT, "why"),
            **self._said(joining),
        )

    def _employment_retracted(self, home: UUID) -> Event:
        staff_id, joining = self._random.choice(self._joinings[home])
        return events.EmploymentRetracted(
            staff_id=staff_id,
            replaces=(self._day(),),
            left_in=self._maybe(self._earlier(home)),
            latest=self._maybe(self._time_in_team()),
            reason=self._sealed("Somebody else", staff_id, RecordClass.EMPLOYMENT, "reason"),
            **self._said(joining),
        )

    def _time_in_team(self) -> events.TimeInTeam:
        return events.TimeInTeam(
            role=self._random.choice(list(terms.StaffRole)),
            started_on=self._day(),
            left_on=self._maybe(self._day()),
        )

    def _reason_shared(self, home: UUID) -> Event:
        staff_id, spell = self._random.choice(self._spells[home])
        return events.SicknessReasonShared(
            staff_id=staff_id, account_id=self._account(), shared=self._flag(), **self._said(spell)
        )

    # --- Money ----------------------------------------------------------------------------------

    def _contribution_amended(self, home: UUID) -> Event:
        resident, payer, contribution = self._random.choice(self._contributions[home])
        return events.ContributionAmended(
            resident_id=resident,
            payer_id=payer,
            weekly_amount=self._amount(),
            begins_on=self._day(),
            ends_on=self._maybe(self._day()),
            why=self._sealed("Misread", resident, RecordClass.FINANCE, "why"),
            **self._said(contribution),
        )

    def _contribution_retracted(self, home: UUID) -> Event:
        resident, payer, contribution = self._random.choice(self._contributions[home])
        reason = self._sealed("Not agreed", resident, RecordClass.FINANCE, "reason")
        return events.ContributionRetracted(
            resident_id=resident, payer_id=payer, reason=reason, **self._said(contribution)
        )

    def _duplicate_settled(self, home: UUID) -> Event:
        payer, payment = self._random.choice(self._payments[home])
        return events.PossibleDuplicateSettled(payer_id=payer, is_same=self._flag(), **self._said(payment))

    def _cost_retracted(self, home: UUID) -> Event:
        return events.CostRetracted(
            month=self._day().replace(day=1),
            category=self._random.choice(list(terms.CostCategory)),
            reason=self._sealed("Another home's", home, RecordClass.FINANCE, "reason"),
            **self._said(self._earlier(home)),
        )

    # --- Life -----------------------------------------------------------------------------------

    def _moment_amended(self, home: UUID) -> Event:
        resident, _ = self._random.choice(self._stays[home])
        return events.MomentAmended(
            resident_id=resident,
            enjoyed_on=self._day(),
            moment=self._care("Danced", resident, "moment"),
            why=self._care("Misheard", resident, "why"),
            **self._said(self._told(home, "moment")),
        )

    def _moment_retracted(self, home: UUID) -> Event:
        resident, _ = self._random.choice(self._stays[home])
        reason = self._care("Somebody else", resident, "reason")
        return events.MomentRetracted(
            resident_id=resident, reason=reason, **self._said(self._told(home, "moment"))
        )

    def _volunteering_amended(self, home: UUID) -> Event:
        return events.VolunteeringAmended(
            given_on=self._day(),
            hours=self._amount(),
            why=self._care("Misread", home, "why"),
            **self._said(self._told(home, "volunteering")),
        )

    def _volunteering_retracted(self, home: UUID) -> Event:
        reason = self._care("Twice", home, "reason")
        return events.VolunteeringRetracted(reason=reason, **self._said(self._told(home, "volunteering")))

    def _practice_amended(self, home: UUID) -> Event:
        return events.PracticeAmended(
            changed_on=self._day(),
            text="Tea at three",
            why=self._care("Misread", home, "why"),
            **self._said(self._told(home, "practice")),
        )

    def _practice_retracted(self, home: UUID) -> Event:
        reason = self._care("Not agreed", home, "reason")
        return events.PracticeRetracted(reason=reason, **self._said(self._told(home, "practice")))

    def _care(self, text: str, person: UUID, label: str) -> Sealed:
        return self._sealed(text, person, RecordClass.CARE, label)

    def _earlier(self, home: UUID) -> int:
        """Any version of the stream until now."""
        return self._random.randrange(1, self._next(home))

    def _told(self, home: UUID, what: str) -> int:
        """The version of something of life in the home that was told, or of anything."""
        return self._random.choice(self._life[home].get(what) or [self._earlier(home)])
