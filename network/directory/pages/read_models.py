"""How far the read models are, on a page: position, lag, and why one has stopped."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from network.access.viewer import Viewer
from network.directory.pages.office import Caller, Office
from network.postgres.pool import DatabasePool
from network.postgres.transactions import TransactionWatch
from network.projections.checkpoints import State, Status, read_status
from network.projections.projection import Projection
from network.web.page import Page

WORDS = {State.LIVE: "Up to date", State.REBUILDING: "Being built", State.FAILED: "Stopped"}
TAGS = {State.LIVE: "good", State.REBUILDING: "waits", State.FAILED: "wrong"}
BEHIND = timedelta(seconds=30)
"""As the probes judge it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadModelParts:
    """What the page of read models works with."""

    office: Office
    pool: DatabasePool
    projections: Sequence[Projection]


Reasons = Callable[[], Awaitable[Sequence[str]]]
"""Why the service is not ready, each in a sentence; the same that /health/ready says."""


def read_model_pages(parts: ReadModelParts) -> list[Page]:
    """One page."""
    page = ReadModelPage(parts)
    may = Viewer.may_keep_projections
    return [parts.office.page("it-read-models", "/it/read-models", may, page.show)]


class ReadModelPage:
    """Answers it."""

    def __init__(self, parts: ReadModelParts) -> None:
        self._parts = parts
        self._watch = TransactionWatch()

    async def show(self, caller: Caller) -> Response:
        """Every read model of this release."""
        found = {one.name: one for one in await read_status(self._parts.pool, self._parts.projections)}
        rows = [(p.name, p.version, found.get(p.name)) for p in self._parts.projections]
        context = {
            "rows": [(name, version, status, *judged(status)) for name, version, status in rows],
            "oldest": await self._watch.find_oldest(self._parts.pool),
        }
        return self._parts.office.show(caller, "directory/read_models.html", context)


def judged(status: Status | None) -> tuple[str, str]:
    """A read model's state in words, and how the tag looks."""
    if status is None:
        return "Missing", "wrong"
    if status.state is State.LIVE and status.seconds_behind > BEHIND.total_seconds():
        return "Behind", "waits"
    return WORDS[status.state], TAGS[status.state]
