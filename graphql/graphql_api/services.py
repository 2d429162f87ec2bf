"""What the schema asks: the contexts' own questions, built by the composition root."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from finance.books.freshness import KeptFreshness
from finance.books.invoices import Invoices
from finance.books.reading import Balances
from finance.export.payments import Freshness
from finance.forecast.forecasts import Forecasts
from finance.payments.names import PayerNames
from finance.payments.received import Payments
from households.reading.feed import ActivityFeed
from households.reading.names import PersonNames
from households.reading.residences import Residences
from households.reading.silence import Silences
from households.reading.timeline import Timeline
from network.access.accounts.names import AccountNames
from network.access.recognition import Recognition
from network.coaching.learning.library import Library
from network.coaching.support.records import SupportRecords
from network.directory.homes import Homes
from network.eventstore.keyring import Keyring
from network.postgres.pool import DatabasePool
from network.web.problem import ProblemOf
from outcomes.counting.tallies import Tallies
from outcomes.queries.before_after import BeforeAfters
from outcomes.queries.comparison import Comparisons
from outcomes.queries.falls_pattern import FallsPatterns
from outcomes.queries.practice import ChangesOfPractice
from outcomes.queries.rates import Rates
from outcomes.queries.run_charts import RunCharts


class Positions(Protocol):
    """Knows how far the read models have come."""

    async def wait_for(self, names: Sequence[str], position: int, patience: timedelta) -> bool:
        """Wait, bounded, until read models show everything up to a place in the log; whether they do."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that resolvers may call."""

    homes: Homes
    residences: Residences
    timeline: Timeline
    feed: ActivityFeed
    rates: Rates
    falls_patterns: FallsPatterns
    run_charts: RunCharts
    comparisons: Comparisons
    before_afters: BeforeAfters
    payments: Payments
    balances: Balances
    invoices: Invoices
    forecasts: Forecasts
    support: SupportRecords
    library: Library
    positions: Positions
    recognition: Recognition
    problem_of: ProblemOf
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """What the contexts' questions are asked through."""

    pool: DatabasePool
    keyring: Keyring
    recognition: Recognition
    freshness: Freshness
    kept_freshness: KeptFreshness
    positions: Positions
    problem_of: ProblemOf
    now: Callable[[], datetime]
    small_group: int
    """Outside the home, sickness of a team with fewer people is closed."""


def make_services(foundation: Foundation) -> Services:
    """Everything that resolvers may call."""
    pool = foundation.pool
    accounts = AccountNames(pool)
    names = PersonNames(pool, foundation.keyring)
    payers = PayerNames(pool, foundation.keyring)
    timeline = Timeline(pool, names, accounts)
    tallies, silences, homes = Tallies(pool), Silences(pool), Homes(pool)
    small_group = foundation.small_group
    return Services(
        homes=homes,
        residences=Residences(pool, names),
        timeline=timeline,
        feed=ActivityFeed(pool, timeline),
        rates=Rates(tallies, silences, small_group=small_group),
        falls_patterns=FallsPatterns(pool, tallies, small_group=small_group),
        run_charts=RunCharts(tallies, silences, ChangesOfPractice(pool), small_group=small_group),
        comparisons=Comparisons(tallies, silences, small_group=small_group),
        before_afters=BeforeAfters(tallies, silences, homes, small_group=small_group),
        payments=Payments(pool, foundation.keyring, foundation.freshness),
        balances=Balances(pool, payers, foundation.kept_freshness),
        invoices=Invoices(pool, payers),
        forecasts=Forecasts(pool),
        support=SupportRecords(pool, foundation.keyring, accounts),
        library=Library(pool, foundation.keyring, accounts),
        positions=foundation.positions,
        recognition=foundation.recognition,
        problem_of=foundation.problem_of,
        now=foundation.now,
    )
