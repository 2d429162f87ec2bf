"""Bringing spreadsheets in: checked first, recorded as the forms record, and once however often it is run."""

from pathlib import Path

import pytest

from households.events import ContributionAgreed, FallRecorded, HouseholdOpened, PaymentReceived
from households.terms import Action, Place
from network.access.viewer import SYSTEM
from network.history.importing import Importer
from network.services import Services
from tests.network.history.conftest import FILES, NOW, RESIDENTS, bring_in, plan, problems, write


async def events_of(services: Services, ref: str = "ROSE") -> list[object]:
    home_id = await services.directory.resolve(SYSTEM, ref)
    return [stored.event for stored in await services.store.read(home_id)]


async def test_every_row_becomes_what_a_form_would_have_recorded(services: Services, tmp_path: Path) -> None:
    assert await bring_in(services, write(tmp_path, FILES)) == 17
    events = await events_of(services)
    # 3 of the home itself, a row each, and one more for an end that a row says: moved out, came back, left.
    assert len(events) == 3 + 17 + 3
    first, second = [event for event in events if isinstance(event, FallRecorded)]
    assert (first.facts.place, first.facts.actions) == (Place.BEDROOM, (Action.FIRST_AID,))
    assert second.facts.place is Place.OTHER


async def test_an_import_run_twice_adds_nothing(services: Services, tmp_path: Path) -> None:
    await bring_in(services, write(tmp_path, FILES))
    before = await events_of(services)
    assert await bring_in(services, tmp_path) == 0
    assert await events_of(services) == before


async def test_equal_payments_are_both_kept_and_the_second_is_marked(
    services: Services, tmp_path: Path
) -> None:
    await bring_in(services, write(tmp_path, FILES))
    first, second = [event for event in await events_of(services) if isinstance(event, PaymentReceived)]
    assert first.possible_duplicate_of is None
    assert second.possible_duplicate_of is not None


async def test_an_import_that_was_killed_is_finished_by_the_next(services: Services, tmp_path: Path) -> None:
    class Killed(Exception):
        pass

    def kill(_done: int) -> None:
        raise Killed

    write(tmp_path, FILES | {"payments": FILES["payments"] + "ROSE,LEEDS,2024-03-20,1.00,X,,,\n" * 600})
    (home,) = await plan(services, tmp_path)
    with pytest.raises(Killed):
        await Importer(services.directory, services.households, NOW).run(home, kill)
    partly = len(await events_of(services))
    assert await bring_in(services, tmp_path) == 117
    assert len(await events_of(services)) == partly + 117


async def test_a_changed_row_is_an_error_that_names_the_row_and_the_record(
    services: Services, tmp_path: Path
) -> None:
    await bring_in(services, write(tmp_path, FILES))
    home_id = await services.directory.resolve(SYSTEM, "ROSE")
    write(tmp_path, {"falls": FILES["falls"].replace("by the pond,low", "by the pond,severe")})
    (problem,) = await problems(services, tmp_path)
    assert problem.startswith(f"falls.csv:3: occurred_at: was recorded with other content as {home_id.hex}-")
    write(tmp_path, {"falls": FILES["falls"], "residents": RESIDENTS.replace(",1,,", ",1,2024-12-01,home")})
    assert [text[:30] for text in await problems(services, tmp_path)] == ["residents.csv:2: resident_ref:"]


async def test_a_home_that_is_described_otherwise_is_an_error(services: Services, tmp_path: Path) -> None:
    await bring_in(services, write(tmp_path, FILES))
    write(tmp_path, {"homes": FILES["homes"].replace("Rose House", "Rosy House").replace("Elm:3", "Elm:4")})
    assert [text.split(": ")[1] for text in await problems(services, tmp_path)] == ["households", "name"]


async def test_two_rows_with_one_key_and_other_content_are_both_named(
    services: Services, tmp_path: Path
) -> None:
    costs = FILES["costs"] + "ROSE,2024-01,food,900.00\nROSE,2024-01,property,1.00\n"
    write(tmp_path, FILES | {"costs": costs})
    (problem,) = await problems(services, tmp_path)
    assert problem == (
        "costs.csv:3: category: "
        "line 2 has the same home_ref, month, category with other content: keep one of the two"
    )


async def test_nothing_is_written_while_there_is_an_error(services: Services, tmp_path: Path) -> None:
    write(tmp_path, FILES | {"costs": FILES["costs"] + "ROSE,2024-13,food,1\n"})
    assert await problems(services, tmp_path) == ["costs.csv:3: month: “2024-13”: no such month"]
    assert await services.directory.homes(SYSTEM) == []


