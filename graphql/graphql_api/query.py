"""What can be asked, and what can be followed."""

from collections.abc import AsyncGenerator
from datetime import date, datetime
from typing import Annotated, cast

import strawberry

from finance.books.invoices import Wanted
from finance.books.reading import Asked as BalancesAsked
from finance.export.selection import Selection
from finance.forecast.forecasts import Asked as ForecastAsked
from graphql_api.activity import ActivityEntry
from graphql_api.balances import Balances, balances_on
from graphql_api.coaching import LearningConnection, page_of_learning
from graphql_api.comparisons import BeforeAfter, Comparison, compare, look_before_and_after
from graphql_api.context import Info
from graphql_api.enums import ActivityKind, Measure, SharedAs, Subject
from graphql_api.errors import FollowAgain
from graphql_api.forecasts import CashForecast, forecast_from
from graphql_api.homes import After, First, From, Home, HomeConnection, To, home_of, page_of_homes
from graphql_api.invoices import InvoiceConnection, page_of_invoices, payer_given
from graphql_api.payments import HomeName, PaymentConnection, page_of_payments
from households.reading.feed import FeedClosed
from households.reading.timeline import Activity
from network.coaching.learning.library import Wanted as WantedLearning
from network.directory.homes import Home as HomeRecord
from outcomes.queries.before_after import Asked

IdOrRef = Annotated[strawberry.ID, strawberry.argument(description="The home's id or its reference.")]
MaybeIdOrRef = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The home's id or its reference; without it, all homes."),
]


@strawberry.type(description="Questions. What is closed to you answers null, as if it did not exist.")
class Query:
    """The roots of every document."""

    @strawberry.field(description="One home. Null where there is none, or where it is not yours.")
    async def home(self, info: Info, id: IdOrRef) -> Home | None:  # noqa: A002 - the argument's name in documents
        """By id or reference."""
        record = await find_home(info, id)
        return None if record is None else home_of(record)

    @strawberry.field(
        description="Homes by name: a team's own, those that a coach supports, and for finance and "
        "network IT all."
    )
    async def homes(self, info: Info, first: First = 50, after: After = None) -> HomeConnection:
        """Page by page."""
        return await page_of_homes(info, first, after)

    @strawberry.field(
        description="Payments by the day of the books, oldest first. Null but for finance and, for its "
        "own home, the "
        "home's team. Only finance may ask `knownAt`."
    )
    async def payments(
        self,
        info: Info,
        from_: From,
        to: Annotated[date, strawberry.argument(description="The last day of the books, included.")],
        known_at: Annotated[
            datetime | None,
            strawberry.argument(
                description="As the books stood at an instant that is past; without it, now."
            ),
        ] = None,
        home: MaybeIdOrRef = None,
        first: First = 100,
        after: After = None,
    ) -> PaymentConnection | None:
        """Page by page, with what all pages come to."""
        record = None if home is None else await find_home(info, home)
        if home is not None and record is None:
            return None
        selection = Selection(from_, to, record.home_id if record else None, known_at)
        return await page_of_payments(info, selection, first, after)

    @strawberry.field(
        description="What is owed and held in credit at the end of a day. Null but for finance and, for its "
        "own home, the home's team. Only finance may ask `knownAt`."
    )
    async def balances(
        self,
        info: Info,
        as_of: Annotated[
            date, strawberry.argument(description="The day, itself included; at most a year ahead.")
        ],
        known_at: Annotated[
            datetime | None,
            strawberry.argument(
                description="As the books stood at an instant that is past; without it, now. It waits until "
                "the books hold all that was recorded before."
            ),
        ] = None,
        home: MaybeIdOrRef = None,
    ) -> Balances | None:
        """Of all homes or one."""
        record = None if home is None else await find_home(info, home)
        if home is not None and record is None:
            return None
        return await balances_on(info, BalancesAsked(as_of, known_at, record.home_id if record else None))

    @strawberry.field(
        description="Invoices by charge date, oldest first. Null but for finance and, for its own home, the "
        "home's team."
    )
    async def invoices(
        self,
        info: Info,
        from_: Annotated[
            date, strawberry.argument(name="from", description="The first charge date, included.")
        ],
        to: Annotated[date, strawberry.argument(description="The last charge date, included.")],
        home: MaybeIdOrRef = None,
        payer: Annotated[
            strawberry.ID | None, strawberry.argument(description="One payer's, by its id.")
        ] = None,
        first: First = 100,
        after: After = None,
    ) -> InvoiceConnection | None:
        """Page by page, with what all pages come to."""
        record = None if home is None else await find_home(info, home)
        if home is not None and record is None:
            return None
        payer_id = None if payer is None else payer_given(payer)
        wanted = Wanted(from_, to, record.home_id if record else None, payer_id)
        return await page_of_invoices(info, wanted, first, after)

    @strawberry.field(
        description="What is expected to be received, week by week. Null but for finance and, for its own "
        "home, the home's team."
    )
    async def cash_forecast(
        self,
        info: Info,
        from_: Annotated[
            date,
            strawberry.argument(
                name="from",
                description="The first day: one that is past, by two years at most, is answered from what "
                "was known then, and one to come, within a year, from what is known today.",
            ),
        ],
        weeks: Annotated[int, strawberry.argument(description="How many weeks, 1 to 26.")] = 13,
        home: MaybeIdOrRef = None,
    ) -> CashForecast | None:
        """Of all homes or one."""
        record = None if home is None else await find_home(info, home)
        if home is not None and record is None:
            return None
        return await forecast_from(info, ForecastAsked(from_, weeks, record.home_id if record else None))

    @strawberry.field(
        description="Your homes beside the whole network, unranked. Null but for coaches. Not for "
        "moments and "
        "volunteering: comparing them would reward typing."
    )
    async def comparison(
        self,
        info: Info,
        measure: Annotated[Measure, strawberry.argument(description="By what.")],
        from_: From,
        to: To,
        homes: Annotated[
            list[strawberry.ID] | None,
            strawberry.argument(description="Which, by id or reference; without them, all that are yours."),
        ] = None,
        area: Annotated[
            str | None,
            strawberry.argument(
                description="Yours in one integrated care board, by its ODS code, as of today."
            ),
        ] = None,
    ) -> Comparison | None:
        """The network line covers all homes, whatever is asked for."""
        return await compare(info.context, measure, (from_, to), homes, area)

    @strawberry.field(
        description="What homes and coaches share with the network, newest first. Null but for home teams "
        "and coaches."
    )
    async def learning(
        self,
        info: Info,
        subject: Annotated[
            Subject | None, strawberry.argument(description="What it is about; without it, everything.")
        ] = None,
        measure: Annotated[
            Measure | None, strawberry.argument(description="The measure that shows it; without it, all.")
        ] = None,
        shared_as: Annotated[
            SharedAs | None, strawberry.argument(description="Challenges or lessons; without it, both.")
        ] = None,
        words: Annotated[
            str,
            strawberry.argument(
                description="Words that its title, text or change of practice has, all of them, 100 letters "
                "at most; without them, everything. A document looks for words three times at most."
            ),
        ] = "",
        first: First = 20,
        after: After = None,
    ) -> LearningConnection | None:
        """Page by page."""
        wanted = WantedLearning(subject, measure, shared_as, words)
        return await page_of_learning(info, wanted, first, after)

    @strawberry.field(
        description="What changed about a day, in one home or several of yours together, and whether "
        "they could "
        "have shown it. Null where any of them is not yours."
    )
    async def before_after(
        self,
        info: Info,
        homes: Annotated[list[strawberry.ID], strawberry.argument(description="Which, by id or reference.")],
        measure: Annotated[Measure, strawberry.argument(description="By what.")],
        changed_on: Annotated[
            date | None,
            strawberry.argument(
                description="The first day after; without it, each home's own programme start."
            ),
        ] = None,
        months: Annotated[
            int, strawberry.argument(description="How long each window is to be at most, 1 to 60.")
        ] = 12,
        detect: Annotated[
            float,
            strawberry.argument(
                description="The ratio whose chance of being shown is asked for, 0.01 to 100: "
                "0.57 is a cut by 43%."
            ),
        ] = 0.57,
    ) -> BeforeAfter | None:
        """Windows are of equal length, and no longer than what is known."""
        question = Asked(measure, changed_on, months, detect)
        found = await look_before_and_after(info.context, homes, question)
        return cast("BeforeAfter | None", found)


