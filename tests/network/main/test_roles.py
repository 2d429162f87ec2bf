"""Every address of the service, for every role, in the account's own home and in another's."""

from collections.abc import Mapping
from typing import NamedTuple

from starlette.routing import Route

from network.access.viewer import Role
from tests.network.main import coaching_addresses, finance_roles, life_roles
from tests.network.main.conftest import World
from tests.network.main.it_addresses import IT_PAGES
from tests.network.main.it_addresses import NAMES as NOT_THERE
from tests.network.main.money_roles import MONEY_ADDRESSES

MARKED = {"Hearth-Outbox": "1"}
OPEN, FORBIDDEN, HIDDEN = "open", 403, 404
TEAM, COACH, FINANCE, IT = Role.HOME_TEAM, Role.COACH, Role.FINANCE, Role.NETWORK_IT
Verdict = str | int


class Expected(NamedTuple):
    """What an address answers: by role, in the own home, and in another where that differs."""

    own: Mapping[Role, Verdict]
    other: Mapping[Role, Verdict]


def in_a_home(*allowed: Role) -> Expected:
    own: dict[Role, Verdict] = {
        role: OPEN if role in allowed else FORBIDDEN for role in (TEAM, COACH, FINANCE, IT)
    }
    return Expected(own, {**own, TEAM: HIDDEN, COACH: HIDDEN})


def anywhere(*allowed: Role) -> Expected:
    verdicts: dict[Role, Verdict] = {
        role: OPEN if role in allowed else FORBIDDEN for role in (TEAM, COACH, FINANCE, IT)
    }
    return Expected(verdicts, verdicts)


def form(path: str, expected: Expected) -> dict[str, Expected]:
    """A page with a form, which is opened and sent at one address."""
    return {f"GET {path}": expected, f"POST {path}": expected}


TEAM_ONLY = in_a_home(TEAM)
COACH_ONLY = in_a_home(COACH)
PUBLIC = anywhere(TEAM, COACH, FINANCE, IT)
EVERYBODY = anywhere(TEAM, COACH, FINANCE, IT)
IT_ONLY = anywhere(IT)

PUBLIC_ADDRESSES = {
    "GET /LICENCES.txt",
    "GET /api",
    "GET /graphql",
    "GET /health/live",
    "GET /manifest.webmanifest",
    "GET /offline",
    "GET /outbox/device",
    "GET /health/ready",
    "GET /metrics",
    "GET /openapi.json",
    "GET /problems/{kind}",
    "GET /service-worker.js",
    "GET /sign-in",
    "GET /sign-in/code",
    "GET /sign-in/guest",
    "GET /sign-in/password",
    "GET /sign-in/people/{account}",
    "GET /sign-in/tablet",
    "POST /sign-in/begin",
    "POST /sign-in/code",
    "POST /sign-in/guest",
    "POST /sign-in/passkey",
    "POST /sign-in/passkey/options",
    "POST /sign-in/password",
    "POST /sign-in/people/{account}",
    "POST /sign-in/tablet",
    "POST /sign-out",
}

EVERYBODY_HIDDEN: Mapping[Role, Verdict] = dict.fromkeys((TEAM, COACH, FINANCE, IT), HIDDEN)
NOT_A_TABLET = Expected(EVERYBODY_HIDDEN, EVERYBODY_HIDDEN)
NO_TOKEN = anywhere()
"""One's own account is for people who have signed in; a token finds it closed, whatever its role."""

DOOR: Mapping[str, Expected] = {
    **form("/sign-in/guest", NOT_A_TABLET),
    **form("/sign-in/people/{account}", NOT_A_TABLET),
    "POST /sign-in/passkey": anywhere(),
    "GET /account": NO_TOKEN,
    **form("/account/pin", NO_TOKEN),
    **form("/account/password", NO_TOKEN),
    **form("/account/browsers/new", NO_TOKEN),
    **form("/account/browsers/{browser}/remove", NO_TOKEN),
    "GET /account/passkeys/new": NO_TOKEN,
    "POST /account/passkeys": NO_TOKEN,
    "POST /account/passkeys/options": NO_TOKEN,
    **form("/account/passkeys/{passkey}/remove", NO_TOKEN),
    **form("/account/sessions", NO_TOKEN),
}

