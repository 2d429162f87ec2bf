"""Where a coach begins: the homes that they support, and what is new in each."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from network.access.authentication import viewer_of
from network.days import local_date
from network.web.page import Page
from outcomes.charts.shown import COUNTED, TITLES, sample
from outcomes.charts.written_figures import count_written, rate_written
from outcomes.counting.silence import TOO_LONG
from outcomes.pages.answers import CaseloadHome, HomeRate, SignalChart, read
from outcomes.pages.asked import homes_of, nodes_of
from outcomes.pages.choosing import span_of, whole_quarters
from outcomes.pages.news import Charts, News, news_of
from outcomes.pages.parts import OutcomesParts
from outcomes.pages.tables import Sheet, interval_of, limits_of
from outcomes.periods import ONE_DAY, Period
from outcomes.terms import Measure
from outcomes.words.names import day_in_words

YEARS = 3
"""The span of a home's own page, so that both mark the same."""
QUARTERS = 4
ALIASES = {
    "falls": Measure.FALLS,
    "injuriousFalls": Measure.INJURIOUS_FALLS,
    "sickness": Measure.SICKNESS,
    "occupancy": Measure.OCCUPANCY,
    "moments": Measure.MOMENTS,
    "volunteering": Measure.VOLUNTEERING,
}
"""The charts of the document `CaseloadSignals`."""
COLUMNS = (
    "Home",
    "Falls",
    "Nights lived in",
    "Falls for 1,000 nights",
    "95% interval",
    *COUNTED[Measure.SICKNESS],
    "Sickness, of 100 days",
    "Nights there were beds for",
    "Beds lived in, of 100 nights",
    "Records",
    "Last visit",
)
"""Every rate with both its numbers; nights lived in are those of falls and of occupancy."""
INCOMPLETE = "incomplete"
WHY_INCOMPLETE = (
    "incomplete: at some time nothing at all was recorded for two weeks or more. Silence is not safety, so a "
    "low rate says little."
)


@dataclass(frozen=True, slots=True)
class Supported:
    """A home of the caseload as the page shows it."""

    home: CaseloadHome
    news: list[News]
    silent_since: date | None
    """The last day on which anything was recorded, where that is too long ago."""
    never_recorded: bool
    last_visit: date | None
    today: date

    @property
    def silence(self) -> str | None:
        """Silence in words."""
        if self.never_recorded:
            return "Nothing has ever been recorded here."
        if self.silent_since is None:
            return None
        days = (self.today - self.silent_since).days
        return (
            f"Nothing has been recorded since {day_in_words(self.silent_since)}, for {days} days. "
            "Silence is not safety."
        )

    @property
    def has_new(self) -> bool:
        """Whether something changed since the last look."""
        return any(news.is_new for news in self.news)

    @property
    def visited(self) -> str:
        """The last visit in words."""
        return "" if self.last_visit is None else day_in_words(self.last_visit)

    def title(self, news: News) -> str:
        """What a piece of news is about."""
        return "" if news.measure is None else TITLES[news.measure]

    def mark(self, news: News) -> Markup:
        """Its mark."""
        return sample(news.kind)

    @property
    def incomplete(self) -> str:
        """Whether its rates are incomplete, in a word; where only some are, with which."""
        rates = self.home.rates or ()
        found = [TITLES[Measure[rate.measure]].lower() for rate in rates if rate.incomplete]
        if len(found) < len(rates):
            return f"{INCOMPLETE}: {', '.join(found)}" if found else ""
        return INCOMPLETE if found else ""


def caseload_pages(parts: OutcomesParts) -> list[Page]:
    """The caseload, as a page and as a file."""
    pages = Caseload(parts)
    return [
        Page(name="coach", path="/coach", endpoint=pages.show),
        Page(name="coach-file", path="/coach/caseload.csv", endpoint=pages.file),
    ]


