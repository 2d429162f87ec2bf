"""What the demo says when it is up: where it is, who may come in, and what to paste first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from network.days import local_date
from network.demo.bank_statement import ACCOUNT, FILE_NAME
from network.demo.doors import PASSWORD, PIN, DemoDoors
from network.demo.kept import KeptDemo

ROLES: Mapping[str, str] = {
    "home_team": "a home team",
    "coach": "a coach",
    "finance": "finance",
    "network_it": "network IT",
}

# An answer has no line break at its end, and the prompt would follow it on its line.
CURL = r"curl -s -w '\n'"


@dataclass(frozen=True, slots=True)
class Place:
    """Where this demo runs."""

    address: str
    data_dir: str
    hearth: str
    """How to call `hearth` from another terminal so that it finds this demo's database."""


def guide(place: Place, demo: KeptDemo, resident_ref: str | None, doors: DemoDoors) -> str:
    """The whole text."""
    return "\n".join(
        [
            "",
            f"The demo network is at {place.address}",
            f"  GraphQL, to explore    {place.address}/graphql",
            f"  HTTP, described        {place.address}/api",
            f"  Its data               {place.data_dir}",
            "",
            *_pages(place, demo, doors),
            "",
            "A token for each role:",
            *(f"  {ROLES[one.role]:<12} {one.token}   {one.name}" for one in demo.invitations),
            "",
            *_finance(place),
            "",
            "Paste one of these into another terminal.",
            *_commands(place, demo, resident_ref),
            "",
            "Ctrl-C ends it and keeps the data; make demo goes on from there, make demo-reset begins anew.",
        ]
    )


def _pages(place: Place, demo: KeptDemo, doors: DemoDoors) -> list[str]:
    return [
        f"Sign in at {place.address}/sign-in: password “{PASSWORD}”, unless they chose",
        "another since, and, once in each browser, the code:",
        *(f"  {ROLES[one.role]:<12} {one.sign_in_name:<20} {one.code}   {one.name}" for one in doors.people),
        f"Or make a browser {demo.home_ref}'s shared tablet at {place.address}/sign-in/tablet",
        f"  its code     {doors.tablet_code:<20} then choose anybody of the team; everybody's PIN is {PIN},",
        f"  {'':<33} unless they chose another since",
    ]


def _finance(place: Place) -> list[str]:
    statement = Path(place.data_dir) / FILE_NAME
    return [
        "Two things that wait for finance:",
        f"  A bank statement       {statement}",
        f"    to be brought in at  {place.address}/finance/bank, once there is an account “{ACCOUNT}”",
        "                         that brings CAMT.053 only; some of its lines no home has recorded",
        f"  A period to be raised  {place.address}/finance/billing: the one that ended last",
    ]


def _commands(place: Place, demo: KeptDemo, resident_ref: str | None) -> list[str]:
    tokens = {one.role: one.token for one in demo.invitations}
    today = local_date(datetime.now(UTC))
    until = today - timedelta(days=1)
    since = today - timedelta(days=365)
    first, last = _last_month(today)
    lines = [
        "",
        f"  A home team sees {demo.home_ref} today:",
        _ask(
            place,
            tokens["home_team"],
            f'{{home(id:"{demo.home_ref}"){{name households{{name residents{{displayName room}}}} '
            "activity(first:3){edges{node{occurredAt summary}}}}}",
        ),
        "",
        "  A coach sees the caseload, each rate with its interval:",
        _ask(
            place,
            tokens["coach"],
            f'{{homes(first:3){{edges{{node{{name rates(from:"{since}",to:"{until}",measures:[FALLS])'
            "{numerator denominator rate low high}}}}}",
        ),
        "",
        "  Finance takes last month's payments into a spreadsheet:",
        f"  {place.hearth} export payments --from {first} --to {last} payments.csv",
    ]
    if resident_ref:
        lines[1:1] = [
            "  The home team records a fall:",
            _record_fall(place, tokens["home_team"], demo, resident_ref),
            "",
        ]
    return lines


def _record_fall(place: Place, token: str, demo: KeptDemo, resident_ref: str) -> str:
    fall = {
        "resident": resident_ref,
        "occurred_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "place": "bedroom",
        "harm": "none",
        "description": "Slid from the edge of the bed.",
    }
    return (
        f"  {CURL} {place.address}/homes/{demo.home_ref}/falls -H 'Authorization: Bearer {token}' \\\n"
        f"    -H \"Idempotency-Key: $(python3 -c 'import uuid; print(uuid.uuid4())')\" \\\n"
        f"    -H 'Content-Type: application/json' -d '{json.dumps(fall)}'"
    )


def _ask(place: Place, token: str, query: str) -> str:
    return (
        f"  {CURL} {place.address}/graphql -H 'Authorization: Bearer {token}' \\\n"
        f"    -H 'Content-Type: application/json' -d '{json.dumps({'query': query})}'"
    )


def _last_month(today: date) -> tuple[date, date]:
    """The first and the last day of the month before."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
