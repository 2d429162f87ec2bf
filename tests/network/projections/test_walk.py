"""docs/adding-a-projection.md does what it says."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import households.events
from households.events import FallFacts, FallObserved, FallRecorded, FallRetracted
from households.terms import Harm, Place
from network.eventstore.sealed import RecordClass, Sealed
from network.projections.changes import Changes
from network.projections.projection import Entry, Projection
from tests.projected import Projected, said

WALK = Path(__file__).parents[3] / "docs" / "adding-a-projection.md"
HOME, EDITH, ROSE = uuid4(), uuid4(), uuid4()
DAY = date(2026, 3, 1)


def blocks(language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```", WALK.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )


def declared(folder: Path) -> Projection:
    """The projection of the walk."""
    schema = folder / "schema.sql"
    schema.write_text(blocks("sql")[0])
    known: dict[str, Any] = {
        **vars(households.events),
        "Changes": Changes,
        "Entry": Entry,
        "Projection": Projection,
        "Path": Path,
        "__file__": str(folder / "projection.py"),
    }
    exec(blocks("python")[0], known)
    return known["PROJECTION"]


def sealed(label: str) -> Sealed:
    return Sealed.of("words", EDITH, RecordClass.CARE, label)


def fall() -> FallRecorded:
    facts = FallFacts(place=Place.BEDROOM, harm=Harm.NONE)
    account = sealed("account")
    return FallRecorded(resident_id=EDITH, household_id=ROSE, facts=facts, account=account, **said(DAY))


def observed(hour: int) -> FallObserved:
    observation = sealed("observation")
    return FallObserved(resident_id=EDITH, observation=observation, **said(DAY, hour, about=1))


async def test_the_walk_makes_a_projection_that_works(projected: Projected, tmp_path: Path) -> None:
    observations = declared(tmp_path)
    retracted = FallRetracted(resident_id=EDITH, reason=sealed("reason"), **said(DAY, about=4))
    await projected.record(HOME, fall(), observed(13), observed(15), fall(), retracted)
    await projected.project(observations)
    (row,) = await projected.rows(observations, "observed_fall")
    assert (row["fall"], row["observed_at"]) == (1, datetime(2026, 3, 1, 15, tzinfo=UTC))
    assert await projected.pool.fetchval("SELECT to_regclass('observations_1.observed_fall_day') IS NOT NULL")


def test_the_walk_names_what_is_there() -> None:
    text = WALK.read_text(encoding="utf-8")
    for path in re.findall(r"`((?:tests|households)/[\w/.]+)`", text):
        assert (WALK.parents[1] / path).exists(), path
