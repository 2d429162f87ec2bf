import msgspec
import pytest

from households.premises import ChangeBeds, OpenHome, OpenHousehold
from households.recording.commands import COMMANDS, KINDS, CommandKind
from network.access.viewer import SYSTEM, Role, Viewer
from tests.households.story import HOME

KIND_BY_NAME = pytest.mark.parametrize("kind", COMMANDS.values(), ids=COMMANDS.keys())


def test_every_command_has_a_name_a_type_and_an_address_of_its_own() -> None:
    assert len(COMMANDS) == len({kind.path for kind in COMMANDS.values()})
    assert {kind.name for kind in KINDS.values()} - set(COMMANDS) == {"set-aside"}


@KIND_BY_NAME
def test_a_path_fills_fields_of_its_command(kind: CommandKind) -> None:
    assert set(kind.path_fields) <= set(kind.command.__struct_fields__)
    assert kind.path.startswith("/homes/{home}/")
    assert set(kind.body_fields) | set(kind.path_fields) == set(kind.command.__struct_fields__)


@KIND_BY_NAME
def test_the_record_that_a_command_is_about_stands_in_its_path(kind: CommandKind) -> None:
    assert kind.record is None or kind.record in kind.path_fields
    assert not kind.reads_record or kind.record


@KIND_BY_NAME
def test_a_command_says_what_it_does_in_a_sentence(kind: CommandKind) -> None:
    assert kind.sentence.endswith(".")
    assert "\n" not in kind.sentence


@KIND_BY_NAME
def test_every_field_is_described_for_the_api(kind: CommandKind) -> None:
    schema = msgspec.json.schema(kind.command)["$defs"][kind.command.__name__]
    bare = [
        name
        for name, field in schema["properties"].items()
        if not any("description" in part or "$ref" in part for part in (field, *field.get("anyOf", ())))
    ]
    assert bare == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
@KIND_BY_NAME
def test_only_a_homes_team_records_for_it(kind: CommandKind, role: Role) -> None:
    viewer = Viewer(account_id=HOME, name="Somebody", role=role, homes=frozenset({HOME}))
    network_may = {OpenHome, OpenHousehold, ChangeBeds}
    allowed = {
        Role.HOME_TEAM: kind.command is not OpenHome,
        Role.NETWORK_IT: kind.command in network_may,
    }
    assert kind.may(viewer, HOME) == allowed.get(role, False)
    assert kind.may(SYSTEM, HOME)
