"""What network IT sees first: what needs a look, and the ways to everything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.responses import Response

from network.access.viewer import Viewer
from network.directory.pages.office import Caller, Office
from network.directory.pages.read_models import Reasons
from network.directory.retention.register import Register
from network.directory.service import Directory
from network.directory.silence import NOTHING_RECORDED, Silence
from network.directory.upkeep import UpkeepRules
from network.web.page import Page

MOST_NAMED = 10
"""Homes or devices; the rest is a number and a link."""
DUE_COUNTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewParts:
    """What the overview works with."""

    office: Office
    directory: Directory
    silence: Silence
    register: Register
    unseen: "Unseen"
    reasons: Reasons
    rules: UpkeepRules


class UnseenDevice(Protocol):
    """A shared device as the overview names it."""

    @property
    def name(self) -> str: ...
    @property
    def is_unseen(self) -> bool:
        """Whether it should have been seen by now."""
        ...


class Unseen(Protocol):
    """Who knows which devices gave no sign."""

    async def __call__(self, caller: Caller) -> Sequence[UnseenDevice]:
        """The devices that have not been seen for too long, and new ones that never were."""
        ...


def overview_pages(parts: OverviewParts) -> list[Page]:
    """One page."""
    page = OverviewPage(parts)
    return [parts.office.page("it-overview", "/it", Viewer.may_keep_homes, page.show)]


class OverviewPage:
    """Answers it."""

    def __init__(self, parts: OverviewParts) -> None:
        self._parts = parts

    async def show(self, caller: Caller) -> Response:
        """What needs a look now."""
        parts = self._parts
        homes = await parts.directory.homes(caller.viewer)
        heard = await parts.silence.listen(caller.viewer, homes)
        silent = [one for one in heard if one.is_silent(caller.now, parts.rules.silent_after)]
        silent.sort(key=lambda one: one.silent_since())
        stopped = [one for one in heard if one not in silent and one.nothing_recorded_since(caller.today)]
        stopped.sort(key=lambda one: one.last_recorded_at or caller.now)
        no_sign = await parts.unseen(caller)
        unseen = [one for one in no_sign if one.is_unseen]
        new = [one for one in no_sign if not one.is_unseen]
        due = await parts.register.due(caller.viewer, caller.today, DUE_COUNTED + 1)
        context = {
            "homes": len(homes),
            "reasons": await parts.reasons(),
            "silent": silent[:MOST_NAMED],
            "more_silent": len(silent[MOST_NAMED:]),
            "silent_days": parts.rules.silent_after.days,
            "stopped": stopped[:MOST_NAMED],
            "more_stopped": len(stopped[MOST_NAMED:]),
            "stopped_days": NOTHING_RECORDED.days,
            "unseen": unseen[:MOST_NAMED],
            "more_unseen": len(unseen[MOST_NAMED:]),
            "new": new[:MOST_NAMED],
            "more_new": len(new[MOST_NAMED:]),
            "due": len(due),
            "due_counted": DUE_COUNTED,
        }
        return parts.office.show(caller, "directory/overview.html", context)
