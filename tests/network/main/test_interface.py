"""The interface's description and the headers of every answer."""

from network.access.viewer import Role
from network.web.page import PageRoute
from network.web.problem import ProblemKind
from tests.network.main.conftest import World


async def test_every_address_is_described_with_its_answers_and_problems(world: World) -> None:
    document = (await world.http.get("/openapi.json")).json()
    served = {
        (path, method.lower())
        for route in world.app.routes
        if not isinstance(route, PageRoute)
        if (methods := getattr(route, "methods", None))
        for path in [getattr(route, "path", "")]
        for method in methods - {"HEAD"}
    }
    described = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert described == served
    for path, method in described:
        operation = document["paths"][path][method]
        assert operation["summary"].endswith("."), path
        assert set(operation["responses"]) >= {"400", "500", "503"}, path
        assert ("401" in operation["responses"]) == (operation.get("security") != []), path


async def test_a_problems_type_leads_to_what_it_means(world: World) -> None:
    answer = await world.team.post("/homes/rosewood/falls", {})
    page = await world.http.get(answer.json()["type"])
    assert page.status_code == 200
    assert ProblemKind.INVALID.meaning in page.text
    assert (await world.http.get("/problems/unheard-of")).status_code == 404


async def test_the_page_of_the_description_needs_no_other_host_and_no_script(world: World) -> None:
    page = await world.http.get("/api")
    assert page.status_code == 200
    assert "POST /homes/{home}/falls" in page.text
    assert "<script" not in page.text
    assert "http://" not in page.text
    assert "https://" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


async def test_the_bare_address_leads_a_program_to_the_description_and_a_person_to_their_start(
    world: World,
) -> None:
    assert (await world.team.get("/")).headers["Location"] == "/api"
    begins = {
        role: (await client.get("/", Accept="text/html")).headers["Location"]
        for role, client in world.clients.items()
    }
    assert begins == {
        Role.HOME_TEAM: "/homes/rosewood",
        Role.COACH: "/coach",
        Role.FINANCE: "/finance",
        Role.NETWORK_IT: "/it",
    }


async def test_every_answer_carries_the_headers_that_keep_a_browser_safe(world: World) -> None:
    for answer in (
        await world.team.get("/network/homes"),
        await world.team.get("/nothing"),
        await world.http.get("/network/homes"),
        await world.http.get("/api"),
        await world.team.send("OPTIONS", "/network/homes"),
    ):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Request-Id"]
    assert (await world.team.get("/network/homes")).headers["Cache-Control"] == "no-store"


async def test_who_asks_before_a_read_model_is_made_is_told_to_come_again(world: World) -> None:
    # Nobody runs projections here, as on the first start of a release that brings a new one.
    answer = await world.clients[Role.FINANCE].get("/finance/bank/lines")
    assert answer.status_code == 503
    assert "put together" in answer.json()["detail"]
    assert answer.headers["Retry-After"] == "1"
