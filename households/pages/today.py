"""Today: who is here, what waits, what happened since one's last shift, and the ways to record."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from households.aftercare.waiting import WatchedFall, due_first
from households.pages import wording
from households.pages.people import Group
from households.pages.reception import Reception
from households.pages.visit import Visit, team
from households.pages.ways import ALSO_RECORDED, MOST_RECORDED
from households.reading.lists import Listed
from households.reading.news import News
from households.reading.shifts import Shifts
from network.web.page import Page

ONE_DAY = timedelta(hours=24)
SOON = timedelta(hours=1)
"""An observation that is due within that time stands on Today; the list has them all."""


class Due(NamedTuple):
    """Somebody to look in on."""

    at: datetime
    fall: WatchedFall
    name: str

    @property
    def link(self) -> str:
        """Where to write down what was seen."""
        return f"/falls/{self.fall.id}/observe"


class Told(NamedTuple):
    """What others and oneself recorded, and since when that is."""

    since: datetime
    is_since_shift: bool
    news: News

    def happened(self, now: datetime) -> list[tuple[str | None, str, list[Listed]]]:
        """By whom and when it was, the latest first; what is of one person and time stands together."""
        return _together(
            self.news.happened, lambda one: wording.happened(one.occurred_at, one.written_at, now)
        )

    def written_late(self, now: datetime) -> list[tuple[str | None, str, list[Listed]]]:
        """The same of what was written down late, or ahead: when it was, and when that is about."""
        return _together(
            self.news.written_late,
            lambda one: wording.written(one.occurred_at, one.written_at, one.arrived_at, now),
        )


def _together(
    listed: Sequence[Listed], when: Callable[[Listed], str]
) -> list[tuple[str | None, str, list[Listed]]]:
    def key(one: Listed) -> tuple[str | None, str]:
        return one.recorded_by, when(one)

    return [(who, at, list(several)) for (who, at), several in groupby(listed, key=key)]


def today_pages(reception: Reception) -> list[Page]:
    """Where a home's team begins, and where a page leads that could not show its change in time."""
    pages = TodayPages(reception)
    return [
        Page(name="today", path="/homes/{home}", endpoint=pages.today),
        Page(name="saved", path="/homes/{home}/saved", endpoint=pages.saved),
    ]


class TodayPages:
    """What the pages show."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._shifts = Shifts(reception.pool)

    async def today(self, request: Request) -> Response:
        """The page that a team has open all day."""
        visit = await self._reception.door.admit(request, team)
        groups = await self._reception.people.groups(visit)
        names = {person.id: person.name for group in groups for person in group.residents}
        waiting = self._reception.waiting
        falls = await waiting.recent_falls(visit.viewer, visit.home_id, visit.now)
        context = {
            "wording": wording,
            "groups": groups,
            "away": [person for group in groups for person in group.residents if person.away_from],
            "ways": [(text, visit.address(below)) for text, below in MOST_RECORDED],
            "also": [(text, visit.address(below)) for text, below in ALSO_RECORDED],
            "due": dues(falls, groups, names, visit.now),
            "soon": visit.now + SOON,
            "unanswered": [fall for fall in falls if fall.advice.is_open],
            "names": names,
            "undecided": await waiting.undecided(visit.viewer, visit.home_id, visit.now),
            "set_aside": await waiting.count_set_aside(visit.viewer, visit.home_id),
            "in_doubt": await waiting.payments_in_doubt(visit.viewer, visit.home_id),
            "support": await self._reception.waiting_in_support(visit.viewer, visit.home_id),
            "told": await self._news(visit),
        }
        return self._reception.door.show(visit, "households/today.html", context)

    async def saved(self, request: Request) -> Response:
        """Told where a read model did not come along in time: it is recorded, and shows in a moment."""
        visit = await self._reception.door.admit(request, team)
        context = {"then": _within(visit, request.query_params.get("next", ""))}
        return self._reception.door.show(visit, "households/saved.html", context)

    async def _news(self, visit: Visit) -> Told:
        last = await self._shifts.last_ended(visit.viewer.account_id, visit.home_id, visit.now)
        since = last or visit.now - ONE_DAY
        news = await self._reception.news.since(visit.viewer, visit.home_id, since, visit.now)
        return Told(since, last is not None, news)


def dues(
    falls: Sequence[WatchedFall], groups: Sequence[Group], names: dict[str, str], now: datetime
) -> list[Due]:
    """Whom to look in on next, the most urgent first: only those who are in the home."""
    here = {UUID(person.id) for group in groups for person in group.residents if not person.away_from}
    return [Due(at, fall, names[str(fall.resident_id)]) for at, fall in due_first(falls, here, now)]


def _within(visit: Visit, address: str) -> str:
    """The address where it is one of this home's pages, else Today: a link must not become a way out."""
    own = visit.address("/")
    is_own = address.startswith(own) and address.isprintable() and not urlsplit(address).netloc
    return address if is_own else visit.address()
