"""What network IT may decide about homes: given the network, when this is asked, then that."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import msgspec
import pytest

from households.events import HomeOpened, HouseholdOpened
from network.deciding import Refused
from network.directory.boards import load_boards
from network.directory.commands import (
    AmendHome,
    AssignCoach,
    HoldErasure,
    JoinHome,
    NewHousehold,
    ReleaseErasure,
    UnassignCoach,
)
from network.directory.decisions import (
    Circumstances,
    decide_amend,
    decide_assign,
    decide_hold,
    decide_join,
    decide_release,
    decide_unassign,
)
from network.directory.events import ErasureHeld, ErasureReleased
from network.directory.network import Network
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass

BOARDS = frozenset({"QOX", "QHL"})
COACH = UUID(int=7)
JOIN = JoinHome(
    ref="rosewood",
    name="Rosewood",
    cqc_location_id="1-1000000001",
    icb_ods_code="QOX",
    joined_on=date(2024, 7, 1),
    households=(NewHousehold(name="Rose", beds=10), NewHousehold(name="Elm", beds=8)),
)


def circumstances() -> Circumstances:
    return Circumstances(now=datetime(2026, 3, 1, 12, tzinfo=UTC), account_id=uuid4(), command_id=uuid4())


def given(*events: Event) -> Network:
    network = Network()
    for version, event in enumerate(events, start=1):
        network.evolve(event, version)
    return network


def joined(command: JoinHome = JOIN) -> Event:
    return decide_join(Network(), command, BOARDS, circumstances())[0]


def test_a_home_joins_and_its_own_stream_begins_with_its_households() -> None:
    event, own = decide_join(Network(), JOIN, BOARDS, circumstances())
    assert (event.ref, event.joined_on, event.recorded_from) == ("rosewood", JOIN.joined_on, JOIN.joined_on)
    assert event.occurred_at == datetime(2024, 6, 30, 23, tzinfo=UTC), "midnight in London in summer"
    opened, rose, elm = own
    assert isinstance(opened, HomeOpened)
    assert isinstance(rose, HouseholdOpened)
    assert isinstance(elm, HouseholdOpened)
    assert [(h.name, h.beds, h.opened_on) for h in (rose, elm)] == [
        ("Rose", 10, JOIN.joined_on),
        ("Elm", 8, JOIN.joined_on),
    ]


def test_the_same_command_joins_the_same_home_with_the_same_households() -> None:
    same = circumstances()
    assert decide_join(Network(), JOIN, BOARDS, same) == decide_join(Network(), JOIN, BOARDS, same)


def test_households_are_open_from_the_day_that_counts_first() -> None:
    command = msgspec.structs.replace(JOIN, recorded_from=date(2023, 1, 1), charged_from=date(2024, 9, 1))
    _, own = decide_join(Network(), command, BOARDS, circumstances())
    assert {h.opened_on for h in own if isinstance(h, HouseholdOpened)} == {date(2023, 1, 1)}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"icb_ods_code": "XXX"}, "board_unknown"),
        ({"joined_on": date(2026, 3, 2)}, "joined_in_future"),
        ({"recorded_from": date(2027, 3, 3)}, "too_far_ahead"),
        ({"charged_from": date(2027, 3, 3)}, "too_far_ahead"),
        ({"cqc_location_id": "1-1000000002"}, "ref_taken"),
        ({"ref": "elmhurst"}, "location_taken"),
        ({"ref": "3f2a0000-0000-4000-8000-000000000001"}, "ref_taken"),
        (
            {"households": (NewHousehold(name="Rose", beds=1), NewHousehold(name="rose", beds=2))},
            "household_twice",
        ),
    ],
)
def test_a_home_that_can_not_join_is_refused(changes: dict[str, object], code: str) -> None:
    network = given(joined()) if code in ("ref_taken", "location_taken") else Network()
    with pytest.raises(Refused) as refused:
        decide_join(network, msgspec.structs.replace(JOIN, **changes), BOARDS, circumstances())
    assert refused.value.code == code
    assert refused.value.remedy


def test_a_home_is_amended_whole_and_the_same_again_is_nothing_new() -> None:
    network = given(joined())
    [home_id] = network.homes
    amend = AmendHome(
        name="Rosewood House",
        cqc_location_id="1-1000000009",
        icb_ods_code="QHL",
        programme_started_on=date(2025, 1, 1),
    )
    [event] = decide_amend(network, home_id, amend, BOARDS, circumstances())
    network.evolve(event, 2)
    home = network.homes[home_id]
    assert (home.ref, home.name, home.icb_ods_code) == ("rosewood", "Rosewood House", "QHL")
    assert decide_amend(network, home_id, amend, BOARDS, circumstances()) == []


def test_a_home_does_not_take_another_homes_location() -> None:
    other = msgspec.structs.replace(JOIN, ref="elmhurst", cqc_location_id="1-1000000002")
    network = given(joined(), joined(other))
    home = network.find("elmhurst")
    assert home is not None
    amend = AmendHome(name="Elmhurst", cqc_location_id="1-1000000001", icb_ods_code="QOX")
    with pytest.raises(Refused) as refused:
        decide_amend(network, home.home_id, amend, BOARDS, circumstances())
    assert refused.value.field == "cqc_location_id"


def test_a_coach_is_assigned_once_and_unassigned_once() -> None:
    network = given(joined())
    [home_id] = network.homes
    [assigned] = decide_assign(network, home_id, AssignCoach(account_id=COACH), circumstances())
    network.evolve(assigned, 2)
    assert network.caseload(COACH) == {home_id}
    assert decide_assign(network, home_id, AssignCoach(account_id=COACH), circumstances()) == []
    [unassigned] = decide_unassign(network, home_id, UnassignCoach(account_id=COACH), circumstances())
    network.evolve(unassigned, 3)
    assert network.caseload(COACH) == frozenset()
    assert decide_unassign(network, home_id, UnassignCoach(account_id=COACH), circumstances()) == []


def test_a_home_is_found_by_reference_and_by_id_in_any_spelling() -> None:
    network = given(joined())
    [home_id] = network.homes
    for spelling in ("rosewood", str(home_id), home_id.hex, str(home_id).upper()):
        found = network.find(spelling)
        assert found is not None
        assert found.home_id == home_id
    assert network.find("Rosewood") is None
    assert network.find("nowhere") is None


def test_a_board_that_was_in_force_before_is_known_still() -> None:
    boards = load_boards()
    assert len(boards) == 48
    assert {"QHG", "S1Y5D", "QOX"} <= boards


def test_a_hold_stands_once_until_it_is_released() -> None:
    person = uuid4()
    hold = HoldErasure(person_id=person, record_class=RecordClass.CARE, reason="An inquiry")
    release = ReleaseErasure(person_id=person, record_class=RecordClass.CARE)
    [held] = decide_hold(Network(), hold, circumstances())
    assert isinstance(held, ErasureHeld)
    assert (held.person_id, held.reason) == (person, "An inquiry")
    network = given(held)
    assert decide_hold(network, hold, circumstances()) == []
    other = msgspec.structs.replace(hold, record_class=RecordClass.FINANCE)
    assert len(decide_hold(network, other, circumstances())) == 1
    [released] = decide_release(network, release, circumstances())
    assert isinstance(released, ErasureReleased)
    assert decide_release(given(held, released), release, circumstances()) == []
