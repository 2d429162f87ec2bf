"""Facts of a few homes, every kind of them, in an order and with values that a random source chooses."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from uuid import UUID

from finance.events import (
    FINANCE_STREAM,
    BillingPeriodsAnchored,
    BooksClosed,
    ChargingTermsSet,
    FranchiseFeeSet,
    InvoicesRaised,
    PaymentPromised,
    PromiseTakenBack,
)
from households import events, terms
from network.directory.events import (
    NETWORK_STREAM,
    CoachAssigned,
    CoachUnassigned,
    ErasureHeld,
    ErasureReleased,
    HomeAmended,
    HomeJoined,
)
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass
from tests.random_bank import ACCOUNT, told_by_bank
from tests.random_conversations import RandomConversations
from tests.random_values import FIRST_DAY, Fact


class RandomFacts(RandomConversations):
    """Makes facts of homes that it opens itself; they fit together as far as ids and versions go."""

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
            yield self._fact(NETWORK_STREAM, self._held(home))
            yield from self._first_words(home)
        yield self._fact(FINANCE_STREAM, self._books_closed(self._homes[0]))
        for told in told_by_bank(self._homes[0], self._said()):
            yield self._fact(ACCOUNT, told)

    def closing(self) -> Iterator[Fact]:
        """What retractions may have left nothing of, once more in each home."""
        for home in self._homes:
            yield self._fact(home, self._moment(home))

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
        if self._random.random() < 0.25:
            return self._fact(home, self._random.choice(self._corrections())(home))
        if self._random.random() < 0.1:
            network = (self._home_amended, self._coach, self._no_coach, self._held, self._released)
            return self._fact(NETWORK_STREAM, self._random.choice(network)(home))
        if self._random.random() < 0.1:
            return self._conversation(home)
        if self._random.random() < 0.05:
            return self._fact(FINANCE_STREAM, self._random.choice(self._of_finance())(home))
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

    def _held(self, home: UUID) -> Event:
        resident, _ = self._random.choice(self._stays[home])
        return ErasureHeld(
            person_id=resident, record_class=RecordClass.CARE, reason="An inquiry", **self._said()
        )

    def _released(self, home: UUID) -> Event:
        resident, _ = self._random.choice(self._stays[home])
        record_class = self._random.choice(list(RecordClass))
        return ErasureReleased(person_id=resident, record_class=record_class, **self._said())

    # --- Finance's own decisions --------------------------------------------------------------

    def _of_finance(self) -> list[Callable[[UUID], Event]]:
        settings = (self._terms_set, self._anchored, self._fee_set)
        return [*settings, self._raised, self._promised, self._promise_taken_back, self._books_closed]

    def _terms_set(self, _home: UUID) -> Event:
        return ChargingTermsSet(
            payer_kind=self._random.choice(list(terms.PayerKind)),
            begins_on=self._day(),
            hospital_share=Decimal("0.5"),
            holiday_share=Decimal(1),
            other_share=Decimal(0),
            leaving_day_charged=self._flag(),
            nights_after_death=self._random.randrange(4),
            payment_terms_days=28,
            **self._said(),
        )

    def _anchored(self, _home: UUID) -> Event:
        return BillingPeriodsAnchored(anchor=self._day(), **self._said())

    def _fee_set(self, _home: UUID) -> Event:
        return FranchiseFeeSet(begins_on=self._day(), percentage=Decimal("6.5"), **self._said())

    def _raised(self, home: UUID) -> Event:
        return InvoicesRaised(period_starts_on=self._day(), home_id=self._maybe(home), **self._said())

    def _promised(self, home: UUID) -> Event:
        payer = self._random.choice(self._payers[home])
        return PaymentPromised(
            payer_id=payer,
            amount=Decimal("1250.00"),
            pay_by=self._day(),
            home_id=self._maybe(home),
            **self._said(),
        )

    def _promise_taken_back(self, _home: UUID) -> Event:
        return PromiseTakenBack(**self._said(about=1))

    def _books_closed(self, _home: UUID) -> Event:
        return BooksClosed(through=self._day(), **self._said())

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
        self._life[home].setdefault("moment", []).append(self._next(home))
        moment = self._sealed("Sang", resident, RecordClass.CARE, "moment")
        return events.MomentShared(
            resident_id=resident, enjoyed_on=self._day(), moment=moment, **self._said()
        )

    def _volunteers(self, home: UUID) -> Event:
        self._life[home].setdefault("volunteering", []).append(self._next(home))
        return events.VolunteeringRecorded(given_on=self._day(), hours=self._amount(), **self._said())

    def _practice(self, home: UUID) -> Event:
        self._life[home].setdefault("practice", []).append(self._next(home))
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
