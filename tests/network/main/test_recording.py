"""A home records over HTTP, by JSON and by form, and every answer can be relied on."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from network.web.idempotency import HEADER
from tests.network.main.conftest import FALL, MOVE_IN, World

AGE = "hearth_outbox_age_seconds"


async def test_a_resident_moves_in_and_the_answer_names_the_record(world: World) -> None:
    answer = await world.team.post("/homes/rosewood/residents", MOVE_IN)
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    assert receipt["id"] == f"{world.own.hex}-{receipt['version']}"
    assert receipt["log_position"] > 0
    assert receipt["set_aside"] is False


async def test_a_home_is_found_by_its_reference_and_by_its_id(edith: World) -> None:
    for home in ("rosewood", str(edith.own), edith.own.hex):
        assert (await edith.team.post(f"/homes/{home}/falls", FALL)).status_code == 201


async def test_a_record_is_amended_at_an_address_of_its_own(edith: World) -> None:
    fall = (await edith.team.post("/homes/rosewood/falls", FALL)).json()
    amended = {**FALL, "harm": "moderate", "reason": "The wrist was broken after all."}
    del amended["resident"]
    answer = await edith.team.post(f"/homes/rosewood/falls/{fall['id']}/amend", amended)
    assert answer.status_code == 201, answer.text
    stored = await edith.services.store.read_record(edith.own, fall["version"])
    assert [type(s.event).__name__ for s in stored] == ["FallRecorded", "FallAmended"]


async def test_a_browsers_form_records_the_same_as_json(edith: World) -> None:
    fields: dict[str, str | list[str]] = {
        "resident": "R1",
        "occurred_at": "2024-07-01T08:15",
        "place": "bathroom",
        "harm": "none",
        "witnessed": "on",
        "actions": ["first_aid", "gp"],
        "injury": "",
        "command_id": str(uuid4()),
    }
    answer = await edith.team.post_form("/homes/rosewood/falls", fields)
    assert answer.status_code == 201, answer.text
    [stored] = await edith.services.store.read(edith.own, after=answer.json()["version"] - 1)
    assert stored.event.occurred_at.isoformat() == "2024-07-01T07:15:00+00:00"
    assert stored.event.command_id == UUID(str(fields["command_id"]))
    again = await edith.team.post_form("/homes/rosewood/falls", fields)
    assert again.json() == answer.json()


async def test_a_multipart_form_is_read_too(edith: World) -> None:
    body = "".join(
        f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in FALL.items()
    )
    headers = {"Content-Type": "multipart/form-data; boundary=cut"}
    answer = await edith.team.send("POST", "/homes/rosewood/falls", f"{body}--cut--\r\n".encode(), headers)
    assert answer.status_code == 201, answer.text


async def test_a_browser_goes_on_to_the_page_that_its_form_names(edith: World) -> None:
    form = {**FALL, "next": "/homes/rosewood/today"}
    answer = await edith.team.post_form("/homes/rosewood/falls", form, {"Accept": "text/html"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/homes/rosewood/today")


async def test_a_form_is_no_way_out_to_another_site(edith: World) -> None:
    for elsewhere in ("//evil.test", "https://evil.test", "/\\evil.test", "/\nx"):
        answer = await edith.team.post_form("/homes/rosewood/falls", {**FALL, "next": elsewhere})
        assert (answer.status_code, answer.json()["field"]) == (422, "next")


async def test_the_same_key_and_content_is_recorded_once_and_answered_alike(edith: World) -> None:
    key = {HEADER: str(uuid4())}
    first = await edith.team.post("/homes/rosewood/falls", FALL, key)
    count = await edith.events(edith.own)
    again = await edith.team.post("/homes/rosewood/falls", FALL, key)
    assert again.status_code == first.status_code == 201
    assert again.content == first.content
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
    assert await edith.events(edith.own) == count


async def test_a_key_may_be_any_visible_text_quoted_or_not(edith: World) -> None:
    first = await edith.team.post("/homes/rosewood/falls", FALL, {HEADER: "tablet-7/0001"})
    quoted = await edith.team.post("/homes/rosewood/falls", FALL, {HEADER: '"tablet-7/0001"'})
    assert first.json() == quoted.json()


async def test_without_a_key_each_request_is_a_record_of_its_own(edith: World) -> None:
    before = await edith.events(edith.own)
    await edith.team.post("/homes/rosewood/falls", FALL)
    await edith.team.post("/homes/rosewood/falls", FALL)
    assert await edith.events(edith.own) == before + 2


async def test_the_same_key_with_other_content_is_refused_and_nothing_is_recorded(edith: World) -> None:
    key = {HEADER: str(uuid4())}
    await edith.team.post("/homes/rosewood/falls", FALL, key)
    count = await edith.events(edith.own)
    answer = await edith.team.post("/homes/rosewood/falls", {**FALL, "harm": "severe"}, key)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/other-content")
    assert await edith.events(edith.own) == count


async def test_an_outboxs_fact_that_a_rule_refuses_is_set_aside_and_answered_202_every_time(
    edith: World,
) -> None:
    now = datetime.now(UTC)
    sent = {
        HEADER: str(uuid4()),
        "Made-At": (now - timedelta(minutes=10)).isoformat(),
        "Sent-At": now.isoformat(),
    }
    before_she_came = {**FALL, "occurred_at": "2024-01-05T08:00:00Z"}
    first = await edith.team.post("/homes/rosewood/falls", before_she_came, sent)
    assert (first.status_code, first.json()["set_aside"]) == (202, True)
    again = await edith.team.post("/homes/rosewood/falls", before_she_came, sent)
    assert (again.status_code, again.content) == (202, first.content)
    online = await edith.team.post("/homes/rosewood/falls", before_she_came)
    assert online.status_code == 422


async def test_how_late_an_outbox_sends_is_told_once_by_the_homes_id_and_by_the_corrected_clock(
    edith: World,
) -> None:
    now = datetime.now(UTC)
    fast = timedelta(hours=3)
    sent = {
        HEADER: str(uuid4()),
        "Made-At": (now - timedelta(hours=2) + fast).isoformat(),
        "Sent-At": (now + fast).isoformat(),
    }
    assert (await edith.team.post("/homes/rosewood/falls", FALL, sent)).status_code == 201
    later = {**sent, "Sent-At": (now + fast - timedelta(hours=1)).isoformat()}
    assert (await edith.team.post("/homes/rosewood/falls", FALL, later)).headers["Idempotent-Replayed"]
    [line] = [
        line for line in (await edith.http.get("/metrics")).text.splitlines() if line.startswith(AGE + "{")
    ]
    name, _, seconds = line.partition(" ")
    assert name == f'{AGE}{{home="{edith.own}"}}'
    assert float(seconds) == pytest.approx(7200, abs=60)


async def test_an_outbox_has_to_say_its_own_clock(edith: World) -> None:
    answer = await edith.team.post("/homes/rosewood/falls", FALL, {"Made-At": "2024-03-01T09:00:00Z"})
    assert (answer.status_code, answer.json()["field"]) == (422, "Sent-At")
    answer = await edith.team.post("/homes/rosewood/falls", FALL, {"Made-At": "yesterday", "Sent-At": "now"})
    assert (answer.status_code, answer.json()["field"]) == (422, "Made-At")
