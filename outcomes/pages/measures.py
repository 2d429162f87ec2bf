"""A home's measures as its pages, its files and its sheet of paper all show them."""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request

from outcomes.charts.pattern import ShownPattern
from outcomes.charts.shown import ShownChart, show
from outcomes.pages.answers import FallsPattern, read, run_chart
from outcomes.pages.asking import Asks
from outcomes.pages.choosing import Choice
from outcomes.pages.tables import Sheet
from outcomes.queries.run_charts import RunChart
from outcomes.terms import Measure, Unit
from outcomes.words.names import THINGS

SHOWN = (
    Measure.FALLS,
    Measure.INJURIOUS_FALLS,
    Measure.SICKNESS,
    Measure.OCCUPANCY,
    Measure.MOMENTS,
    Measure.VOLUNTEERING,
)


@dataclass(frozen=True, slots=True)
class Measures:
    """What is known of a home in the period that was chosen."""

    charts: list[ShownChart]
    pattern: ShownPattern | None

    @property
    def sheets(self) -> list[Sheet]:
        """Every table of the page, to be taken away."""
        sheets = [
            Sheet(shown.ident, shown.title, shown.columns, shown.rows, shown.numbers, shown.limits)
            for shown in self.charts
        ]
        if self.pattern is not None:
            sheets += [
                Sheet(f"falls-by-{name}", title, (head, "Falls"), rows, (1,))
                for name, title, head, rows in (
                    ("place", "Falls by place", "Place", self.pattern.place_rows),
                    ("harm", "Falls by how badly they were hurt", "Hurt", self.pattern.harm_rows),
                    ("hour", "Falls by hour", "From", self.pattern.hour_rows),
                )
            ]
        return sheets


async def measures_of(
    request: Request, documents: Asks, home: str, choice: Choice, *, is_own: bool, small_group: int
) -> Measures:
    """The home's charts and the pattern of its falls; `is_own` for its own team."""
    charts = await asyncio.gather(
        *(
            _chart(request, documents, home, measure, choice, choice.unit_for(measure, is_own))
            for measure in SHOWN
        )
    )
    return Measures(
        [show(chart) for chart in charts if chart is not None],
        await _pattern(request, documents, home, choice, small_group, is_own=is_own),
    )


async def _chart(
    request: Request, documents: Asks, home: str, measure: Measure, choice: Choice, unit: Unit
) -> RunChart | None:
    asked = {
        "home": home,
        "measure": measure.name,
        "from": choice.period.first.isoformat(),
        "to": choice.period.last.isoformat(),
        "period": unit.value,
    }
    found = (await documents.ask(request, "HomeRunChart", asked))["home"]
    if found is None or found["runChart"] is None:
        return None
    chart = run_chart(measure, found["runChart"])
    if chart.period is Unit.EVENT and not chart.points and unit is not Unit.MONTH:
        # With hardly a fall there is nothing between falls; months without any are worth seeing.
        by_month = await _chart(request, documents, home, measure, choice, Unit.MONTH)
        return by_month and by_month._replace(because=_why_by_month(measure))
    return chart


def _why_by_month(measure: Measure) -> str:
    return f"With fewer than two {THINGS[measure]} there are no days between them, so months are shown."


async def _pattern(
    request: Request, documents: Asks, home: str, choice: Choice, fewest: int, *, is_own: bool
) -> ShownPattern | None:
    asked = {
        "home": home,
        "from": choice.period.first.isoformat(),
        "to": choice.period.last.isoformat(),
    }
    found = (await documents.ask(request, "FallsPattern", asked))["home"]
    if found is None or found["fallsPattern"] is None:
        return None
    return ShownPattern(read(found["fallsPattern"], FallsPattern), fewest, is_own)