@strawberry.type(description="Something that a home has just recorded.")
class HomeActivity(ActivityEntry):
    """An entry of a home's activity that says which home it is."""

    home: HomeName = strawberry.field(description="The home that recorded it.")


@strawberry.type(
    description="What can be followed, over WebSocket (graphql-transport-ws) or as an event stream."
)
class Subscription:
    """Ends with a code that says to come again when the service stops."""

    @strawberry.subscription(
        description="What is recorded from now on in one home, or in all homes whose activity is open "
        "to you. "
        "What was recorded before is in Home.activity."
    )
    async def activity(self, info: Info, home: MaybeIdOrRef = None) -> AsyncGenerator[HomeActivity, None]:
        """Names are in it for the home's own team only."""
        context = info.context
        record = None if home is None else await find_home(info, home)
        if home is not None and record is None:
            return
        try:
            async for activity in context.services.feed.follow(
                context.recognise_again, record.home_id if record else None
            ):
                yield await just_recorded(info, activity)
        except FeedClosed:
            raise FollowAgain from None


async def find_home(info: Info, id_or_ref: str) -> HomeRecord | None:
    """A home that the viewer may see."""
    context = info.context
    if not id_or_ref.isprintable():
        return None
    return await context.services.homes.find(context.viewer, id_or_ref, context.today)


async def just_recorded(info: Info, activity: Activity) -> HomeActivity:
    """An entry with the name of its home."""
    context = info.context
    homes = await context.services.homes.by_id(context.viewer, [activity.home_id], context.today)
    home = homes.get(activity.home_id)
    return HomeActivity(
        home=HomeName(id=strawberry.ID(str(activity.home_id)), name=home.name if home else ""),
        id=strawberry.ID(activity.id),
        kind=ActivityKind(activity.kind),
        occurred_at=activity.occurred_at,
        recorded_at=activity.recorded_at,
        recorded_by=activity.recorded_by,
        sent_by=activity.sent_by,
        summary=activity.summary,
    )
