"""No page of coaches runs past the window's right edge, however wide the window is."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from playwright.async_api import BrowserContext, Page, ViewportSize

from households.residents import MoveIn
from households.team import JoinTeam
from households.terms import StaffRole
from network.access.viewer import SYSTEM, Role
from network.directory.boards import load_boards
from network.directory.commands import AssignCoach, JoinHome, NewHousehold
from tests.browser.inspection import overflowing
from tests.browser.scene import Scene, shown
from tests.browser.visits import VISITS
from tests.small_network import envelope

WIDTHS = (320, 390, 480, 640, 641, 700, 768, 800, *range(830, 980, 10), 1024, 1280, 1400)
"""Every ten pixels where a table of a whole page comes to stand in rows."""
PAST_THE_CONTENT = """
() => [...document.querySelectorAll("main table")]
  .map((table) => [table, table.getBoundingClientRect(), table.parentElement.getBoundingClientRect()])
  .filter(([, table, around]) => table.right > around.right + 1)
  .map(([table, { width }]) => `${table.caption?.textContent}: ${width} px`)
"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


BEGAN = date(2024, 1, 1)


async def a_home_with_all_its_figures(scene: Scene) -> UUID:
    """A home with a long name and a team large enough for a coach to see its sickness."""
    services, beds = scene.services, 40
    joining = JoinHome(
        ref=f"elderflower-{scene.home}",
        name="Elderflower House",
        cqc_location_id="1-900000001",
        icb_ods_code=min(load_boards()),
        joined_on=BEGAN,
        households=(NewHousehold(name="Rose", beds=beds),),
    )
    home_id = (await services.directory.join(SYSTEM, joining, uuid4())).home_id
    residents = [
        MoveIn(
            given_name="Edith",
            family_name="Brown",
            resident_ref=f"R{number}",
            household="Rose",
            moved_in_on=BEGAN,
        )
        for number in range(beds)
    ]
    team = [
        JoinTeam(
            given_name="Ann",
            family_name="Green",
            staff_ref=f"S{number}",
            role=StaffRole.CARE_WORKER,
            weekly_hours=Decimal("37.5"),
            started_on=BEGAN,
        )
        for number in range(12)
    ]
    commands = [*residents, *team]
    await services.households.record_many(SYSTEM, home_id, [(one, envelope(uuid4())) for one in commands])
    await shown(services, await services.log.last_position())
    return home_id


async def test_no_page_of_coaches_scrolls_sideways_at_any_width(
    wide_page: Page, wide_context: BrowserContext, scene: Scene
) -> None:
    coach = await scene.sign_in(wide_context, Role.COACH)
    home_id = await a_home_with_all_its_figures(scene)
    await scene.services.directory.assign(SYSTEM, home_id, AssignCoach(account_id=coach), uuid4())
    found: list[str] = []
    for name, visit in VISITS.items():
        if visit.role is not Role.COACH:
            continue
        await wide_page.goto(scene.path(visit.path, await visit.prepare(scene)))
        for width in WIDTHS:
            await wide_page.set_viewport_size(ViewportSize(width=width, height=800))
            wrong = await overflowing(wide_page) + await wide_page.evaluate(PAST_THE_CONTENT)
            found += [f"{name} at {width}: {what}" for what in wrong]
            if past := await wide_page.evaluate(SIDEWAYS):
                found.append(f"{name} at {width}: scrolls by {past} px")
    assert found == []
