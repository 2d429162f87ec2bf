"""The home itself, its monthly costs and its baseline as rows."""

from datetime import date
from uuid import UUID

from households.events import (
    BaselineRecorded,
    CostRecorded,
    CostRetracted,
    HouseholdBedsChanged,
    HouseholdOpened,
)
from households.terms import CostCategory
from network.directory.network import Home
from network.history.gathering.stream import OpenedStream
from network.history.rows import BaselineRow, CostRow, HomeRow


def home_row(home: Home, stream: OpenedStream) -> HomeRow:
    """The home as the network knows it; a household with the most beds that it ever had."""
    return HomeRow(
        line=0,
        home_ref=home.ref,
        name=home.name,
        cqc_location_id=home.cqc_location_id,
        icb_ods_code=home.icb_ods_code,
        joined_on=home.joined_on,
        recorded_from=home.recorded_from,
        charged_from=home.charged_from,
        programme_started_on=home.programme_started_on,
        households=_households(stream),
    )


def _households(stream: OpenedStream) -> tuple[tuple[str, int], ...]:
    names: dict[UUID, str] = {}
    beds: dict[UUID, int] = {}
    for _, event in stream.of(HouseholdOpened, HouseholdBedsChanged):
        if isinstance(event, HouseholdOpened):
            names[event.household_id] = event.name
        beds[event.household_id] = max(event.beds, beds.get(event.household_id, 0))
    return tuple((name, beds[household_id]) for household_id, name in names.items())


def cost_rows(home_ref: str, stream: OpenedStream) -> list[CostRow]:
    """The latest amount of each month and category that was not taken back."""
    latest: dict[tuple[date, CostCategory], CostRecorded] = {}
    for _, event in stream.of(CostRecorded, CostRetracted):
        if isinstance(event, CostRecorded):
            latest[event.month, event.category] = event
        else:
            latest.pop((event.month, event.category), None)
    return [
        CostRow(line=0, home_ref=home_ref, month=month, category=category, amount=event.amount)
        for (month, category), event in latest.items()
    ]


def baseline_rows(home_ref: str, stream: OpenedStream) -> list[BaselineRow]:
    """The latest totals of each month."""
    latest = {event.month: event for _, event in stream.of(BaselineRecorded)}
    return [
        BaselineRow(
            line=0,
            home_ref=home_ref,
            month=event.month,
            occupied_bed_days=event.occupied_bed_days,
            falls=event.falls,
            injurious_falls=event.injurious_falls,
            fte_days_lost=event.fte_days_lost,
            fte_days_available=event.fte_days_available,
        )
        for event in latest.values()
    ]
