"""The two sides of a home's support: where each side's pages lie, and who opens them."""

from dataclasses import dataclass

from network.access.viewer import Viewer
from network.coaching.pages.room import Caller, May
from network.coaching.support.records import HomeSupport, SupportRecords


@dataclass(frozen=True, slots=True, kw_only=True)
class SidePages:
    """Where one side's pages lie, and who opens them."""

    name: str
    path: str
    may: May
    home: str
    """The page that everything leads back to, below the address of the side."""
    home_called: str

    def address(self, caller: Caller, below: str = "") -> str:
        """An address of this side, at the caller's home."""
        return self.path.replace("{home}", caller.the_home.ref) + below

    def done(self, caller: Caller, below: str, done: str) -> str:
        """The page that confirms something."""
        return f"{self.address(caller, below)}?done={done}"


COACHES = SidePages(
    name="coach",
    path="/coach/homes/{home}",
    may=Viewer.may_write_visit_notes,
    home="/visits",
    home_called="Visits and actions",
)
TEAMS = SidePages(
    name="home",
    path="/homes/{home}/support",
    may=Viewer.may_read_names,
    home="",
    home_called="Our coach and us",
)


async def read_support(
    records: SupportRecords, caller: Caller, most: int, before: int | None = None
) -> HomeSupport:
    """What was said at the caller's home."""
    home_id = caller.the_home.home_id
    return (await records.of(caller.viewer, [home_id], most, before))[home_id]
