"""Stories of a small home that a random source tells: stays, leave, rates, money, raisings and closings."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from finance.books import facts as told
from finance.books.facts import Fact
from finance.books.periods import Periods
from finance.days import OPEN
from finance.terms import SHARE_PARTS
from households.terms import AbsenceReason, PayerKind

BEGINS = date(2024, 1, 10)
HOUSE = UUID(int=77)
HOME = UUID(int=1)
HOME_REF = "ROSE"
PERIODS = Periods()


def days(count: int) -> timedelta:
    return timedelta(days=count)


class Story:
    """Makes facts that fit together, one after another; the log's days go on."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.today = BEGINS + days(random.randrange(120))
        self.facts: list[Fact] = []
        self._version = 0
        self._stays: dict[int, list[date]] = {}
        """First and last day of each stay."""
        self._who: dict[int, UUID] = {}
        self._away: dict[int, tuple[int, date, date]] = {}
        self._agreed: dict[int, tuple[UUID, UUID, date, date]] = {}
        self._paid: dict[int, date] = {}
        self._doubted: list[int] = []
        self._closed = date.min
        self._dead: set[UUID] = set()
        self._tell(told.Opened(BEGINS), BEGINS)
        for _ in range(random.randrange(1, 4)):
            self.move_in()
            self.agree()

    def tell(self, count: int) -> list[Fact]:
        """So many turns; some of them come to nothing."""
        turns = [
            *(
                self.move_in,
                self.move_out,
                self.move_room,
                self.go_away,
                self.come_back,
                self.put_right_absence,
            ),
            *(self.agree, self.agree, self.change_rate, self.end, self.put_right, self.take_back),
            *(self.pay, self.pay, self.pay, self.pay, self.reverse, self.settle, self.owe),
            *(self.raise_period, self.raise_period, self.close, self.set_terms, self.put_right_stay),
        ]
        for _ in range(count):
            self.today += days(self._random.choice([0, 0, 1, 3, 9, 25, 40]))
            self._random.choice(turns)()
        return self.facts

    def _tell(self, what: told.Any, day: date) -> int:
        self._version += 1
        fact = Fact(self._version * 3, self._version, self.today, min(day, self.today), what)
        self.facts.append(fact)
        return self._version

    def _day(self, since: date = BEGINS, until: date | None = None) -> date:
        until = min(until or self.today, self.today)
        return since + days(self._random.randrange(max((until - since).days, 0) + 1))

    # --- Living ---------------------------------------------------------------------------

    def move_in(self) -> None:
        resident = UUID(int=self._random.randrange(10, 14))
        begins = self._day(date(2023, 12, 1))
        own = [stay for version, stay in self._stays.items() if self._who[version] == resident]
        if any(begins < stay[1] for stay in own) or resident in self._dead:
            return
        room = self._random.choice(["1", "2", None])
        version = self._tell(told.MovedIn(resident, HOUSE, room, begins), begins)
        self._stays[version], self._who[version] = [begins, OPEN], resident

    def move_room(self) -> None:
        for version, (begins, ends) in self._stays.items():
            if ends == OPEN and begins <= self.today:
                room = self._random.choice(["1", "2", "3"])
                self._tell(told.MovedRoom(version, HOUSE, room, self.today), self.today)
                return

    def move_out(self) -> None:
        for version, stay in self._stays.items():
            last_known = max(
                [stay[0], *(max(a, b if b != OPEN else a) for s, a, b in self._away.values() if s == version)]
            )
            if stay[1] == OPEN and last_known <= self.today:
                day = self._day(max(last_known, self.today - days(60)))
                died = self._random.random() < 0.6 and self._lives_once(version)
                self._tell(told.MovedOut(version, day, died), day)
                if died:
                    self._dead.add(self._who[version])
                stay[1] = day
                return

    def put_right_stay(self) -> None:
        if not self._stays or self._random.random() < 0.5:
            return
        version = self._random.choice(list(self._stays))
        begins, ends = self._stays[version]
        if any(stay == version for stay, _, _ in self._away.values()):
            return
        room = told.Placement(HOUSE, self._random.choice(["1", "2"]), begins)
        died = ends != OPEN and self._random.random() < 0.5 and self._lives_once(version)
        self._dead.discard(self._who[version])
        if died:
            self._dead.add(self._who[version])
        self._tell(told.StayPutRight(version, (room,), ends, died), begins)

    def _lives_once(self, version: int) -> bool:
        return list(self._who.values()).count(self._who[version]) == 1

    def go_away(self) -> None:
        open_stays = [v for v, stay in self._stays.items() if stay[0] < min(stay[1], self.today)]
        if not open_stays:
            return
        stay = self._random.choice(open_stays)
        begins, ends = self._stays[stay]
        away = self._day(begins, ends - days(1) if ends != OPEN else None)
        if any(
            s == stay and (back == OPEN or back > away or a >= away) for s, a, back in self._away.values()
        ):
            return
        reason = self._random.choice(list(AbsenceReason))
        version = self._tell(told.WentAway(stay, away, reason), away)
        self._away[version] = (stay, away, OPEN)

    def come_back(self) -> None:
        for version, (stay, away, back) in self._away.items():
            if back == OPEN:
                day = self._day(away, self._stays[stay][1])
                self._tell(told.CameBack(version, day), day)
                self._away[version] = (stay, away, day)
                return

    def put_right_absence(self) -> None:
        if not self._away:
            return
        version = self._random.choice(list(self._away))
        stay, away, back = self._away[version]
        if self._random.random() < 0.4:
            self._tell(told.AbsencePutRight(version, away, back, None), away)
            del self._away[version]
        elif back != OPEN and away < back:
            self._away[version] = (stay, away + days(1), back)
            self._tell(
                told.AbsencePutRight(version, away + days(1), back, self._random.choice(list(AbsenceReason))),
                away,
            )

    # --- What is agreed -----------------------------------------------------------------------

    def _weekly(self) -> int:
        return self._random.choice([70000, 25406, 26768, 18031, 16556, self._random.randrange(100, 200000)])

    def agree(self) -> None:
        if not self._who:
            return
        resident = self._random.choice(list(self._who.values()))
        kind = self._random.choice(list(PayerKind))
        payer = UUID(int=1000 + list(PayerKind).index(kind))
        begins = self._day(date(2023, 12, 15))
        ends = self._random.choice([OPEN, OPEN, begins + days(self._random.randrange(200))])
        version = self._tell(
            told.Agreed(resident, payer, kind, f"P{payer.int}", self._weekly(), begins, ends), begins
        )
        self._agreed[version] = (resident, payer, begins, ends)

    def change_rate(self) -> None:
        if not self._agreed:
            return
        version = self._random.choice(list(self._agreed))
        resident, payer, begins, ends = self._agreed[version]
        if begins > min(ends, self.today):
            return
        day = self._day(begins, ends)
        self._agreed[version] = (resident, payer, begins, day - days(1))
        new = self._tell(told.RateChanged(version, self._weekly(), day, ends), day)
        self._agreed[new] = (resident, payer, day, ends)

    def end(self) -> None:
        if self._agreed:
            version = self._random.choice(list(self._agreed))
            resident, payer, begins, _ = self._agreed[version]
            ends = begins + days(self._random.randrange(300))
            self._agreed[version] = (resident, payer, begins, ends)
            self._tell(told.ContributionEnded(version, ends), ends)

    def put_right(self) -> None:
        if self._agreed:
            version = self._random.choice(list(self._agreed))
            resident, payer, begins, ends = self._agreed[version]
            begins = begins + days(self._random.randrange(-9, 9))
            ends = max(ends, begins)
            self._agreed[version] = (resident, payer, begins, ends)
            self._tell(told.ContributionPutRight(version, self._weekly(), begins, ends), begins)

    def take_back(self) -> None:
        if self._agreed and self._random.random() < 0.3:
            version = self._random.choice(list(self._agreed))
            del self._agreed[version]
            self._tell(told.ContributionTakenBack(version), self.today)

    # --- Money -----------------------------------------------------------------------------------

    def pay(self) -> None:
        if not self._agreed:
            return
        _, payer, _, _ = self._random.choice(list(self._agreed.values()))
        day = self._day(self.today - days(30))
        period = PERIODS.number(self.today) - self._random.randrange(1, 6)
        named = f"rose {PERIODS.start(period):%Y%m%d}/P{payer.int} thanks"
        reference = self._random.choice(["", "", named])
        doubted = self._random.random() < 0.1
        pence = self._random.choice([50000, 100000, self._random.randrange(1, 900000)])
        version = self._tell(told.Paid(payer, day, pence, reference, doubted), day)
        if doubted:
            self._doubted.append(version)
        else:
            self._paid[version] = day

    def settle(self) -> None:
        if self._doubted:
            payment = self._doubted.pop()
            same = self._random.random() < 0.5
            self._tell(told.DoubtSettled(payment, same), self.today)
            if not same:
                self._paid[payment] = self.today

    def reverse(self) -> None:
        if self._paid:
            payment = self._random.choice(list(self._paid))
            day = self._day(self._paid.pop(payment))
            self._tell(told.PaidBack(payment, day), day)

    def owe(self) -> None:
        if self._agreed:
            _, payer, _, _ = self._random.choice(list(self._agreed.values()))
            due = BEGINS + days(self._random.randrange(-90, 60))
            self._tell(told.Owed(payer, f"OB-{self._version}", due, self._random.randrange(1, 200000)), due)

    # --- Finance -------------------------------------------------------------------------------------

    def raise_period(self) -> None:
        period = PERIODS.number(self.today) - self._random.randrange(1, 4)
        self._tell(
            told.Raised(PERIODS.start(period), self._random.choice([None, HOME, UUID(int=2)])), self.today
        )

    def close(self) -> None:
        through = self.today - days(self._random.randrange(50))
        if through > self._closed:
            self._closed = through
            self._tell(told.Closed(through), through)

    def _share(self) -> int:
        return self._random.choice([SHARE_PARTS, SHARE_PARTS // 2, 0])

    def set_terms(self) -> None:
        terms = told.TermsSet(
            self._random.choice(list(PayerKind)),
            self._day(),
            self._share(),
            self._share(),
            self._share(),
            self._random.random() < 0.5,
            self._random.choice([0, 0, 3, 7]),
            self._random.choice([7, 28, 30]),
        )
        self._tell(terms, terms.begins_on)
