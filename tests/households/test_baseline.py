from datetime import date
from decimal import Decimal

import pytest

from households.baseline import RecordBaseline
from households.events import BaselineRecorded
from households.recording.command import Command
from tests.households.story import open_home


def test_a_month_from_before_is_recorded() -> None:
    event = open_home().recorded(
        RecordBaseline(month="2019-11", occupied_bed_days=300, falls=4), BaselineRecorded
    )
    assert (event.month, event.occupied_bed_days, event.falls) == (date(2019, 11, 1), 300, 4)
    assert event.fte_days_lost is None


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (RecordBaseline(month="2026-04", occupied_bed_days=300), "in_the_future", "month"),
        (
            RecordBaseline(month="2019-11", occupied_bed_days=300, falls=1, injurious_falls=2),
            "part_exceeds_whole",
            "injurious_falls",
        ),
        (
            RecordBaseline(
                month="2019-11",
                occupied_bed_days=300,
                fte_days_lost=Decimal("200.5"),
                fte_days_available=Decimal(200),
            ),
            "part_exceeds_whole",
            "fte_days_lost",
        ),
    ],
)
def test_a_baseline_is_refused(command: Command, code: str, field: str) -> None:
    refusal = open_home().refused(command)
    assert (refusal.code, refusal.field) == (code, field)
