"""The pages of network IT, and how a test comes to them."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

from network.access.accounts.enrolment import enrol
from network.access.sessions.sessions import SignInMethod
from network.access.viewer import SYSTEM, Role
from network.directory.retention.register import Register
from network.directory.upkeep import PUBLISHED
from tests.browser.scene import Scene

Prepare = Callable[[Scene], Awaitable[Mapping[str, str]]]


async def nothing(_scene: Scene) -> Mapping[str, str]:
    """Needs no record."""
    return {}


async def an_account(scene: Scene) -> Mapping[str, str]:
    """Somebody of the home, who is signed in twice."""
    account_id = await scene.account(Role.HOME_TEAM, "Ada Okafor")
    for client in ("Firefox on Linux", "Safari on iPhone"):
        await scene.services.doors.sessions.begin(account_id, SignInMethod.PASSWORD, client=client)
    return {"account": str(account_id)}


async def a_session(scene: Scene) -> Mapping[str, str]:
    """The same, by one of the sessions."""
    account = await an_account(scene)
    listed = await scene.services.doors.sessions.list_all(SYSTEM, home_id=scene.home_id)
    return {**account, "session": str(listed[0].session_id)}


async def a_device(scene: Scene) -> Mapping[str, str]:
    """A tablet that gave no sign for a while, one that waits for its code, and one that was revoked."""
    devices = scene.services.doors.devices
    name = f"Ground floor {datetime.now(UTC):%H%M%S%f}"
    device_id, code = await devices.add(SYSTEM, scene.home_id, name)
    await devices.enrol(code.text)
    await devices.add(SYSTEM, scene.home_id, f"{name}, upstairs")
    revoked, _ = await devices.add(SYSTEM, scene.home_id, f"{name}, lost")
    await devices.revoke(SYSTEM, revoked)
    return {"device": str(device_id)}


async def a_token(scene: Scene) -> Mapping[str, str]:
    """A token for a program of the home."""
    services = scene.services
    account_id = await enrol(
        services.accounts,
        services.directory,
        SYSTEM,
        name="A nightly report with a long name, for the board",
        role=Role.HOME_TEAM,
        home_refs=[scene.home],
    )
    ends = datetime.now(UTC) + timedelta(days=90)
    token_id, _ = await services.accounts.create_token(SYSTEM, account_id, ends)
    return {"token": str(token_id)}


async def a_household(scene: Scene) -> Mapping[str, str]:
    """The home's only one."""
    found = await scene.services.pool.fetchval(
        "SELECT household_id FROM directory_1.household WHERE home_id = $1", scene.home_id
    )
    return {"household": str(found)}


async def a_person(scene: Scene) -> Mapping[str, str]:
    """A resident of the home, by id."""
    register = Register(scene.services.pool, PUBLISHED.retention)
    [person_id] = await register.find(SYSTEM, scene.home_id, "R1")
    return {"person": str(person_id)}


IT_PATHS: Mapping[str, tuple[str, Prepare]] = {
    "it-overview": ("/it", a_device),
    "it-homes": ("/it/homes", nothing),
    "it-join-home": ("/it/homes/join", nothing),
    "it-home": ("/it/homes/{home}", nothing),
    "it-amend-home": ("/it/homes/{home}/amend", nothing),
    "it-open-household": ("/it/homes/{home}/households/open", nothing),
    "it-change-beds": ("/it/homes/{home}/households/{household}/beds", a_household),
    "it-people": ("/it/people?role=home_team", an_account),
    "it-invite": ("/it/people/invite", nothing),
    "it-person": ("/it/people/{account}", an_account),
    "it-person-homes": ("/it/people/{account}/homes", an_account),
    "it-person-code": ("/it/people/{account}/code", an_account),
    "it-person-reset": ("/it/people/{account}/reset", an_account),
    "it-person-leave": ("/it/people/{account}/leave", an_account),
    "it-person-disable": ("/it/people/{account}/disable", an_account),
    "it-devices": ("/it/devices?revoked=yes", a_device),
    "it-enrol-device": ("/it/devices/enrol", nothing),
    "it-device-code": ("/it/devices/{device}/code", a_device),
    "it-device-revoke": ("/it/devices/{device}/revoke", a_device),
    "it-tokens": ("/it/tokens", a_token),
    "it-make-token": ("/it/tokens/make", nothing),
    "it-revoke-token": ("/it/tokens/{token}/revoke", a_token),
    "it-sessions": ("/it/sessions", an_account),
    "it-end-session": ("/it/sessions/{session}/end", a_session),
    "it-audit": ("/it/audit?from=2020-01-01", a_token),
    "it-read-models": ("/it/read-models", nothing),
    "it-keeping": ("/it/keeping", nothing),
    "it-kept-person": ("/it/keeping/{person}", a_person),
    "it-forget": ("/it/keeping/{person}/care/forget", a_person),
    "it-hold": ("/it/keeping/{person}/care/hold", a_person),
    "it-release": ("/it/keeping/{person}/care/release", a_person),
}
"""The address of each page by its name, and what makes the records in it. `{home}` is the scene's."""
