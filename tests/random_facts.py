"""Facts of a few homes, every kind of them, in an order and with values that a random source chooses."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from households import events, terms
from network.directory.events import (
    NETWORK_STREAM,
    CoachAssigned,
    CoachUnassigned,
    HomeAmended,
    HomeJoined,
)
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed

FIRST_DAY = date(2025, 1, 1)
DAYS = 400
T = TypeVar("T")
Fact = tuple[UUID, Event]
"""A stream and its next event."""


class RandomFacts:
    """Makes facts of homes that it opens itself; they fit together as far as ids and versions go."""

    def __init__(self, random: Random, homes: int = 2) -> None:
        self._random = random
        self._versions: dict[UUID, int] = {}
        self._homes = [self._id() for _ in range(homes)]
        self._households = {home: [self._id(), self._id()] for home in self._homes}
        self._accounts = [self._id() for _ in range(3)]
        self._stays: dict[UUID, list[tuple[UUID, int]]] = {home: [] for home in self._homes}
        self._absences: dict[UUID, list[tuple[UUID, int, int]]] = {home: [] for home in self._homes}
        self._falls: dict[UUID, list[tuple[UUID, int]]] = {home: [] for home in self._homes}
        self._staff: dict[UUID, list[UUID]] = {home: [] for home in self._homes}
        self._spells: dict[UUID, list[tuple[UUID, int]]] = {home: [] for home in self._homes}
        self._payers: dict[UUID, list[UUID]] = {home: [] for home in self._homes}
        self._contributions: dict[UUID, list[tuple[UUID, UUID, int]]] = {home: [] for home in self._homes}
        self._payments: dict[UUID, list[tuple[UUID, int]]] = {home: [] for home in self._homes}

    def opening(self) -> Iterator[Fact]:
        """The homes join, and somebody lives and works in each."""
        for number, home in enumerate(self._homes):
            yield self._fact(NETWORK_STREAM, self._home_joined(home, number))
            yield self._fact(
                home,
                events.HomeOpened(recorded_from=FIRST_DAY, charged_from=FIRST_DAY, **self._said()),
            )
            for household in self._households[home]:
                yield self._fact(
                    home,
                    events.HouseholdOpened(
                        household_id=household, name="Rose", beds=8, opened_on=FIRST_DAY, **self._said()
                    ),
                )
            for make in (
                self._moved_in,
                self._staff_joined,
                self._agreed,
                self._fell,
                self._sick,
                self._paid,
            ):
                yield self._fact(home, make(home))

    def any(self) -> Fact:
        """The next fact, of any kind."""
        home = self._random.choice(self._homes)
        kinds: list[Callable[[UUID], Event]] = [
            *(self._moved_in, self._moved_room, self._moved_out, self._went_away, self._came_back),
            *(self._identity, self._fell, self._fall_amended, self._fall_retracted, self._observed),
            *(self._notification, self._staff_joined, self._hours, self._left, self._full_time),
            *(self._sick, self._well, self._sickness_amended, self._agreed, self._changed, self._ended),
            *(self._paid, self._reversed, self._owed, self._cost, self._moment, self._volunteers),
            *(self._practice, self._baseline, self._set_aside, self._settled, self._forgotten, self._beds),
        ]
        if self._random.random() < 0.1:
            network = (self._home_amended, self._coach, self._no_coach)
            return self._fact(NETWORK_STREAM, self._random.choice(network)(home))
        return self._fact(home, self._random.choice(kinds)(home))

    # --- The network --------------------------------------------------------------------------

    def _home_joined(self, home: UUID, number: int) -> Event:
        return HomeJoined(
            home_id=home,
            ref=f"home-{number}",
            name=f"Home {number}",
            cqc_location_id=f"1-{100_000_000 + number}",
            icb_ods_code="QHG",
            joined_on=FIRST_DAY,
            recorded_from=FIRST_DAY,
            charged_from=FIRST_DAY,
            **self._said(),
        )

    def _home_amended(self, home: UUID) -> Event:
        return HomeAmended(
            home_id=home,
            name=self._random.choice(["Elm", "Oak"]),
            cqc_location_id="1-100000009",
            icb_ods_code="QRL",
            programme_started_on=self._maybe(self._day()),
            **self._said(),
        )

    def _coach(self, home: UUID) -> Event:
        return CoachAssigned(account_id=self._account(), home_id=home, **self._said())

    def _no_coach(self, home: UUID) -> Event:
        return CoachUnassigned(account_id=self._account(), home_id=home, **self._said())

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

    # --- Money ------------------------------------------------------------------------------------

    def _agreed(self, home: UUID) -> Event:
        resident, _ = self._random.choice(self._stays[home])
        public = self._flag()
        payer = self._id()
        self._payers[home].append(payer)
        self._contributions[home].append((resident, payer, self._next(home)))
        name = self._sealed("A. Brown", resident, RecordClass.FINANCE, "payer_name")
        return events.ContributionAgreed(
            resident_id=resident,
            payer_id=payer,
            payer_ref="P1",
            payer_kind=terms.PayerKind.CHC if public else terms.PayerKind.TOP_UP,
            payer_name="Council" if public else None,
            private_payer_name=None if public else name,
            weekly_amount=self._amount(),
            begins_on=self._day(),
            ends_on=self._maybe(self._day()),
            **self._said(),
        )

    def _changed(self, home: UUID) -> Event:
        resident, payer, contribution = self._random.choice(self._contributions[home])
        self._contributions[home].append((resident, payer, self._next(home)))
        return events.ContributionChanged(
            resident_id=resident,
            payer_id=payer,
            weekly_amount=self._amount(),
            begins_on=self._day(),
            **self._said(contribution),
        )

    def _ended(self, home: UUID) -> Event:
        resident, payer, contribution = self._random.choice(self._contributions[home])
        return events.ContributionEnded(
            resident_id=resident, payer_id=payer, ends_on=self._day(), **self._said(contribution)
        )

    def _paid(self, home: UUID) -> Event:
        payer = self._random.choice(self._payers[home])
        earlier = [version for _, version in self._payments[home]]
        self._payments[home].append((payer, self._next(home)))
        return events.PaymentReceived(
            payer_id=payer,
            received_on=self._day(),
            amount=self._amount(),
            reference='=REF \\ "1", {x}',
            possible_duplicate_of=self._maybe(self._random.choice(earlier)) if earlier else None,
            **self._said(),
        )

    def _reversed(self, home: UUID) -> Event:
        payer, payment = self._random.choice(self._payments[home])
        return events.PaymentReversed(
            payer_id=payer, reversed_on=self._day(), amount=self._amount(), **self._said(payment)
        )

    def _owed(self, home: UUID) -> Event:
        payer = self._random.choice(self._payers[home])
        return events.OpeningBalanceRecorded(
            payer_id=payer, document="INV 1", due_on=self._day(), amount=self._amount(), **self._said()
        )

    def _cost(self, _home: UUID) -> Event:
        category = self._random.choice(list(terms.CostCategory))
        month = self._day().replace(day=1)
        return events.CostRecorded(month=month, category=category, amount=self._amount(), **self._said())

    # --- Life and upkeep --------------------------------------------------------------------------

    def _moment(self, home: UUID) -> Event:
        resident, _ = self._random.choice(self._stays[home])
        moment = self._sealed("Sang", resident, RecordClass.CARE, "moment")
        return events.MomentShared(
            resident_id=resident, enjoyed_on=self._day(), moment=moment, **self._said()
        )

    def _volunteers(self, _home: UUID) -> Event:
        return events.VolunteeringRecorded(given_on=self._day(), hours=self._amount(), **self._said())

    def _practice(self, _home: UUID) -> Event:
        return events.PracticeChanged(changed_on=self._day(), text="Tea at four", **self._said())

    def _baseline(self, _home: UUID) -> Event:
        month = self._day().replace(day=1)
        return events.BaselineRecorded(
            month=month, occupied_bed_days=self._random.randrange(300), falls=self._maybe(2), **self._said()
        )

    def _set_aside(self, home: UUID) -> Event:
        content = self._sealed("{}", home, RecordClass.CARE, "content")
        return events.RecordSetAside(
            command="RecordFall", content=content, rule="no_such_stay", **self._said()
        )

    def _settled(self, home: UUID) -> Event:
        outcome = self._sealed("Typed anew", home, RecordClass.CARE, "outcome")
        return events.RecordSettled(outcome=outcome, **self._said(1))

    def _forgotten(self, _home: UUID) -> Event:
        # Somebody whom no other fact here is about: nothing can be sealed for a person who is forgotten.
        return events.PersonForgotten(
            person_id=self._id(),
            record_class=self._random.choice(list(RecordClass)),
            reason="Retention has ended",
            **self._said(),
        )

    def _beds(self, home: UUID) -> Event:
        return events.HouseholdBedsChanged(
            household_id=self._household(home),
            beds=self._random.randrange(12),
            changed_on=self._day(),
            **self._said(),
        )

    # --- Values -----------------------------------------------------------------------------------

    def _fact(self, stream: UUID, event: Event) -> Fact:
        self._versions[stream] = self._next(stream)
        return stream, event

    def _next(self, stream: UUID) -> int:
        """The version that the stream's next event gets."""
        return self._versions.get(stream, 0) + 1

    def _said(self, about: int | None = None) -> dict[str, Any]:
        hours = timedelta(hours=self._random.randrange(24 * DAYS))
        return {
            "occurred_at": datetime(2025, 1, 1, tzinfo=UTC) + hours,
            "recorded_by": self._account(),
            "command_id": self._id(),
            "about": about,
        }

    def _id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128))

    def _account(self) -> UUID:
        return self._random.choice(self._accounts)

    def _household(self, home: UUID) -> UUID:
        return self._random.choice(self._households[home])

    def _day(self) -> date:
        return FIRST_DAY + timedelta(days=self._random.randrange(DAYS))

    def _flag(self) -> bool:
        return self._random.random() < 0.5

    def _amount(self) -> Decimal:
        return Decimal(self._random.randrange(1, 100_000)) / 100

    def _maybe(self, value: T) -> T | None:
        return value if self._flag() else None

    def _sealed(self, value: object, person: UUID, record_class: RecordClass, label: str) -> Sealed:
        return Sealed.of(value, person, record_class, label)
