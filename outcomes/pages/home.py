"""How a home is doing: its own measures as charts, with sentences that a team can read together."""

from starlette.requests import Request
from starlette.responses import Response

from network.access.authentication import viewer_of
from network.access.homes import HomeFound
from network.web.file_names import file_name
from network.web.page import Page
from outcomes.pages.choosing import Choice, read_choice
from outcomes.pages.measures import Measures, measures_of
from outcomes.pages.parts import OutcomesParts
from outcomes.pages.sheet_of_paper import sheet_of_paper


def home_outcomes_pages(parts: OutcomesParts) -> list[Page]:
    """A home's charts, as its team finds them and as its coaches do."""
    pages = HomeOutcomes(parts)
    return [
        Page(name="home-outcomes", path="/homes/{home}/outcomes", endpoint=pages.show),
        Page(name="home-outcomes-file", path="/homes/{home}/outcomes.csv", endpoint=pages.file),
        Page(name="home-outcomes-sheet", path="/homes/{home}/outcomes.pdf", endpoint=pages.sheet),
        Page(name="coach-home", path="/coach/homes/{home}", endpoint=pages.show_coach),
    ]


class HomeOutcomes:
    """The pages of one home; its coaches see what its team sees, but what would tell of single people."""

    def __init__(self, parts: OutcomesParts) -> None:
        self._parts = parts

    async def show(self, request: Request) -> Response:
        """All measures over the days that were chosen."""
        return await self._show(request, is_coach=False)

    async def show_coach(self, request: Request) -> Response:
        """The same for a coach, with the ways to their other questions."""
        viewer = viewer_of(request)
        await self._parts.homes.home(viewer, request.path_params["home"])
        viewer.check(viewer.may_read_network_totals())
        return await self._show(request, is_coach=True)

    async def file(self, request: Request) -> Response:
        """One of the page's tables as CSV; the first where none is named that there is."""
        home, _, measures = await look_at(self._parts, request)
        sheets = measures.sheets
        wanted = request.query_params.get("table")
        return next((sheet for sheet in sheets if sheet.name == wanted), sheets[0]).answer(home.ref.lower())

    async def sheet(self, request: Request) -> Response:
        """The home on one sheet of paper."""
        home, choice, measures = await look_at(self._parts, request)
        content = sheet_of_paper(home.name, choice.period, measures, self._parts.clock())
        headers = {
            "Content-Disposition": f'inline; filename="{file_name(home.ref.lower())}.pdf"',
            "Cache-Control": "no-store",
        }
        return Response(content, media_type="application/pdf", headers=headers)

    async def _show(self, request: Request, *, is_coach: bool) -> Response:
        parts, viewer = self._parts, viewer_of(request)
        home, choice, measures = await look_at(parts, request)
        is_own = viewer.may_read_names(home.home_id)
        return parts.pages.render(
            request,
            "outcomes/home.html",
            status=422 if choice.form.errors else 200,
            home=home,
            is_own=is_own,
            is_coach=is_coach,
            lead=_lead(is_own),
            choice=choice,
            files=f"/homes/{home.ref}/outcomes",
            charts=measures.charts,
            pattern=measures.pattern,
            sections=await parts.sections_of(request, home.home_id),
        )


async def look_at(parts: OutcomesParts, request: Request) -> tuple[HomeFound, Choice, Measures]:
    """The home that an address means, what it asks for, and that. Raises `NotYours` and `Forbidden`."""
    viewer = viewer_of(request)
    home = await parts.homes.home(viewer, request.path_params["home"])
    viewer.check(viewer.may_read_outcomes(home.home_id), home.home_id)
    choice = read_choice(request.query_params, parts.today)
    measures = await measures_of(
        request,
        parts.documents,
        str(home.home_id),
        choice,
        is_own=viewer.may_read_names(home.home_id),
        small_group=parts.small_group,
    )
    return home, choice, measures


def _lead(is_own: bool) -> str:
    if is_own:
        return (
            "What we recorded, as it adds up. A mark says that something is more than chance; why, only we "
            "can find out."
        )
    return "What the home recorded, as its own team sees it. A mark says that something is more than chance."
