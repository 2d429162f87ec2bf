"""Homes beside each other, and before and after a change, as the schema shows them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import strawberry

from graphql_api.context import Info, RequestContext
from graphql_api.enums import Measure, Position
from graphql_api.errors import Unanswerable
from graphql_api.payments import HomeName
from network.directory.homes import Home as HomeRecord
from outcomes.queries import before_after as changes
from outcomes.queries.comparison import ComparedHome as Compared
from outcomes.queries.comparison import Comparison as Found

MOST_COMPARED = 2_000


@strawberry.type(description="The whole network's rate, over all its homes, whatever homes were asked for.")
class NetworkRate:
    """Answered by `outcomes.queries.rates.Rate`."""

    numerator: float | None = strawberry.field(
        description="Summed over all homes; of sickness over those with teams large enough. Null where "
        "closed."
    )
    denominator: float | None = strawberry.field(description="Summed likewise.")
    rate: float | None = strawberry.field(description="per × numerator ÷ denominator.")
    low: float | None = strawberry.field(
        description="The 95% interval's lower limit, × per; allows for falls clustering in people. Null for "
        "measures that are not counts."
    )
    high: float | None = strawberry.field(description="The 95% interval's upper limit, × per, likewise.")


@strawberry.type(description="How much more homes differ than chance would have them.")
class Overdispersion:
    """Answered by its namesake in `outcomes.funnel`."""

    phi: float = strawberry.field(
        description="The mean squared z-score of homes, winsorised at 10%; about 1 where only chance is "
        "at work."
    )
    tau_squared: float = strawberry.field(
        description="The variance between homes that is left, on the scale of the ratio's square root."
    )
    adjusted: bool = strawberry.field(description="Whether limits and positions allow for it: τ² is above 0.")


@strawberry.type(description="The funnel's limits where so many events are expected.")
class FunnelPoint:
    """Answered by its namesake in `outcomes.queries.comparison`."""

    expected: float = strawberry.field(description="Events expected at the network's rate.")
    low95: float | None = strawberry.field(description="The lower 95% limit, as a ratio to expected.")
    high95: float | None = strawberry.field(description="The upper 95% limit, as a ratio to expected.")
    low998: float | None = strawberry.field(description="The lower 99.8% limit, as a ratio to expected.")
    high998: float | None = strawberry.field(description="The upper 99.8% limit, as a ratio to expected.")


@strawberry.type(description="One of your homes in a comparison.")
class ComparedHome:
    """Made of its namesake in `outcomes.queries.comparison`, and the home's name."""

    home: HomeName = strawberry.field(description="Which home.")
    numerator: float | None = strawberry.field(
        description="What was counted: see the measure. Null where closed."
    )
    denominator: float | None = strawberry.field(
        description="Against what: see the measure. Null where closed."
    )
    expected: float | None = strawberry.field(description="The numerator at the network's rate.")
    ratio: float | None = strawberry.field(
        description="numerator ÷ expected. Null where nothing is expected."
    )
    rate: float | None = strawberry.field(description="per × numerator ÷ denominator.")
    low: float | None = strawberry.field(
        description="The 95% interval's lower limit, × per; allows for falls clustering in people. Null for "
        "measures that are not counts."
    )
    high: float | None = strawberry.field(description="The 95% interval's upper limit, × per, likewise.")
    shrunk_rate: float | None = strawberry.field(
        description="The rate drawn towards the network's by as much as it is uncertain, × per. Null in a "
        "network of fewer than 10 homes, and for measures that are not counts."
    )
    position: Position | None = strawberry.field(
        description="Where it lies in the funnel. Null for measures that are not counts, and where "
        "incomplete: that bears no signal."
    )
    incomplete: bool = strawberry.field(
        description="Whether nothing at all was recorded for 14 days in a row, so that the rate says little: "
        "silence is not safety."
    )


@strawberry.type(
    description="Your homes beside the whole network. No home of others is named, and none ranked."
)
class Comparison:
    """Made of its namesake in `outcomes.queries.comparison`."""

    measure: Measure = strawberry.field(description="What was counted.")
    per: float = strawberry.field(description="The units of the denominator that rates are for.")
    network: NetworkRate = strawberry.field(description="All homes of the network together.")
    overdispersion: Overdispersion | None = strawberry.field(
        description="How much more homes differ than by chance. Null in a network of fewer than 10 "
        "homes, and "
        "for measures that are not counts."
    )
    funnel: list[FunnelPoint] | None = strawberry.field(
        description="Limits to draw, by expected events, over the sizes of the homes shown. Null for "
        "measures "
        "that are not counts."
    )
    homes: list[ComparedHome] = strawberry.field(
        description="Those of the homes asked for that are yours, by name."
    )