WRONG = [
    (
        "falls",
        "ROSE,R2,2024-12-01T10:00,bedroom,none,,,,,",
        "falls.csv:4: occurred_at: The resident did not live",
    ),
    (
        "falls",
        "ROSE,R1,2027-12-01T10:00,bedroom,none,,,,,",
        "falls.csv:4: occurred_at: The time is in the future",
    ),
    (
        "falls",
        f"ROSE,R1,2024-12-01T10:00,bedroom,none,,,,{'x' * 4_001},",
        "falls.csv:4: description: is out of its bounds: write at most 4,000 characters",
    ),
    ("falls", "ROSE,R9,2024-12-01T10:00,bedroom,none,,,,,", "falls.csv:4: resident_ref: no resident of this"),
    (
        "falls",
        "ELM,R1,2024-12-01T10:00,bedroom,none,,,,,",
        "falls.csv:4: home_ref: no home of this reference",
    ),
    (
        "residents",
        "ROSE,R4,Eve,Ford,2024-06-01,Rose,,,",
        "residents.csv:5: household: The household has no free bed",
    ),
    (
        "residents",
        "ROSE,R4,Eve,Ford,2024-06-01,Ash,,,",
        "residents.csv:5: household: no household of this name",
    ),
    (
        "residents",
        "ROSE,R4,Eve,Ford,2024-06-01,Elm,,,home",
        "residents.csv:5: moved_out_on: is empty, though",
    ),
    (
        "residents",
        "ROSE,R4,Eve,Ford,2024-06-01,Elm,,2024-05-01,home",
        "residents.csv:5: moved_out_on: The end is",
    ),
    (
        "absences",
        "ROSE,R1,2024-03-04,2024-03-09,holiday",
        "absences.csv:3: away_from: The resident is known to be",
    ),
    ("sickness", "ROSE,S2,2025-03-01,2025-03-02,S13", "sickness.csv:3: first_day: "),
    (
        "sickness",
        "ROSE,S1,2025-03-01,2025-03-02,S50",
        "sickness.csv:3: reason_code: is not an NHS reason code",
    ),
    ("sickness", "ROSE,S7,2025-03-01,2025-03-02,", "sickness.csv:3: staff_ref: nobody of this reference"),
    (
        "contributions",
        "ROSE,R3,LEEDS,L,chc,1.00,2024-10-01,",
        "contributions.csv:5: payer_kind: “LEEDS” is local_",
    ),
    (
        "contributions",
        "ROSE,R1,LEEDS,L,local_authority,1,2024-05-01,",
        "contributions.csv:5: from: The payer has",
    ),
    (
        "payments",
        "ROSE,YORK,2024-03-01,1.00,X,,,",
        "payments.csv:4: payer_ref: no contribution of “ROSE” names",
    ),
    ("payments", "ROSE,LEEDS,2024-03-01,0.00,X,,,", "payments.csv:4: amount: The number is not between 0.01"),
    (
        "payments",
        "ROSE,LEEDS,2024-03-01,1000000.00,X,,,",
        "payments.csv:4: amount: The number is not between",
    ),
    ("opening", "ROSE,LEEDS,OLD-2,2023-12-20,0", "opening.csv:3: amount: The number is not between"),
    ("baseline", "ROSE,2023-10,120,2,3,,", "baseline.csv:3: injurious_falls: The part is greater"),
    ("homes", FILES["homes"].splitlines()[1], "homes.csv:3: home_ref: stands in the file twice"),
    ("homes", "ELM,Elm House,1-123456789,QWO,2024-01-01,", "homes.csv:3: cqc_location_id: Another home"),
    ("homes", "EL/M,Elm House,1-123456780,QWO,2024-01-01,", "homes.csv:3: home_ref: begins or ends with a"),
    ("homes", "ELM,Elm House,1-123456780,XXX,2024-01-01,", "homes.csv:3: icb_ods_code: is not the code of"),
    ("homes", "ELM,Elm House,1-123456780,QWO,2030-01-01,", "homes.csv:3: joined_on: The home joins on a day"),
]
"""A file, a row that is wrong there, and how it is listed. R9 and others are not in the small home."""


async def test_a_row_that_breaks_a_rule_is_named(services: Services, tmp_path: Path) -> None:
    listed: list[tuple[str, list[str]]] = []
    for file, row, problem in WRONG:
        write(tmp_path, FILES | {file: FILES[file] + row + "\n"})
        listed.append((row, [text[: len(problem)] for text in await problems(services, tmp_path)]))
    assert listed == [(row, [problem]) for _, row, problem in WRONG]


async def test_what_builds_on_a_wrong_row_is_not_listed_again(services: Services, tmp_path: Path) -> None:
    write(tmp_path, FILES | {"residents": RESIDENTS.replace("2023-05-01", "1 May")})
    listed = await problems(services, tmp_path)
    assert len(listed) == 1
    assert listed[0].startswith("residents.csv:2: moved_in_on:")


async def test_a_home_without_households_has_those_its_residents_live_in(
    services: Services, tmp_path: Path
) -> None:
    homes = FILES["homes"].replace("Rose:2;Elm:3", "")
    assert await bring_in(services, write(tmp_path, FILES | {"homes": homes})) == 18
    assert await bring_in(services, tmp_path) == 0
    opened = [event for event in await events_of(services) if isinstance(event, HouseholdOpened)]
    assert [(event.name, event.beds) for event in opened] == [("Rose", 2)]


async def test_rows_can_follow_for_a_home_that_records_by_forms(services: Services, tmp_path: Path) -> None:
    only = ("homes", "residents", "staff", "contributions")
    await bring_in(services, write(tmp_path / "first", {name: FILES[name] for name in only}))
    rest = {name: text for name, text in FILES.items() if name not in only}
    assert await bring_in(services, write(tmp_path / "second", rest)) == 9


async def test_one_reference_in_two_homes_is_two_people_but_one_council(
    services: Services, tmp_path: Path
) -> None:
    def for_elm(text: str) -> str:
        _, _, rows = text.partition("\n")
        return text + rows.replace("ROSE", "ELM").replace("1-123456789", "1-123456780")

    await bring_in(services, write(tmp_path, {name: for_elm(text) for name, text in FILES.items()}))
    rose, elm = [
        [event for event in await events_of(services, ref) if isinstance(event, ContributionAgreed)]
        for ref in ("ROSE", "ELM")
    ]
    assert {event.resident_id for event in rose}.isdisjoint({event.resident_id for event in elm})
    assert rose[0].payer_id == elm[0].payer_id
    assert rose[0].payer_id != rose[1].payer_id != elm[1].payer_id
