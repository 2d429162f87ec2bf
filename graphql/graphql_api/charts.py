"""Charts of a home as the schema shows them."""

from datetime import date

import strawberry

from graphql_api.enums import ChartKind, Direction, Signal, Unit


@strawberry.type(
    description="A point of a chart: a month, a quarter, or the days from one event to the next."
)
class ChartPoint:
    """Answered by its namesake in `outcomes.queries.run_charts`."""

    starts_on: date = strawberry.field(
        description="Its first day that counts; of days between events, the day of the first."
    )
    ends_on: date = strawberry.field(
        description="Its last day that counts; of days between events, the day of the second."
    )
    numerator: float | None = strawberry.field(
        description="What was counted: see the measure. Null where closed to you."
    )
    denominator: float | None = strawberry.field(
        description="Against what: see the measure; of days between events, the days. Null where closed "
        "to you."
    )
    value: float | None = strawberry.field(
        description="per × numerator ÷ denominator; of days between events, the days. Null without a "
        "denominator."
    )
    centre: float | None = strawberry.field(
        description="What is usual: the mean, or on a run chart and for days between events the median; "
        "× per."
    )
    lower: float | None = strawberry.field(description="The lower limit, × per. Null where there is none.")
    upper: float | None = strawberry.field(description="The upper limit, × per. Null where there is none.")
    signal: Signal | None = strawberry.field(description="What is more than chance in it. Null: nothing is.")
    direction: Direction | None = strawberry.field(description="Whether the signal is good.")
    incomplete: bool = strawberry.field(
        description="Whether nothing at all was recorded for 14 days in a row, so that it is not judged "
        "and has "
        "no part in the limits: silence is not safety."
    )


@strawberry.type(description="Something that the team does differently from a day on.")
class ChangeOfPractice:
    """Answered by its namesake in `outcomes.queries.practice`."""

    on: date = strawberry.field(description="From which day on.")
    text: str = strawberry.field(description="What, in the team's own words.")


@strawberry.type(description="What happened of late, because days between events can't show worsening.")
class Recent:
    """Answered by its namesake in `outcomes.queries.run_charts`."""

    days: int = strawberry.field(
        description="How many days: the last 90 of the period, or as many as were recorded."
    )
    count: float = strawberry.field(description="Events in them.")
    tail: float = strawberry.field(
        description="The chance of as many events or more in so many days at the rate of the whole "
        "period, 0 to 1."
    )


@strawberry.type(description="A measure of one home over time, on the chart that suits it.")
class RunChart:
    """Answered by its namesake in `outcomes.queries.run_charts`."""

    kind: ChartKind = strawberry.field(description="How its points are judged.")
    period: Unit = strawberry.field(description="What its points stand for; never AUTO.")
    per: float = strawberry.field(
        description="The units of the denominator that values and limits are for; 1 for days between events."
    )
    trial: bool = strawberry.field(
        description="Whether it has fewer than 12 points, so that limits are a trial."
    )
    because: str = strawberry.field(description="Why it is this chart, in a sentence.")
    points: list[ChartPoint] = strawberry.field(
        description="Its points, oldest first; none of times of which nothing is known."
    )
    changes_of_practice: list[ChangeOfPractice] = strawberry.field(
        description="What the team began to do differently in the period, oldest first."
    )
    recent: Recent | None = strawberry.field(description="The last 90 days. Null for what is not events.")
    summary: str = strawberry.field(description="What it shows and does not show, in a few sentences.")
