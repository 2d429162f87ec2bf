"""Rates and patterns as the schema shows them."""

import strawberry

from graphql_api.enums import Harm, Measure, Place


@strawberry.type(
    description="A rate over a period, always with both its numbers. Null numbers are closed to you, as "
    "sickness is "
    "outside the home for anything but whole quarters of teams large enough; a null rate has no denominator."
)
class Rate:
    """Answered by `outcomes.queries.rates.Rate`."""

    measure: Measure = strawberry.field(description="What was counted.")
    numerator: float | None = strawberry.field(
        description="Falls, FTE days lost, or occupied bed days: see the measure."
    )
    denominator: float | None = strawberry.field(
        description="Occupied bed days, FTE days available, or available bed days: see the measure."
    )
    per: float = strawberry.field(description="The units of the denominator that rate, low and high are for.")
    rate: float | None = strawberry.field(description="per × numerator ÷ denominator.")
    low: float | None = strawberry.field(
        description="The 95% interval's lower limit, × per. Null for measures that do not count events."
    )
    high: float | None = strawberry.field(
        description="The 95% interval's upper limit, × per. Null where there is none, or for measures "
        "that do not "
        "count events."
    )
    dispersion: float | None = strawberry.field(
        description="φ: how much more falls cluster in people than chance would have it, from 1; the "
        "interval allows "
        "for it. Null for measures that do not count events."
    )
    incomplete: bool = strawberry.field(
        description="Whether nothing at all was recorded for 14 days in a row, so that the rate says little: "
        "silence is not safety."
    )


@strawberry.type(description="Falls at one place.")
class FallsAtPlace:
    """Answered by its namesake in `outcomes.queries.falls_pattern`."""

    place: Place = strawberry.field(description="Where.")
    count: int = strawberry.field(description="Falls there, 0 where there were none.")


@strawberry.type(description="Falls in one hour of the day.")
class FallsAtHour:
    """Answered by its namesake in `outcomes.queries.falls_pattern`."""

    hour: int = strawberry.field(
        description="The hour, 0 to 23 on the home's clock: 13 is from 13:00 to 13:59."
    )
    count: int = strawberry.field(description="Falls in that hour of any day, 0 where there were none.")


@strawberry.type(description="Falls with one level of harm.")
class FallsWithHarm:
    """Answered by its namesake in `outcomes.queries.falls_pattern`."""

    harm: Harm = strawberry.field(description="How badly.")
    count: int = strawberry.field(description="Falls with that harm, 0 where there were none.")


@strawberry.type(description="Where, when and how badly residents of a home fell in a period, without names.")
class FallsPattern:
    """Answered by its namesake in `outcomes.queries.falls_pattern`."""

    by_place: list[FallsAtPlace] = strawberry.field(description="Every place, with its falls.")
    by_hour: list[FallsAtHour] = strawberry.field(description="Every hour of the day, with its falls.")
    by_harm: list[FallsWithHarm] = strawberry.field(description="Every level of harm, with its falls.")
    residents_who_fell: int | None = strawberry.field(
        description="Residents who fell at least once. Outside the home null where they are 1 to 4."
    )
    residents_who_fell_twice_or_more: int | None = strawberry.field(
        description="Residents who fell at least twice. Outside the home null where they are 1 to 4."
    )
