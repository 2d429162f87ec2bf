from pathlib import Path

import pytest

from network.projections.discovery import choose_projections, find_projections
from network.projections.errors import ProjectionMisdeclared, UnknownProjection
from network.read_models import PROJECTIONS
from tests.network.projections.toys import toy


def test_the_projections_of_all_contexts_are_found_by_their_place() -> None:
    names = [projection.name for projection in PROJECTIONS]
    assert names == sorted(names)
    assert {"activity", "directory", "falls", "occupancy", "payments", "roster", "sickness"} <= set(names)


def test_two_of_one_name_are_refused() -> None:
    with pytest.raises(ProjectionMisdeclared):
        find_projections(["outcomes", "outcomes.read_models.falls"])


def test_they_are_chosen_by_name_or_all(tmp_path: Path) -> None:
    first, second = toy(tmp_path, "first"), toy(tmp_path, "second")
    assert choose_projections([first, second], ["second"]) == (second,)
    assert choose_projections([first, second], []) == (first, second)
    with pytest.raises(UnknownProjection, match="first, second"):
        choose_projections([first, second], ["third"])


def test_a_schema_without_the_line_before_its_indexes_is_refused(tmp_path: Path) -> None:
    toys = toy(tmp_path)
    toys.schema_file.write_text("CREATE TABLE gift (home_id uuid PRIMARY KEY);")
    with pytest.raises(ProjectionMisdeclared, match="indexes, made after"):
        toys.read_schema()


def test_the_digest_follows_schema_and_reference_rows(tmp_path: Path) -> None:
    one = toy(tmp_path)
    assert one.digest() == toy(tmp_path).digest()
    assert one.digest() != toy(tmp_path, schema="CREATE TABLE gift (id uuid PRIMARY KEY);\n").digest()
