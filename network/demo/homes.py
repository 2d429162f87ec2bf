"""The fictional homes: where they are, their households, and what makes each of them different."""

from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 1096
"""Three years."""


@dataclass(frozen=True, slots=True)
class Area:
    """A commissioning area: its board, and the two councils there. The first council pays in time."""

    board: str
    councils: tuple[tuple[str, str], tuple[str, str]]


AREAS = (
    Area(
        "QWO",
        (("WHARFE-MBC", "Wharfe Valley Metropolitan Borough Council"), ("HOLME-MBC", "Holmeside Council")),
    ),
    Area("QYG", (("WIRRALEY-BC", "Wirraley Borough Council"), ("SANDON-MBC", "Sandonbridge Council"))),
    Area("QJK", (("EXMERE-CC", "Exmere County Council"), ("TAVYDALE-DC", "Tavydale Council"))),
    Area("QHL", (("ARDENLEY-CC", "Ardenley City Council"), ("TAMEBROOK-MBC", "Tamebrook Council"))),
    Area(
        "S0E4D", (("ISISFORD-CC", "Isisford County Council"), ("KENNETLEY-BC", "Kennetley Borough Council"))
    ),
    Area("T6Y0W", (("BROADMERE-CC", "Broadmere County Council"), ("WAVENLEY-DC", "Wavenley Council"))),
)


@dataclass(frozen=True, slots=True)
class DemoHome:
    """One home of the demo."""

    ref: str
    name: str
    area: Area
    number: int
    households: tuple[tuple[str, int], ...]
    falls_per_1000: float
    nursing_share: float
    today: date
    """The day that its story leads up to."""
    begins_on: date
    """`recorded_from`, the day it joined."""
    programme_on: date | None
    silent_from: date | None
    """The first day of which nothing was recorded any more."""
    has_baseline: bool
    demand: float
    """Mean days that a room stays empty."""

    @property
    def beds(self) -> int:
        """Beds of all households."""
        return sum(beds for _, beds in self.households)

    @property
    def cqc_location_id(self) -> str:
        """Of the right form, in a range that the regulator has not reached."""
        return f"1-990000{self.number:05d}"


_HOMES = (
    # ref, name, area, households, falls per 1,000 bed days, share of residents who need a nurse
    ("ALDER", "Alder House", 0, "Beck:11;Croft:11;Dale:11", 5.4, 0.35),
    ("BRAMBLE", "Bramble Court", 0, "Bramble:12;Sloe:8", 4.6, 0.20),
    ("CLOVER", "Clover Bank", 0, "Clover:10", 4.2, 0.00),
    ("DAMSON", "Damson Lodge", 0, "Orchard:9;Walled Garden:8", 5.1, 0.30),
    ("ELDER", "Elderflower House", 1, "Mersey:12;Dee:12;Weaver:12", 5.6, 0.40),
    ("FERN", "Fernbrook", 1, "Fern:11", 4.0, 0.00),
    ("GORSE", "Gorse Hill", 1, "Hilltop:10;Lane:9", 4.8, 0.25),
    ("HAZEL", "Hazel Grange", 1, "Hazel:12;Cob:6", 4.4, 0.10),
    ("IVY", "Ivy Cottage", 2, "Ivy:8", 4.9, 0.00),
    ("JUNIPER", "Juniper House", 2, "Moor:10;Shore:10;Vale:10", 5.2, 0.30),
    ("KESTREL", "Kestrel View", 2, "Kestrel:12", 4.3, 0.00),
    ("LARCH", "Larch Meadow", 2, "Meadow:10;Copse:8", 5.0, 0.20),
    ("MALLOW", "Mallow House", 3, "Mallow:12;Teasel:10", 4.7, 0.35),
    ("NETTLE", "Nettlebed Court", 3, "Court:11", 5.3, 0.00),
    ("OAK", "Oakapple House", 3, "Oak:12;Acorn:12", 4.5, 0.25),
    ("POPLAR", "Poplar Row", 3, "Row:9;Terrace:9", 4.1, 0.10),
    ("QUINCE", "Quince Tree House", 4, "Quince:10;Medlar:7", 4.9, 0.20),
    ("ROWAN", "Rowan Bank", 4, "Rowan:12", 4.4, 0.00),
    ("SORREL", "Sorrel House", 4, "Sorrel:11;Dock:10", 5.1, 0.30),
    ("THYME", "Thyme Cottage", 4, "Thyme:9", 4.6, 0.00),
    ("UMBEL", "Umber House", 5, "Broad:10;Staithe:8", 4.8, 0.15),
    ("VETCH", "Vetchling House", 5, "Vetch:12;Reed:10", 5.0, 0.25),
    ("WILLOW", "Willow End", 5, "Willow:12", 4.2, 0.00),
    ("YARROW", "Yarrow House", 5, "Yarrow:10;Tansy:8", 4.7, 0.20),
)

_PROGRAMMES = {"ALDER": 548, "ELDER": 520, "JUNIPER": 576}
"""Days after the beginning on which three of the larger homes started the programme."""
_JOINED_LATER = {"FERN": 420, "VETCH": 600}
"""Days after the beginning on which two homes joined, with a year of monthly totals from before."""
_SILENT = {"GORSE": 36}
"""The home that has sent nothing for that many days."""


def demo_homes(today: date) -> tuple[DemoHome, ...]:
    """The network as it is on a day."""
    begins = today - timedelta(days=DAYS)
    return tuple(_home(number, row, begins, today) for number, row in enumerate(_HOMES, start=1))


def coach_number(number: int, homes: int, coaches: int) -> int:
    """Who supports a home, from 0: the first coach half of them, the others the rest in equal parts.

    So one coach has all three homes of the programme, and can look at them together.
    """
    half = (homes + 1) // 2
    if number < half or coaches == 1:
        return 0
    return 1 + (number - half) * (coaches - 1) // (homes - half)


def _home(number: int, row: tuple[str, str, int, str, float, float], begins: date, today: date) -> DemoHome:
    ref, name, area, households, falls, nursing = row
    started, silent = _PROGRAMMES.get(ref), _SILENT.get(ref)
    return DemoHome(
        ref=ref,
        name=name,
        area=AREAS[area],
        number=number,
        households=tuple(_household(part) for part in households.split(";")),
        falls_per_1000=falls,
        nursing_share=nursing,
        today=today,
        begins_on=begins + timedelta(days=_JOINED_LATER.get(ref, 0)),
        programme_on=begins + timedelta(days=started) if started else None,
        silent_from=today - timedelta(days=silent) if silent else None,
        has_baseline=ref in _JOINED_LATER,
        demand=16.0 + 11.0 * (number % 5),
    )


def _household(part: str) -> tuple[str, int]:
    name, _, beds = part.partition(":")
    return name, int(beds)
