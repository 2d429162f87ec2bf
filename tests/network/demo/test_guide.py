"""What the demo prints can be pasted, and what it keeps is for its owner alone."""

import json
import re
import shlex
import stat
from calendar import monthrange
from dataclasses import replace
from pathlib import Path

from network.demo.doors import PASSWORD, PIN, DemoDoors, Person
from network.demo.guide import Place, guide
from network.demo.kept import Invitation, KeptCode, KeptDemo

PLACE = Place("http://127.0.0.1:8123", "/somewhere", "HEARTH_DATA_DIR=/somewhere .venv/bin/hearth")
DEMO = KeptDemo(
    "seed",
    "ALDER",
    "3b1c7c52-5d0c-4a53-9f4e-2a6ed1b7c001",
    tuple(
        Invitation(role, f"{role}'s name", f"hearth_{role}")
        for role in ("home_team", "coach", "finance", "network_it")
    ),
)
DOORS = DemoDoors(
    tuple(Person(one.role, one.name, f"sign.in.{one.role}", "4K7M-Q2XD-9TRB") for one in DEMO.invitations),
    "ABCD-EFGH-JKMN",
)


def told(resident_ref: str | None) -> str:
    return guide(PLACE, DEMO, resident_ref, DOORS)


def test_everybody_is_told_how_to_sign_in() -> None:
    text = told("R001")
    for person in DOORS.people:
        assert re.search(rf"{person.sign_in_name} +{person.code} +{person.name}", text)
    assert re.search(
        rf"tablet at {PLACE.address}/sign-in/tablet\n +its code +{DOORS.tablet_code} .* PIN is {PIN},\n"
        r" +unless they chose another since\n",
        text,
    )
    assert PASSWORD in text


def test_every_role_gets_its_token() -> None:
    text = told("R001")
    for invitation in DEMO.invitations:
        assert re.search(rf"{invitation.token} +{invitation.name}", text)


def test_every_command_is_one_that_a_shell_takes() -> None:
    text = told("R001").replace("\\\n", "")
    pasted = [line for line in text.splitlines() if line.startswith(("  curl", "  HEARTH"))]
    assert len(pasted) == 4
    bodies = [words[words.index("-d") + 1] for words in map(shlex.split, pasted) if "-d" in words]
    assert [sorted(json.loads(body)) for body in bodies] == [
        ["description", "harm", "occurred_at", "place", "resident"],
        ["query"],
        ["query"],
    ]


def test_finance_is_told_of_the_statement_and_of_the_period_that_wait() -> None:
    text = told(None)
    assert f"{PLACE.data_dir}/bank-statement.xml" in text
    assert f"{PLACE.address}/finance/bank" in text
    assert f"{PLACE.address}/finance/billing" in text


def test_last_month_is_that_month_and_no_day_more() -> None:
    days = re.search(r"--from (\S+)-01 --to (\S+)-(\d\d) ", told(None))
    assert days is not None
    year, month = map(int, days[1].split("-"))
    assert days[2] == days[1]
    assert int(days[3]) == monthrange(year, month)[1]


def test_without_anybody_to_fall_no_fall_is_suggested() -> None:
    assert "/falls" not in told(None)


def test_what_is_kept_comes_back_and_nobody_else_reads_it(tmp_path: Path) -> None:
    assert KeptDemo.read(tmp_path) is None
    DEMO.write(tmp_path)
    assert KeptDemo.read(tmp_path) == DEMO
    told = replace(DEMO, codes=(KeptCode("somebody", "4K7M-Q2XD-9TRB", "2026-11-25T09:00:00+00:00"),))
    told.write(tmp_path)
    assert KeptDemo.read(tmp_path) == told
    assert stat.S_IMODE((tmp_path / "demo.json").stat().st_mode) == 0o600
    KeptDemo.forget(tmp_path)
    assert KeptDemo.read(tmp_path) is None