EXPECTED: Mapping[str, Expected] = {
    **dict.fromkeys(PUBLIC_ADDRESSES, PUBLIC),
    **DOOR,
    "GET /": EVERYBODY,
    "GET /coach": anywhere(COACH),
    "GET /coach/before-after": anywhere(COACH),
    "GET /coach/before-after.csv": anywhere(COACH),
    "GET /coach/caseload.csv": anywhere(COACH),
    "GET /coach/comparison": anywhere(COACH),
    "GET /coach/comparison.csv": anywhere(COACH),
    "GET /coach/homes/{home}": COACH_ONLY,
    **dict.fromkeys(finance_roles.FINANCE_ADDRESSES, anywhere(FINANCE)),
    "GET /finance/forecast": anywhere(FINANCE),
    "GET /finance/value-for-money": anywhere(FINANCE),
    "POST /homes/{home}/opening": in_a_home(IT),
    "POST /homes/{home}/households": in_a_home(TEAM, IT),
    "POST /homes/{home}/households/{household}/beds": in_a_home(TEAM, IT),
    "POST /homes/{home}/residents": TEAM_ONLY,
    "POST /homes/{home}/residents/{resident}/identity": TEAM_ONLY,
    "POST /homes/{home}/residents/{resident}/room": TEAM_ONLY,
    "POST /homes/{home}/residents/{resident}/move-out": TEAM_ONLY,
    "POST /homes/{home}/residents/{resident}/transfer": TEAM_ONLY,
    "POST /homes/{home}/residents/{resident}/away": TEAM_ONLY,
    "POST /homes/{home}/residents/{resident}/back": TEAM_ONLY,
    "POST /homes/{home}/falls": TEAM_ONLY,
    "POST /homes/{home}/falls/{fall}/amend": TEAM_ONLY,
    "POST /homes/{home}/falls/{fall}/complete": TEAM_ONLY,
    "POST /homes/{home}/falls/{fall}/retract": TEAM_ONLY,
    "POST /homes/{home}/falls/{fall}/observations": TEAM_ONLY,
    "POST /homes/{home}/falls/{fall}/notifications": TEAM_ONLY,
    "POST /homes/{home}/team": TEAM_ONLY,
    "POST /homes/{home}/team/{staff}/hours": TEAM_ONLY,
    "POST /homes/{home}/team/{staff}/leave": TEAM_ONLY,
    "POST /homes/{home}/full-time-hours": TEAM_ONLY,
    "POST /homes/{home}/sickness": TEAM_ONLY,
    "POST /homes/{home}/sickness/{spell}/end": TEAM_ONLY,
    "POST /homes/{home}/sickness/{spell}/amend": TEAM_ONLY,
    "POST /homes/{home}/contributions": TEAM_ONLY,
    "POST /homes/{home}/contributions/{contribution}/change": TEAM_ONLY,
    "POST /homes/{home}/contributions/{contribution}/end": TEAM_ONLY,
    "POST /homes/{home}/payments": TEAM_ONLY,
    "POST /homes/{home}/payments/{payment}/reverse": TEAM_ONLY,
    "POST /homes/{home}/opening-balances": TEAM_ONLY,
    "POST /homes/{home}/costs": TEAM_ONLY,
    "POST /homes/{home}/moments": TEAM_ONLY,
    "POST /homes/{home}/volunteering": TEAM_ONLY,
    "POST /homes/{home}/practice": TEAM_ONLY,
    "POST /homes/{home}/baseline": TEAM_ONLY,
    "POST /homes/{home}/set-aside/{record}/settle": TEAM_ONLY,
    "GET /homes/{home}": TEAM_ONLY,
    "GET /homes/{home}/outcomes": in_a_home(TEAM, COACH),
    "GET /homes/{home}/outcomes.csv": in_a_home(TEAM, COACH),
    "GET /homes/{home}/outcomes.pdf": in_a_home(TEAM, COACH),
    "GET /homes/{home}/saved": TEAM_ONLY,
    "GET /homes/{home}/follow-up": TEAM_ONLY,
    "GET /homes/{home}/attention": TEAM_ONLY,
    **form("/homes/{home}/attention/{record}", TEAM_ONLY),
    **form("/homes/{home}/falls/new", TEAM_ONLY),
    "GET /homes/{home}/falls/next": TEAM_ONLY,
    "GET /homes/{home}/falls/observe": TEAM_ONLY,
    **form("/homes/{home}/falls/{fall}/next", TEAM_ONLY),
    **form("/homes/{home}/falls/{fall}/observe", TEAM_ONLY),
    **form("/homes/{home}/falls/{fall}/decide/{body}", TEAM_ONLY),
    **form("/homes/{home}/falls/{fall}/correct", TEAM_ONLY),
    **form("/homes/{home}/falls/{fall}/take-back", TEAM_ONLY),
    "GET /homes/{home}/falls/{fall}": TEAM_ONLY,
    **{f"GET /homes/{{home}}{path}": TEAM_ONLY for path in life_roles.PAGES},
    **{f"POST /homes/{{home}}{path}": TEAM_ONLY for path in life_roles.COMMANDS},
    **{
        address: expected
        for path in life_roles.FORMS
        for address, expected in form(f"/homes/{{home}}{path}", TEAM_ONLY).items()
    },
    **{address: in_a_home(*roles) for address, roles in coaching_addresses.IN_A_HOME.items()},
    **dict.fromkeys(coaching_addresses.BOTH_ANYWHERE, anywhere(TEAM, COACH)),
    "GET /outbox/key": EVERYBODY,
    "GET /outbox/person": NO_TOKEN,
    "POST /outbox": NO_TOKEN,
    **dict.fromkeys(IT_PAGES, IT_ONLY),
    "GET /network/homes": EVERYBODY,
    "POST /network/homes": IT_ONLY,
    "POST /network/homes/{home}/amend": in_a_home(IT),
    "POST /network/homes/{home}/coaches/assign": in_a_home(IT),
    "POST /network/homes/{home}/coaches/unassign": in_a_home(IT),
    "POST /network/homes/{home}/people/{person}/forget": in_a_home(IT),
    "GET /network/accounts": IT_ONLY,
    "POST /network/accounts": IT_ONLY,
    "POST /network/accounts/{account}/disable": IT_ONLY,
    "POST /network/accounts/{account}/tokens": IT_ONLY,
    "GET /network/tokens": IT_ONLY,
    "POST /network/tokens/{token}/revoke": IT_ONLY,
    "POST /graphql": EVERYBODY,
    "GET /finance/settings": anywhere(FINANCE),
    "POST /finance/charging-terms": anywhere(FINANCE),
    "POST /finance/franchise-fee": anywhere(FINANCE),
    "POST /finance/billing-periods": anywhere(FINANCE),
    "POST /finance/invoices": anywhere(FINANCE),
    "POST /finance/closings": anywhere(FINANCE),
    **dict.fromkeys(MONEY_ADDRESSES, anywhere(FINANCE)),
}
"""The table of roles, address by address. An address that is missing here fails the test."""


