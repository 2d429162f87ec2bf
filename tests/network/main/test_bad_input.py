"""What should never be sent: each answered by a problem that names field and remedy, and nothing recorded."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest

from network.access.viewer import Role
from network.web.idempotency import HEADER
from tests.network.main.conftest import FALL, MOVE_IN, PAYMENT, World

SECRET = "Edith-Secret-Moss"
FALLS, RESIDENTS, PAYMENTS = "/homes/rosewood/falls", "/homes/rosewood/residents", "/homes/rosewood/payments"


def fall(**changes: object) -> dict[str, Any]:
    return {**FALL, **changes}


def without(fields: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {k: v for k, v in fields.items() if k != name}


CASES: Mapping[str, tuple[str, dict[str, Any], str]] = {
    "an unknown field": (FALLS, fall(colour="blue"), "colour"),
    "a missing field": (FALLS, without(FALL, "place"), "place"),
    "a number for text": (FALLS, fall(resident=7), "resident"),
    "text for a truth": (FALLS, fall(witnessed="yes"), "witnessed"),
    "a value that is not on the list": (FALLS, fall(harm=SECRET), "harm"),
    "one of several that is not on the list": (FALLS, fall(actions=["gp", SECRET]), "actions[1]"),
    "a list for a value": (FALLS, fall(place=["bedroom"]), "place"),
    "a time without an offset": (FALLS, fall(occurred_at="2024-03-01T08:15:00"), "occurred_at"),
    "a time that is none": (FALLS, fall(occurred_at=SECRET), "occurred_at"),
    "a time in the future": (FALLS, fall(occurred_at="2099-01-01T08:15:00Z"), "occurred_at"),
    "a time long ago": (FALLS, fall(occurred_at="0001-01-01T08:15:00Z"), "occurred_at"),
    "a fall before the resident came": (FALLS, fall(occurred_at="2024-01-20T08:15:00Z"), "occurred_at"),
    "a fall of nobody": (FALLS, fall(resident="R99"), "resident"),
    "text of a megabyte": (FALLS, fall(description="x" * 1_000_000), "description"),
    "a control character": (FALLS, fall(description=f"{SECRET}\u0000"), "description"),
    "an escape": (FALLS, fall(doing="\u001b[2J"), "doing"),
    "text that reads backwards": (FALLS, fall(place_in_words="\u202egnp.exe"), "place_in_words"),
    "blank text": (FALLS, fall(description="   "), "description"),
    "a move on a day that is none": (RESIDENTS, {**MOVE_IN, "moved_in_on": "2024-02-30"}, "moved_in_on"),
    "a move in the future": (RESIDENTS, {**MOVE_IN, "moved_in_on": "2099-01-01"}, "moved_in_on"),
    "an NHS number that is none": (RESIDENTS, {**MOVE_IN, "nhs_number": SECRET}, "nhs_number"),
    "a payment of nothing": (PAYMENTS, {**PAYMENT, "amount": "0"}, "amount"),
    "a payment of a million": (PAYMENTS, {**PAYMENT, "amount": "1000000.00"}, "amount"),
    "a payment of less than nothing": (PAYMENTS, {**PAYMENT, "amount": "-5"}, "amount"),
    "a payment of part of a penny": (PAYMENTS, {**PAYMENT, "amount": "1.005"}, "amount"),
    "a payment that is no number": (PAYMENTS, {**PAYMENT, "amount": "NaN"}, "amount"),
    "a payment without end": (PAYMENTS, {**PAYMENT, "amount": "Infinity"}, "amount"),
    "a payment by an unknown payer": (PAYMENTS, PAYMENT, "payer"),
}


def assert_problem(answer: httpx.Response, status: int, field: str | None) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == answer.headers["X-Request-Id"]
    assert problem["type"].startswith("/problems/")
    assert problem.get("field") == field, problem
    assert problem["remedy"]
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text


async def test_what_can_not_be_meant_is_refused_with_field_and_remedy(
    edith: World, subtests: pytest.Subtests
) -> None:
    before = await edith.events(edith.own)
    for case, (path, content, field) in CASES.items():
        with subtests.test(case):
            answer = await edith.team.send("POST", path, json.dumps(content).encode())
            assert_problem(answer, 422, field)
    assert await edith.events(edith.own) == before


async def test_a_character_that_no_text_has_is_said_to_be_one_wherever_it_is_sent(world: World) -> None:
    """PostgreSQL has no text with character 0: it refuses what nobody has refused before."""
    typed = {"sign_in_name": "edith\0moss", "password": SECRET}
    assert_problem(await world.http.post("/sign-in/password", data=typed), 400, None)
    assert_problem(await world.it.post_form("/it/people", {"q": f"{SECRET}\0"}), 400, None)


async def test_a_payment_of_a_day_to_come_is_refused(edith: World) -> None:
    agreed = {
        "resident": "R1",
        "payer_ref": "ESX",
        "payer_kind": "local_authority",
        "payer_name": "Essex",
        "weekly_amount": "900.00",
        "begins_on": "2024-02-01",
    }
    answer = await edith.team.post("/homes/rosewood/contributions", agreed)
    assert answer.status_code == 201, answer.text
    assert (await edith.team.post(PAYMENTS, PAYMENT)).status_code == 201
    assert_problem(
        await edith.team.post(PAYMENTS, {**PAYMENT, "received_on": "2099-01-01"}), 422, "received_on"
    )


async def test_a_fall_on_a_day_when_the_resident_no_longer_lived_there_is_refused(edith: World) -> None:
    out = {"moved_out_on": "2024-02-20", "reason": "home"}
    assert (await edith.team.post(f"{RESIDENTS}/R1/move-out", out)).status_code == 201
    answer = await edith.team.post(FALLS, FALL)
    assert_problem(answer, 422, "occurred_at")
    still_there = fall(occurred_at="2024-02-10T08:15:00Z")
    assert (await edith.team.post(FALLS, still_there)).status_code == 201


BODIES = [
    (b"", 400),
    (b"{", 400),
    (b"nonsense", 400),
    (b'{"resident": "\xff"}', 400),
    (json.dumps(FALL).encode("utf-16"), 400),
    (b'{"resident": "\\ud800"}', 400),
    (b"[]", 422),
    (b"null", 422),
    (b"7", 422),
    (b"[" * 100_000, 422),
    (b'{"description":' * 5_000, 422),
    (b"x" * (2 * 1024 * 1024 + 1), 413),
]


async def test_a_body_that_is_no_record_is_refused(edith: World, subtests: pytest.Subtests) -> None:
    before = await edith.events(edith.own)
    for content, status in BODIES:
        with subtests.test(str(content[:20])):
            answer = await edith.team.send("POST", FALLS, content)
            assert answer.status_code == status, answer.text
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.json()["remedy"]
    assert await edith.events(edith.own) == before


async def test_a_field_that_is_sent_twice_is_recorded_with_neither(edith: World) -> None:
    before = await edith.events(edith.own)
    written = json.dumps(FALL).replace("{", f'{{"resident": "{SECRET}", ', 1)
    assert_problem(await edith.team.send("POST", FALLS, written.encode()), 422, "resident")
    assert await edith.events(edith.own) == before


async def test_a_body_that_grows_beyond_the_limit_is_cut_off(edith: World) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 100_000

    headers = {**edith.team.headers, "Content-Type": "application/json"}
    answer = await edith.http.post(FALLS, content=endless(), headers=headers)
    assert_problem(answer, 413, "body")


FORMS = [
    ("text/plain", b"hello", 415),
    ("application/xml", b"<a/>", 415),
    ("application/x-www-form-urlencoded", b"resident=%ff", 400),
    ("application/x-www-form-urlencoded", b"\xff", 400),
    ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(5_000)), 400),
    ("application/x-www-form-urlencoded", b"resident=R1&resident=R2", 422),
    ("application/x-www-form-urlencoded", b"a.b=1", 422),
    ("multipart/form-data", b"hello", 400),
    ("multipart/form-data; boundary=cut", b"--cut\r\nnonsense", 400),
    (
        "multipart/form-data; boundary=cut",
        b'--cut\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\nx\r\n--cut--\r\n',
        400,
    ),
    (
        "multipart/form-data; boundary=cut",
        b'--cut\r\nContent-Disposition: form-data; name="resident"\r\n\r\n\xff\r\n--cut--\r\n',
        400,
    ),
    ("multipart/form-data; boundary=cut; charset=nonsense", b"--cut--\r\n", 400),
]


async def test_a_text_of_more_than_a_megabyte_is_too_long_in_every_kind_of_form(edith: World) -> None:
    long = fall(description="x" * 1_100_000)
    for request in (
        httpx.Request("POST", "http://hearth.test", data=long),
        httpx.Request("POST", "http://hearth.test", files={name: (None, long[name]) for name in long}),
    ):
        headers = {"Content-Type": request.headers["Content-Type"]}
        answer = await edith.team.send("POST", FALLS, request.read(), headers)
        assert_problem(answer, 422, "description")


async def test_a_format_or_a_form_that_can_not_be_read_is_refused(
    edith: World, subtests: pytest.Subtests
) -> None:
    for content_type, content, status in FORMS:
        with subtests.test(f"{content_type} {content[:20]!r}"):
            answer = await edith.team.send("POST", FALLS, content, {"Content-Type": content_type})
            assert answer.status_code == status, answer.text
            assert answer.headers["Content-Type"] == "application/problem+json"


async def test_what_is_read_at_an_address_is_named_where_it_is_something_else(edith: World) -> None:
    json, *forms = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
    read = [
        (Role.HOME_TEAM, FALLS, [json, *forms]),
        (Role.HOME_TEAM, "/homes/rosewood/falls/new", forms),
        (Role.NETWORK_IT, "/network/accounts", [json]),
    ]
    for role, address, formats in read:
        sender = edith.clients[role]
        answer = await sender.send("POST", address, b"hello", {"Content-Type": "text/plain"})
        assert_problem(answer, 415, "Content-Type")
        assert answer.headers["Accept-Post"] == ", ".join(formats)
        assert answer.json()["remedy"] == f"Send {' or '.join(formats)}."


async def test_a_key_that_is_none_is_refused(edith: World, subtests: pytest.Subtests) -> None:
    for key in ("", " ", "two words", "x" * 256, "\xe9"):
        with subtests.test(key):
            sent = [*edith.team.headers.items(), (HEADER, key)]
            headers = [(name.encode(), value.encode("latin-1")) for name, value in sent]
            answer = await edith.http.post(FALLS, json=FALL, headers=headers)
            assert_problem(answer, 422, HEADER)


async def test_a_record_of_another_home_is_unknown_here(edith: World) -> None:
    fall_id = f"{edith.other.hex}-3"
    answer = await edith.team.post(f"{FALLS}/{fall_id}/retract", {"reason": "It was none."})
    assert_problem(answer, 422, "fall")
    answer = await edith.team.post(f"{FALLS}/{SECRET}/retract", {"reason": "It was none."})
    assert_problem(answer, 422, "fall")


async def test_another_method_is_refused_and_the_allowed_ones_are_named(edith: World) -> None:
    for method in ("GET", "PUT", "DELETE", "PATCH", "TRACE"):
        answer = await edith.team.send(method, FALLS)
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "OPTIONS, POST"
        assert answer.headers["Content-Type"] == "application/problem+json"
    answer = await edith.team.send("OPTIONS", "/network/homes")
    assert (answer.status_code, answer.headers["Allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_head_answers_like_get_without_a_body(edith: World) -> None:
    head = await edith.it.send("HEAD", "/network/homes")
    get = await edith.it.send("GET", "/network/homes")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(get.content))


async def test_an_address_that_is_none_is_not_found(edith: World) -> None:
    for path in (
        "/nothing",
        "/homes/rosewood/falls/",
        "/homes//falls",
        "/homes/rosewood/%00",
        "/homes/%ff/falls",
    ):
        answer = await edith.team.send("POST", path, b"{}")
        assert answer.status_code == 404, path
        assert answer.headers["Content-Type"] == "application/problem+json"


async def test_nothing_that_was_sent_reaches_the_log(edith: World, capfd: pytest.CaptureFixture[str]) -> None:
    for path, content, _ in CASES.values():
        await edith.team.send("POST", path, json.dumps({**content, SECRET: SECRET}).encode())
    await edith.team.send("POST", f"/homes/{SECRET}/falls", json.dumps(FALL).encode())
    await edith.team.send("GET", f"/{SECRET}", headers={"X-Request-Id": SECRET})
    out, err = capfd.readouterr()
    assert "unmatched" in out + err
    assert SECRET not in out + err
