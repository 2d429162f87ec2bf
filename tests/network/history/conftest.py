"""An empty network on a real database, and a directory of files to bring into it."""

import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from network.directory.boards import load_boards
from network.eventstore.network_key import NetworkKey
from network.history.findings import BadHistory, Findings
from network.history.importing import Importer
from network.history.journal import read_journal
from network.history.planning import HomePlan, Planner
from network.history.reading import read_directory
from network.history.restoring import Restorer
from network.postgres.dsns import Dsns
from network.services import Services, open_services

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

HOMES = (
    "home_ref,name,cqc_location_id,icb_ods_code,joined_on,households\n"
    "ROSE,Rose House,1-123456789,QWO,2024-01-01,Rose:2;Elm:3\n"
)
RESIDENTS = (
    "home_ref,resident_ref,given_name,family_name,moved_in_on,household,room,moved_out_on,moved_out_reason\n"
    "ROSE,R1,Ada,Byrne,2023-05-01,Rose,1,,\n"
    "ROSE,R2,Bert,Cole,2024-02-01,Rose,2,2024-09-01,died\n"
    "ROSE,R3,Cora,Dunn,2024-10-01,Rose,2,,\n"
)
FILES = {
    "homes": HOMES,
    "residents": RESIDENTS,
    "absences": "home_ref,resident_ref,away_from,back_on,reason\nROSE,R1,2024-03-01,2024-03-05,hospital\n",
    "falls": (
        "home_ref,resident_ref,occurred_at,place,harm,witnessed,head_struck,on_anticoagulant,description,actions\n"
        "ROSE,R1,2024-06-01T10:00,Bedroom,none,yes,no,,Slid from the bed,first_aid;Cup of tea\n"
        "ROSE,R2,2024-06-02T23:30+01:00,by the pond,low,no,,,,\n"
    ),
    "staff": (
        "home_ref,staff_ref,given_name,family_name,role,weekly_hours,started_on,left_on\n"
        "ROSE,S1,Dev,Evans,care_worker,37.5,2023-01-01,\nROSE,S2,Fay,Gray,nurse,20,2024-01-01,2025-01-31\n"
    ),
    "sickness": "home_ref,staff_ref,first_day,last_day,reason_code\nROSE,S1,2024-05-01,2024-05-03,S13\n",
    "contributions": (
        "home_ref,resident_ref,payer_ref,payer_name,payer_kind,weekly_amount,from,to\n"
        "ROSE,R1,LEEDS,Leafield Council,local_authority,700.00,2024-01-01,2024-03-31\n"
        "ROSE,R1,LEEDS,Leafield Council,local_authority,742.00,2024-04-01,\n"
        "ROSE,R1,R1-OWN,Ada Byrne,self_funder,210.50,2024-01-01,\n"
    ),
    "payments": (
        "home_ref,payer_ref,received_on,amount,reference,resident_ref,method,remittance\n"
        "ROSE,LEEDS,2024-02-20,2800.00,ROSE-1,R1,BACS,\nROSE,LEEDS,2024-02-20,2800.00,ROSE-1,R1,BACS,\n"
    ),
    "opening": "home_ref,payer_ref,document,due_on,amount\nROSE,LEEDS,OLD-1,2023-12-20,99.95\n",
    "costs": "home_ref,month,category,amount\nROSE,2024-01,food,812.20\n",
    "baseline": (
        "home_ref,month,occupied_bed_days,falls,injurious_falls,fte_days_lost,fte_days_available\n"
        "ROSE,2023-11,120,2,1,3.5,60\n"
    ),
}
"""A small home with something in every file; two equal payments, which look like one entered twice."""


@pytest.fixture
async def services(database: Dsns) -> AsyncIterator[Services]:
    """The services on an empty database."""
    async with open_services(database, NetworkKey(secrets.token_bytes(32))) as services:
        yield services


def write(directory: Path, files: dict[str, str]) -> Path:
    """The files in a directory of their own."""
    directory.mkdir(exist_ok=True)
    for name, content in files.items():
        (directory / f"{name}.csv").write_text(content, encoding="utf-8")
    return directory


async def plan(services: Services, directory: Path) -> list[HomePlan]:
    """What an import would record; raises `BadHistory`."""
    findings = Findings()
    history = read_directory(directory, findings)
    planner = Planner(services.store, services.households, load_boards(), NOW)
    return await planner.plan(history, findings)


async def bring_in(services: Services, directory: Path) -> int:
    """Import; how many commands were recorded."""
    importer = Importer(services.directory, services.households, NOW)
    recorded: list[int] = []
    for home in await plan(services, directory):
        await importer.run(home, recorded.append)
    return sum(recorded)


async def problems(services: Services, directory: Path) -> list[str]:
    """What is wrong with the files, as it is listed."""
    try:
        await plan(services, directory)
    except BadHistory as bad:
        return [str(finding) for finding in bad.findings]
    return []


async def take_in(services: Services, directory: Path) -> int:
    """Import events.jsonl; how many homes were new."""
    findings = Findings()
    restorer = Restorer(services.pool, services.store, services.keyring)
    homes = await restorer.check(read_journal(directory, findings), findings)
    for home in homes:
        await restorer.run(home, lambda _: None)
    return len(homes)