def addresses(world: World) -> list[str]:
    routes: list[Route] = []
    for route in world.app.routes:
        if isinstance(route, Route):
            routes.append(route)
        else:
            # Files that are for everybody, and subscriptions, which ask for the token in their first message.
            assert getattr(route, "path", "") in (
                "/assets/vendor",
                "/assets/built",
                "/graphql",
            ), f"{route} can't be walked"
    return [f"{m} {route.path}" for route in routes for m in sorted(route.methods or ()) if m != "HEAD"]


def path_in(address: str, home: str) -> str:
    """The path with the home in it and, for everything else, an id that could be one."""
    path = address.split(" ")[1].replace("{home}", home).replace("{kind}", "refused")
    for record in ("fall", "spell", "contribution", "payment", "record"):
        path = path.replace(f"{{{record}}}", "0" * 32 + "-7")
    while "{" in path:
        path = path[: path.index("{")] + "00000000-0000-4000-8000-000000000009" + path[path.index("}") + 1 :]
    return path


def verdict_of(status: int) -> Verdict:
    return status if status in (FORBIDDEN, HIDDEN) else OPEN


async def test_every_address_has_an_expectation_and_every_expectation_an_address(world: World) -> None:
    assert sorted(addresses(world)) == sorted(EXPECTED)


async def test_every_role_finds_every_address_open_forbidden_or_hidden_as_the_table_says(
    world: World,
) -> None:
    wrong: list[str] = []
    for address in addresses(world):
        for role, client in world.clients.items():
            for home, expected in (
                ("rosewood", EXPECTED[address].own),
                ("elmhurst", EXPECTED[address].other),
            ):
                answer = await client.send(address.split(" ")[0], path_in(address, home), b"{}", MARKED)
                verdict = verdict_of(answer.status_code)
                # No such account, and no such record of a page: who may see it is told that it is not there.
                of_it = role is IT and any(name in address for name in NOT_THERE)
                of_team = role is TEAM and address.startswith("GET ") and "{" in address.split("{home}")[-1]
                of_talk = role in (TEAM, COACH) and any(n in address for n in coaching_addresses.NAMES)
                of_money = role is FINANCE and any(name in address for name in finance_roles.NAMES)
                nothing_there = of_it or of_team or of_talk or of_money
                if verdict != expected[role] and not (nothing_there and verdict == HIDDEN):
                    wrong.append(
                        f"{role} in {home}: {address} answered {answer.status_code} {answer.text[:80]}"
                    )
    assert wrong == []


async def test_without_a_token_every_address_but_the_public_ones_asks_for_one(world: World) -> None:
    for address in addresses(world):
        method, path = address.split(" ")[0], path_in(address, "rosewood")
        answer = await world.http.request(method, path, json={"query": "{ homes { totalCount } }"})
        if address in PUBLIC_ADDRESSES:
            assert answer.status_code != 401, address
        else:
            assert answer.status_code == 401, address
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


async def test_a_home_of_others_is_answered_word_for_word_as_one_that_does_not_exist(world: World) -> None:
    def without_id(text: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in text.items() if name != "request_id"}

    for content in (b"{}", b"not json", b'{"resident": "R1"}'):
        theirs = await world.team.send("POST", "/homes/elmhurst/falls", content)
        nowhere = await world.team.send("POST", "/homes/atlantis/falls", content)
        by_id = await world.team.send("POST", f"/homes/{world.other}/falls", content)
        assert theirs.status_code == nowhere.status_code == by_id.status_code == 404
        assert without_id(theirs.json()) == without_id(nowhere.json()) == without_id(by_id.json())
