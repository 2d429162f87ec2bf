"""What a browser gets of the whole service: pages where programs get problems, nothing for other sites."""

from network.access.viewer import Role
from tests.network.main.conftest import FALL, World
from tests.signed_in import PAGE, somebody


async def test_a_person_who_is_lost_gets_a_page_and_a_program_the_problem(world: World) -> None:
    ada = await somebody(world.services, world.http, Role.HOME_TEAM)
    page = await ada.get("/homes/elmhurst/nothing")
    assert page.status_code == 404
    assert page.headers["Content-Type"].startswith("text/html")
    assert "There is nothing here that you can see" in page.text
    assert page.headers["X-Request-Id"] in page.text
    problem = await ada.get("/homes/elmhurst/nothing", Accept="application/json")
    assert problem.status_code == 404
    assert problem.headers["Content-Type"] == "application/problem+json"


async def test_the_page_of_a_home_that_is_not_yours_is_the_page_of_nothing(world: World) -> None:
    ada = await somebody(world.services, world.http, Role.HOME_TEAM)
    theirs, nowhere = await ada.get("/homes/elmhurst"), await ada.get("/homes/atlantis")
    assert theirs.status_code == nowhere.status_code == 404
    shown = [answer.text.replace(answer.headers["X-Request-Id"], "") for answer in (theirs, nowhere)]
    assert shown[0] == shown[1]
    assert "lmhurst" not in shown[0]


async def test_a_page_keeps_a_browser_safe_and_is_kept_by_nobody(world: World) -> None:
    ada = await somebody(world.services, world.http, Role.HOME_TEAM)
    page = await ada.get("/homes/rosewood/saved")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page.headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    assert page.headers["Referrer-Policy"] == "same-origin"
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "Strict-Transport-Security" not in page.headers


async def test_over_https_a_browser_stays_on_https(world: World) -> None:
    answer = await world.http.get("https://hearth.test/health/live")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


async def test_another_site_can_record_nothing_with_somebodys_session(world: World) -> None:
    ada = await somebody(world.services, world.http, Role.HOME_TEAM)
    before = await world.events(world.own)
    for said in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"},
    ):
        answer = await ada.post("/homes/rosewood/falls", FALL, **said)
        assert answer.status_code == 403
        assert "This came from another site" in answer.text
    old = {name: value for name, value in ada.headers.items() if name != "Sec-Fetch-Site"}
    for origin in ("http://evil.example", "null"):
        sent = {**old, "Origin": origin}
        assert (await world.http.post("/homes/rosewood/falls", data=FALL, headers=sent)).status_code == 403
    assert await world.events(world.own) == before


async def test_what_pages_load_is_for_everybody_and_kept_for_long(world: World) -> None:
    page = await world.http.get("/nothing", headers={"Accept": PAGE}, follow_redirects=True)
    [style] = [part.split('"')[0] for part in page.text.split('href="')[1:] if ".css" in part.split('"')[0]]
    answer = await world.http.get(style)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "nhs.uk" not in answer.text
    assert "Frutiger" not in answer.text


async def test_whose_work_the_pages_are_made_of_is_told(world: World) -> None:
    answer = await world.http.get("/LICENCES.txt")
    assert answer.status_code == 200
    for name in ("nhsuk-frontend 10.6.1 (MIT)", "Copyright (c) 2019 NHS.UK", "idb 8.0.4 (ISC)"):
        assert name in answer.text
