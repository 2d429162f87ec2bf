"""The cash forecast as the schema shows it: weeks with a band, its assumptions, and how well it does."""

from datetime import date
from uuid import UUID

import strawberry

from finance.forecast.forecasts import Asked
from finance.forecast.outlook import Week
from graphql_api.balances import pounds
from graphql_api.context import Info
from graphql_api.scalars import Money


@strawberry.type(description="What seven days are expected to bring, in pounds, less nothing sent back.")
class ForecastWeek:
    """One of them."""

    starts_on: date = strawberry.field(description="The first of the seven days.")
    expected: Money = strawberry.field(description="What is received on average.")
    low: Money = strawberry.field(description="One week in ten is expected to bring less.")
    high: Money = strawberry.field(description="One week in ten is expected to bring more.")


@strawberry.type(
    description="Forecasts made as this one for each fourth week of the past year, from what was known then, "
    "beside what came in. The band is to hold four weeks of five."
)
class ForecastBacktest:
    """Both numbers, so that a share can be made of them."""

    weeks: int = strawberry.field(
        description="How many weeks were foretold; 0 where there is too little history for it."
    )
    held_by_band: int = strawberry.field(
        description="Of how many of those weeks the receipts lay between low and high, both included."
    )


@strawberry.type(description="What is expected to be received, week by week.")
class CashForecast:
    """One question."""

    home_id: strawberry.Private[UUID | None]
    weeks: list[ForecastWeek] = strawberry.field(description="Week after week, from the day asked for.")
    assumptions: list[str] = strawberry.field(description="What this takes for granted, in sentences.")

    @strawberry.field(description="How well past forecasts did, of the same home or of all.")
    async def backtest(self, info: Info) -> ForecastBacktest:
        """Worked out only where it is asked for."""
        context = info.context
        told = await context.services.forecasts.look_back(context.viewer, self.home_id, context.today)
        return ForecastBacktest(weeks=len(told), held_by_band=sum(one.is_held for one in told))


async def forecast_from(info: Info, asked: Asked) -> CashForecast:
    """So many weeks, of all homes or one."""
    context = info.context
    forecast = await context.services.forecasts.look_ahead(context.viewer, asked, context.today)
    return CashForecast(
        home_id=asked.home_id,
        weeks=[_week(week) for week in forecast.weeks],
        assumptions=list(forecast.assumptions),
    )


def _week(week: Week) -> ForecastWeek:
    return ForecastWeek(
        starts_on=week.starts_on,
        expected=pounds(week.expected),
        low=pounds(week.low),
        high=pounds(week.high),
    )
