"""The example of `docs/adding-a-projection.md` is built as it stands there, and its own test is run."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

from households.events import FallRecorded
from network.read_models import PROJECTIONS
from tests.households.aftercare.test_projection import fall, observed
from tests.projected import Projected

PAGE = Path(__file__).parents[3] / "docs" / "adding-a-projection.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)


async def test_the_example_does_what_its_test_says(projected: Projected, tmp_path: Path) -> None:
    schema, code, test = (text for _, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")))
    (tmp_path / "schema.sql").write_text(schema, encoding="utf-8")
    file = str(tmp_path / "projection.py")
    names: dict[str, Any] = {"__file__": file, "HOME": uuid4(), "fall": fall, "observed": observed}
    names |= {"Projected": Projected}
    exec(compile(code + test, file, "exec"), names)
    assert names["PROJECTION"].name not in {projection.name for projection in PROJECTIONS}
    assert FallRecorded in names["PROJECTION"].handlers
    await names["test_the_last_observation_counts"](projected)