@strawberry.type(description="One side of a before and after, over all its homes together.")
class WindowRate:
    """Answered by its namesake in `outcomes.queries.before_after`."""

    first: strawberry.Private[date]
    last: strawberry.Private[date]
    numerator: float | None = strawberry.field(description="What was counted: see the measure.")
    denominator: float | None = strawberry.field(description="Against what: see the measure.")
    rate: float | None = strawberry.field(description="per × numerator ÷ denominator.")
    low: float | None = strawberry.field(
        description="The 95% interval's lower limit, × per; allows for falls clustering in people. Null for "
        "measures that are not counts."
    )
    high: float | None = strawberry.field(description="The 95% interval's upper limit, × per, likewise.")

    @strawberry.field(name="from", description="The first day, of the home whose window begins first.")
    def from_(self, info: Info) -> date:  # noqa: ARG002 - every resolver gets it
        """As used, not as asked."""
        return self.first

    @strawberry.field(description="The last day, of the home whose window ends last.")
    def to(self, info: Info) -> date:  # noqa: ARG002 - every resolver gets it
        """As used, not as asked."""
        return self.last


@strawberry.type(
    description="Windows of equal length before and from a change, over one home or several together."
)
class BeforeAfter:
    """Answered by its namesake in `outcomes.queries.before_after`."""

    per: float = strawberry.field(description="The units of the denominator that rates are for.")
    before: WindowRate | None = strawberry.field(
        description="Until the day before the change. Null where nothing can be compared."
    )
    after: WindowRate | None = strawberry.field(
        description="From the day of the change. Null where nothing can be compared."
    )
    ratio: float | None = strawberry.field(description="The rate after ÷ the rate before.")
    low: float | None = strawberry.field(
        description="The ratio's lower 95% limit; allows for falls clustering in people. Null for measures "
        "that are not counts."
    )
    high: float | None = strawberry.field(
        description="The ratio's upper 95% limit, likewise; null also where it is infinite."
    )
    p_value: float | None = strawberry.field(
        description="Twice the smaller tail at a ratio of 1, at most 1: under 0.05 exactly where the "
        "interval "
        "leaves out 1. Null for measures that are not counts."
    )
    percent_change: float | None = strawberry.field(description="100 × (ratio − 1).")
    dispersion: float | None = strawberry.field(
        description="φ: how much more the difference varies between residents than by chance, from 1. "
        "Null for "
        "measures that are not counts."
    )
    power_to_detect: float | None = strawberry.field(
        description="The chance, 0 to 1, that the interval shows a true change by `detect` at the rate "
        "before. "
        "Null for measures that are not counts."
    )
    verdict: str = strawberry.field(description="What it shows and does not show, in a few sentences.")


async def compare(
    context: RequestContext, measure: Measure, period: tuple[date, date], asked: Sequence[str] | None,
    area: str | None,
) -> Comparison:  # fmt: skip
    """The viewer's homes, or those of them that are asked for or lie in an area, beside the network."""
    if asked is not None and area is not None:
        raise Unanswerable("A comparison is of a set of homes or of an area, not both.", "Leave one out.")
    records = await find_homes(context, asked)
    if area is not None:
        records = [record for record in records if record.area is not None and record.area.code == area]
    records.sort(key=lambda record: (record.name, record.home_id))
    found = await context.services.comparisons.of(
        context.viewer, [record.home_id for record in records], period, measure, context.today
    )
    return _shown(found, {record.home_id: record for record in records})


async def find_homes(context: RequestContext, asked: Sequence[str] | None) -> list[HomeRecord]:
    """Those of these homes, by id or reference, that are the viewer's; None: all of those."""
    viewer, homes = context.viewer, context.services.homes
    if asked is None:
        return list((await homes.by_id(viewer, list(viewer.homes), context.today)).values())
    if len(asked) > MOST_COMPARED:
        raise Unanswerable(
            f"A question names at most {MOST_COMPARED:,} homes.", "Name fewer, or compare those of an area."
        )
    return await homes.named(viewer, [text for text in asked if text.isprintable()], context.today)


async def look_before_and_after(
    context: RequestContext, asked: Sequence[str], question: changes.Asked
) -> changes.BeforeAfter | None:
    """Null where any of the homes is not the viewer's."""
    records = await find_homes(context, asked)
    found = {str(record.home_id) for record in records} | {record.ref for record in records}
    if not all(str(_uuid(text) or text) in found for text in asked):
        return None
    return await context.services.before_afters.of(
        context.viewer, [record.home_id for record in records], question, context.today
    )


def _shown(found: Found, records: dict[UUID, HomeRecord]) -> Comparison:
    network, over = found.network, found.overdispersion
    return Comparison(
        measure=found.measure,
        per=found.per,
        network=NetworkRate(
            numerator=network.numerator,
            denominator=network.denominator,
            rate=network.rate,
            low=network.low,
            high=network.high,
        ),
        overdispersion=None
        if over is None
        else Overdispersion(phi=over.phi, tau_squared=over.tau_squared, adjusted=over.adjusted),
        funnel=found.funnel,  # pyright: ignore[reportArgumentType] - answered by its namesake
        homes=[_shown_home(home, records[home.home_id]) for home in found.homes],
    )


def _shown_home(home: Compared, record: HomeRecord) -> ComparedHome:
    return ComparedHome(
        home=HomeName(id=strawberry.ID(str(home.home_id)), name=record.name),
        numerator=home.numerator,
        denominator=home.denominator,
        expected=home.expected,
        ratio=home.ratio,
        rate=home.rate,
        low=home.low,
        high=home.high,
        shrunk_rate=home.shrunk_rate,
        position=home.position,
        incomplete=home.incomplete,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