class Caseload:
    """The homes of one coach, by name or by last visit, never by how they fare."""

    def __init__(self, parts: OutcomesParts) -> None:
        self._parts = parts

    async def show(self, request: Request) -> Response:
        """Each home with what is new since the coach's last look, which this one is from now on."""
        parts, viewer = self._parts, viewer_of(request)
        viewer.check(viewer.may_read_network_totals())
        since = await parts.looks.note(viewer, parts.today)
        homes, (now, then) = await asyncio.gather(
            homes_of(request, parts.documents, parts.today), self._charts(request, since)
        )
        visits = await parts.last_visits(viewer, [UUID(home.id) for home in homes])
        supported = [
            self._supported(home, now.get(home.id, {}), then.get(home.id, {}), since, visits)
            for home in homes
        ]
        by_visit = request.query_params.get("sort") == "visit"
        return parts.pages.render(
            request,
            "outcomes/caseload.html",
            supported=_by_visit(supported) if by_visit else supported,
            by_visit=by_visit,
            since=None if since is None else day_in_words(since),
            period=whole_quarters(QUARTERS, parts.today),
            day=day_in_words,
            sheet=sheet_of(supported),
            key=_key_to(supported),
            sections=await parts.sections(request),
        )

    async def file(self, request: Request) -> Response:
        """The table of rates as CSV."""
        parts, viewer = self._parts, viewer_of(request)
        viewer.check(viewer.may_read_network_totals())
        homes = await homes_of(request, parts.documents, parts.today)
        visits = await parts.last_visits(viewer, [UUID(home.id) for home in homes])
        return sheet_of([self._supported(home, {}, {}, None, visits) for home in homes]).answer()

    def _supported(
        self,
        home: CaseloadHome,
        now: Charts,
        then: Charts,
        since: date | None,
        visits: Mapping[UUID, date],
    ) -> Supported:
        today, recorded = self._parts.today, home.last_recorded_at
        last = None if recorded is None else local_date(recorded)
        is_silent = last is not None and (today - last).days >= TOO_LONG
        return Supported(
            home,
            news_of(now, then, since, today),
            last if is_silent else None,
            last is None,
            visits.get(UUID(home.id)),
            today,
        )

    async def _charts(
        self, request: Request, since: date | None
    ) -> tuple[Mapping[str, Charts], Mapping[str, Charts]]:
        """By home: now, and as of the last look; for a first look there is no then."""
        documents, whole = self._parts.documents, span_of(YEARS, self._parts.today)
        now = await nodes_of(request, documents, "CaseloadSignals", whole)
        if since is None:
            return _by_home(now), {}
        before = Period(whole.first, max(whole.first, since - ONE_DAY))
        return _by_home(now), _by_home(await nodes_of(request, documents, "CaseloadSignals", before))


def sheet_of(supported: Sequence[Supported]) -> Sheet:
    """The rates of all homes, by name."""
    rows: list[list[str]] = []
    of_falls: list[HomeRate | None] = []
    for entry in supported:
        rates = {rate.measure: rate for rate in entry.home.rates or ()}
        falls, sickness, occupancy = (rates.get(name) for name in ("FALLS", "SICKNESS", "OCCUPANCY"))
        of_falls.append(falls)
        rows.append(
            [
                entry.home.name,
                *_numbers_of(falls),
                rate_written(falls and falls.rate),
                interval_of(falls),
                *_numbers_of(sickness),
                rate_written(sickness and sickness.rate),
                count_written(occupancy and occupancy.denominator),
                rate_written(occupancy and occupancy.rate),
                entry.incomplete,
                "" if entry.last_visit is None else f"{entry.last_visit.day} {entry.last_visit:%b %Y}",
            ]
        )
    return Sheet("caseload", "My homes", COLUMNS, rows, tuple(range(1, 10)), limits_of(of_falls))


def _key_to(supported: Sequence[Supported]) -> list[tuple[Markup, str]]:
    """What the table's own word means, where it stands there."""
    found = any(entry.incomplete for entry in supported)
    return [(sample("silent"), WHY_INCOMPLETE)] if found else []


def _numbers_of(rate: HomeRate | None) -> list[str]:
    """Both numbers of a rate."""
    return [count_written(rate and rate.numerator), count_written(rate and rate.denominator)]


def _by_home(nodes: Sequence[Mapping[str, Any]]) -> dict[str, Charts]:
    return {
        node["id"]: {
            measure: read(node[alias], SignalChart)
            for alias, measure in ALIASES.items()
            if node[alias] is not None
        }
        for node in nodes
    }


def _by_visit(supported: Sequence[Supported]) -> list[Supported]:
    """Whose last visit is longest ago first; before them who was never visited."""
    return sorted(supported, key=lambda entry: entry.last_visit or date.min)
