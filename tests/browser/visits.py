"""Every page that there is, and how a test comes to it: a page without a visit here fails a test.

To add a page, add its name. `{home}` is the scene's home; other names in the address are records
that `prepare` makes and answers the ids of.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from households.follow_up import ObserveFall
from network.access.viewer import Role
from tests.browser.bank_visits import BANK_PATHS, a_statement
from tests.browser.coaching_visits import COACHING_PAGES, something_said
from tests.browser.door_visits import DOOR_PATHS, somebody
from tests.browser.finance_visits import FINANCE_FILES, FINANCE_PATHS
from tests.browser.it_visits import IT_PATHS
from tests.browser.life_visits import LIFE_FORMS, LIFE_PATHS, records
from tests.browser.scene import Scene
from tests.small_network import fall_of

Prepare = Callable[[Scene], Awaitable[Mapping[str, str]]]


async def nothing(_scene: Scene) -> Mapping[str, str]:
    """Needs no record."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """How to come to a page."""

    path: str
    role: Role | None = Role.HOME_TEAM
    """Who opens it; None for somebody who is not signed in."""
    prepare: Prepare = nothing
    """Makes what the address names, and answers the ids."""
    is_form: bool = False
    """Whether it holds a form that is sent over a weak connection: then it keeps to the budget of forms."""
    is_tablet: bool = False
    """Whether the browser is the home's shared tablet."""
    status: int = 200


async def a_fall(scene: Scene) -> Mapping[str, str]:
    """Somebody fell an hour ago."""
    recorded = await scene.record(fall_of(1, datetime.now(UTC) - timedelta(hours=1)))
    assert recorded.id is not None
    return {"fall": recorded.id}


async def a_worry(scene: Scene) -> Mapping[str, str]:
    """Something worrying was just seen after it."""
    fell = await a_fall(scene)
    seen = ObserveFall(fall=fell["fall"], observed_at=datetime.now(UTC), observation="Drowsy", concern=True)
    recorded = await scene.record(seen)
    assert recorded.id is not None
    return {"seen": recorded.id}


async def a_record_set_aside(scene: Scene) -> Mapping[str, str]:
    """A tablet brought a fall of somebody whom the home does not know."""
    recorded = await scene.record(fall_of(98, datetime.now(UTC) - timedelta(hours=5)), from_outbox=True)
    assert recorded.set_aside
    assert recorded.id is not None
    return {"record": recorded.id}


LEADS_ON = frozenset({"start"})
"""Pages that only lead to another one."""
FILES = frozenset({
    *("coach-file", "coach-comparison-file", "coach-before-after-file"),
    *("home-outcomes-file", "home-outcomes-sheet"),
})  # fmt: skip
"""What is taken away from a page."""
NO_PAGE = FILES | FINANCE_FILES | {"service-worker", "licences", "manifest", "session"}
"""What a browser asks for that is no page."""

VISITS: Mapping[str, Visit] = {
    "nothing-here": Visit(path="/nothing-here", status=404),
    "reference": Visit(path="/api", role=None),
    "problem": Visit(path="/problems/refused", role=None),
    "today": Visit(path="/homes/{home}", prepare=a_fall),
    "home-outcomes": Visit(path="/homes/{home}/outcomes", prepare=a_fall),
    "offline": Visit(path="/offline", role=None),
    "coach": Visit(path="/coach", role=Role.COACH),
    "coach-home": Visit(path="/coach/homes/{home}", role=Role.COACH, prepare=a_fall),
    "coach-comparison": Visit(path="/coach/comparison", role=Role.COACH, prepare=a_fall),
    "coach-before-after": Visit(path="/coach/before-after?home={home}", role=Role.COACH, prepare=a_fall),
    "finance-forecast": Visit(path="/finance/forecast", role=Role.FINANCE),
    "finance-value": Visit(path="/finance/value-for-money", role=Role.FINANCE),
    "saved": Visit(path="/homes/{home}/saved"),
    "record-fall-page": Visit(path="/homes/{home}/falls/new", is_form=True),
    "observe-anywhere": Visit(path="/homes/{home}/falls/observe", is_form=True),
    "next-step": Visit(path="/homes/{home}/falls/{fall}/next", prepare=a_fall, is_form=True),
    "next-step-anywhere": Visit(path="/homes/{home}/falls/next", is_form=True),
    "fall": Visit(path="/homes/{home}/falls/{fall}", prepare=a_fall),
    "correct-fall": Visit(path="/homes/{home}/falls/{fall}/correct", prepare=a_fall, is_form=True),
    "take-fall-back": Visit(path="/homes/{home}/falls/{fall}/take-back", prepare=a_fall, is_form=True),
    "follow-up": Visit(path="/homes/{home}/follow-up?saved=1&recorded={seen}", prepare=a_worry),
    "observe": Visit(path="/homes/{home}/falls/{fall}/observe", prepare=a_fall, is_form=True),
    "decide-notification-page": Visit(
        path="/homes/{home}/falls/{fall}/decide/riddor", prepare=a_fall, is_form=True
    ),
    "attention": Visit(path="/homes/{home}/attention", prepare=a_record_set_aside),
    "settle-record-page": Visit(
        path="/homes/{home}/attention/{record}", prepare=a_record_set_aside, is_form=True
    ),
    **{name: Visit(path=path, role=Role.FINANCE, prepare=a_statement) for name, path in BANK_PATHS.items()},
    **{name: Visit(path="/homes/{home}" + path, prepare=records) for name, path in LIFE_PATHS.items()},
    **{
        name: Visit(path="/homes/{home}" + path, prepare=records, is_form=True)
        for name, path in LIFE_FORMS.items()
    },
    **{
        name: Visit(path=at.path, role=at.role, prepare=something_said, is_form=at.is_form)
        for name, at in COACHING_PAGES.items()
    },
    **{
        name: Visit(path=path, role=Role.NETWORK_IT, prepare=prepare)
        for name, (path, prepare) in IT_PATHS.items()
    },
    **{
        name: Visit(path=path, role=Role.FINANCE, prepare=prepare)
        for name, (path, prepare) in FINANCE_PATHS.items()
    },
    **{
        name: Visit(
            path=at.path,
            role=Role.HOME_TEAM if at.is_signed_in else None,
            is_tablet=at.is_tablet,
            prepare=somebody,
            is_form=not at.is_signed_in,
        )
        for name, at in DOOR_PATHS.items()
    },
}
