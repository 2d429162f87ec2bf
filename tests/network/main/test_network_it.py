"""Network IT keeps homes, caseloads, accounts and erasure over HTTP."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from households.events import ResidentMovedIn
from network.access.viewer import SYSTEM, Role
from network.days import now
from network.directory.boards import load_boards
from network.directory.service import Directory
from network.eventstore.keyring import KeyScope, SealedField
from network.eventstore.sealed import RecordClass
from network.postgres.pool import DatabasePool
from network.web.idempotency import HEADER
from tests.network.main.conftest import Client, World

JOIN = {
    "ref": "ashfield",
    "name": "Ashfield",
    "cqc_location_id": "1-1000000003",
    "icb_ods_code": "QOX",
    "joined_on": "2025-01-01",
    "households": [{"name": "Ash", "beds": 6}],
}


LATEST_AUDIT = "SELECT action, account_id FROM access.audit ORDER BY audit_id DESC LIMIT 1"


async def homes_seen(client: Client) -> list[str]:
    return [home["ref"] for home in (await client.get("/network/homes")).json()["homes"]]


async def test_a_home_joins_and_can_record_at_once(world: World) -> None:
    key = {HEADER: str(uuid4())}
    first = await world.it.post("/network/homes", JOIN, key)
    assert first.status_code == 201, first.text
    again = await world.it.post("/network/homes", JOIN, key)
    assert again.json() == first.json()
    assert await homes_seen(world.it) == ["ashfield", "elmhurst", "rosewood"]
    other = await world.it.post("/network/homes", {**JOIN, "name": "Other"}, key)
    assert other.json()["type"] == "/problems/other-content"
    beech = {"name": "Beech", "beds": 4, "opened_on": "2025-02-01"}
    household = await world.it.post("/homes/ashfield/households", beech)
    assert household.status_code == 201, household.text


async def test_homes_that_join_at_the_same_moment_do_not_lose_each_other(world: World) -> None:
    joins = [{**JOIN, "ref": f"home-{n}", "cqc_location_id": f"1-20000000{n:02}"} for n in range(12)]
    answers = await asyncio.gather(*(world.it.post("/network/homes", join) for join in joins))
    assert {answer.status_code for answer in answers} == {201}
    assert len(await homes_seen(world.it)) == 14
    twins = [{**JOIN, "cqc_location_id": f"1-30000000{n:02}"} for n in range(4)]
    answers = await asyncio.gather(*(world.it.post("/network/homes", twin) for twin in twins))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]


async def test_everybody_sees_their_own_homes_in_the_list(world: World) -> None:
    assert await homes_seen(world.team) == ["rosewood"]
    assert await homes_seen(world.clients[Role.COACH]) == ["rosewood"]
    assert await homes_seen(world.clients[Role.FINANCE]) == ["elmhurst", "rosewood"]


async def test_a_coach_supports_a_home_from_when_it_is_assigned_until_it_is_not(world: World) -> None:
    new_coach = {"name": "A new coach", "role": "coach", "homes": ["elmhurst"]}
    made = await world.it.post("/network/accounts", new_coach)
    account = made.json()["account_id"]
    token = (await world.it.post(f"/network/accounts/{account}/tokens", {})).json()["token"]
    coach = Client(world.http, token)
    assert await homes_seen(coach) == ["elmhurst"]
    change = {"account_id": account}
    assert (await world.it.post("/network/homes/rosewood/coaches/assign", change)).status_code == 201
    assert (await world.it.post("/network/homes/elmhurst/coaches/unassign", change)).status_code == 201
    world.services.recognition.forget()
    assert await homes_seen(coach) == ["rosewood"]


async def test_a_home_is_given_to_coaches_only(world: World) -> None:
    books = await world.it.post("/network/accounts", {"name": "Books", "role": "finance"})
    for account in (books.json()["account_id"], str(uuid4())):
        answer = await world.it.post("/network/homes/rosewood/coaches/assign", {"account_id": account})
        assert (answer.status_code, answer.json()["field"]) == (422, "account_id")
        assert answer.json()["detail"] == "No coach has that account."


async def test_a_token_that_is_revoked_here_opens_nothing_at_once(world: World) -> None:
    made = await world.it.post("/network/accounts", {"name": "Books", "role": "finance"})
    account = made.json()["account_id"]
    created = (await world.it.post(f"/network/accounts/{account}/tokens", {})).json()
    books = Client(world.http, created["token"])
    assert (await books.get("/network/homes")).status_code == 200
    assert (await world.it.post(f"/network/tokens/{created['token_id']}/revoke", {})).status_code == 204
    answer = await books.get("/network/homes")
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/unrecognised")
    assert (await world.it.post(f"/network/tokens/{created['token_id']}/revoke", {})).status_code == 404
    assert (await world.it.post(f"/network/accounts/{account}/disable", {})).status_code == 204


async def test_a_token_that_would_never_work_is_not_made(world: World) -> None:
    made = await world.it.post("/network/accounts", {"name": "Books", "role": "finance"})
    tokens = f"/network/accounts/{made.json()['account_id']}/tokens"
    expired = await world.it.post(tokens, {"expires_at": (now() - timedelta(seconds=1)).isoformat()})
    assert (expired.status_code, expired.json()["field"]) == (422, "expires_at")
    to_come = await world.it.post(tokens, {"expires_at": (now() + timedelta(days=1)).isoformat()})
    assert to_come.status_code == 201
    listed = (await world.it.get("/network/tokens?first=500")).json()["tokens"]
    assert [token["name"] for token in listed].count("Books") == 1


async def test_a_list_of_accounts_is_asked_for_in_pages(world: World) -> None:
    first = (await world.it.get("/network/accounts?first=3")).json()["accounts"]
    rest = (await world.it.get(f"/network/accounts?after={first[-1]['account_id']}")).json()["accounts"]
    assert len(first) == 3
    assert {a["role"] for a in (*first, *rest)} == {"home_team", "coach", "finance", "network_it"}
    for query in ("first=0", "first=x", "after=x", "colour=blue", "first=1&first=2"):
        answer = await world.it.get(f"/network/accounts?{query}")
        assert answer.status_code == 422, query
        assert answer.json()["field"] == query.partition("=")[0]


async def ediths_arrival(world: World) -> ResidentMovedIn:
    [stored] = await world.services.store.read(world.own, after=3, limit=1)
    assert isinstance(stored.event, ResidentMovedIn)
    return stored.event


async def opens(world: World) -> object:
    token = (await ediths_arrival(world)).identity.token
    assert token is not None
    field = SealedField(token, world.own, "identity")
    scope = KeyScope(frozenset({world.own}), frozenset({RecordClass.CARE}))
    return await world.services.keyring.open(scope, field, dict[str, str])


async def test_somebody_who_has_left_can_be_forgotten_for_ever(
    edith: World, owner_pool: DatabasePool
) -> None:
    person = (await ediths_arrival(edith)).resident_id
    path = f"/network/homes/rosewood/people/{person}/forget"
    content = {"record_class": "care", "reason": "Eight years after care ended."}
    assert (await edith.it.post(path, content)).json()["code"] == "person_still_here"
    out = {"moved_out_on": "2024-03-20", "reason": "died"}
    assert (await edith.team.post("/homes/rosewood/residents/R1/move-out", out)).status_code == 201
    assert await opens(edith) is not None
    backup = await owner_pool.fetch("SELECT key_id, wrapped FROM eventstore.sealing_keys")
    first = await edith.it.post(path, content)
    assert first.status_code == 201, first.text
    assert await opens(edith) is None
    again = await edith.it.post(path, content)
    assert again.json() == first.json()
    # A restored backup of the keys holds hers again, until start-up has destroyed it again.
    await owner_pool.executemany(
        "UPDATE eventstore.sealing_keys SET wrapped = $2 WHERE key_id = $1", [tuple(row) for row in backup]
    )
    assert await opens(edith) is not None
    await edith.services.erasure.forget_again()
    assert await opens(edith) is None


async def test_a_key_that_named_one_erasure_does_no_other(edith: World) -> None:
    person = (await ediths_arrival(edith)).resident_id
    path = f"/network/homes/rosewood/people/{person}/forget"
    out = {"moved_out_on": "2024-03-20", "reason": "died"}
    assert (await edith.team.post("/homes/rosewood/residents/R1/move-out", out)).status_code == 201
    key = {HEADER: str(uuid4())}
    finance = {"record_class": "finance", "reason": "Six years after the last payment."}
    first = await edith.it.post(path, finance, key)
    assert first.status_code == 201
    care = {"record_class": "care", "reason": "Eight years after care ended."}
    refused = await edith.it.post(path, care, key)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/other-content")
    assert await opens(edith) is not None
    again = await edith.it.post(path, finance, key)
    assert (again.status_code, again.content) == (201, first.content)


async def test_nobody_is_forgotten_whom_the_home_never_knew(world: World) -> None:
    path = f"/network/homes/rosewood/people/{uuid4()}/forget"
    answer = await world.it.post(path, {"record_class": "care", "reason": "A mistake."})
    assert (answer.status_code, answer.json()["code"]) == (422, "person_unknown")


async def test_what_network_it_does_stands_in_the_audit(edith: World) -> None:
    await edith.it.post("/network/homes", JOIN)
    [row] = await edith.services.pool.fetch(LATEST_AUDIT)
    assert row["action"] == "home_joined"
    assert row["account_id"] != SYSTEM.account_id
    refused = await edith.http.get("/network/homes", headers={"Authorization": "Bearer hearth_" + "A" * 43})
    assert refused.status_code == 401
    [row] = await edith.services.pool.fetch(LATEST_AUDIT)
    assert row["action"] == "sign_in_refused"


async def test_the_first_home_of_a_coach_is_known_at_once_in_every_process(world: World) -> None:
    coach, elsewhere = uuid4(), Directory(world.services.store, load_boards(), now)
    assert await elsewhere.caseload(coach) == frozenset()
    await world.services.directory.give_to_coach(SYSTEM, coach, world.own)
    assert await elsewhere.caseload(coach) == {world.own}
