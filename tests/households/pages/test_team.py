"""The team's pages, sickness, and who may read why somebody is off sick."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from households.events import (
    SicknessAmended,
    SicknessEnded,
    SicknessReasonShared,
    SicknessStarted,
    StaffHoursChanged,
    StaffJoined,
    StaffLeft,
)
from households.sickness import StartSickness
from households.team import JoinTeam
from households.terms import StaffRole
from network.access.viewer import Role
from tests.days import today
from tests.households.pages.conftest import House
from tests.signed_in import somebody

BACK_PROBLEMS = "Back Problems"


async def join(house: House) -> UUID:
    """Nia works here."""
    await house.record(
        JoinTeam(
            staff_ref="S1",
            given_name="Nia",
            family_name="Rees",
            role=StaffRole.CARE_WORKER,
            weekly_hours=Decimal(30),
            started_on=date(2024, 2, 1),
        )
    )
    return next(event.staff_id for event in await house.events() if isinstance(event, StaffJoined))


async def test_somebody_joins_changes_hours_and_leaves(house: House) -> None:
    fields = {"given_name": "Nia", "family_name": "Rees", "role": "nurse", "weekly_hours": "22.5"}
    assert "Another role" in (await house.see("/team/new")).text
    page = await house.send("/team/new", fields)
    assert "Nia Rees in the team" in page.text
    joined = next(event for event in await house.events() if isinstance(event, StaffJoined))
    assert (joined.weekly_hours, joined.started_on) == (Decimal("22.50"), today())
    assert "Nia Rees nurse" in (await house.see("/team")).text
    page = await house.send(f"/team/{joined.staff_id}/new-hours", {"weekly_hours": "30"})
    assert "Hours changed" in page.text
    page = await house.send(f"/team/{joined.staff_id}/leaves", {"left_on": today().isoformat()})
    assert "Last day" in page.text
    kinds = [type(event) for event in await house.events()][-2:]
    assert kinds == [StaffHoursChanged, StaffLeft]


async def test_a_sickness_begins_today_and_ends_in_two_taps(house: House) -> None:
    staff = await join(house)
    page = await house.send("/sickness/new", {"staff": str(staff)})
    assert "A sickness of Nia Rees" in page.text
    listed = await house.see("/team")
    ends = listed.links["Nia Rees is well again"].removeprefix("/homes/rosewood")
    page = await house.send(ends, {})
    assert "Ended" in page.text
    started, ended = [e for e in await house.events() if isinstance(e, SicknessStarted | SicknessEnded)]
    assert isinstance(started, SicknessStarted)
    assert (started.first_day, ended.last_day, started.reason) == (today(), today(), None)
    assert "Off sick" not in (await house.see("/team")).text


async def test_why_somebody_is_sick_is_read_by_who_said_it_and_nobody_else(house: House) -> None:
    staff = await join(house)
    page = await house.send("/sickness/new", {"staff": str(staff), "reason_code": "S11"})
    assert BACK_PROBLEMS in page.text
    spell = (await house.see("/team")).links["record"].removeprefix("/homes/rosewood")
    for below in (spell, "/records", "/team", f"/team/{staff}"):
        assert BACK_PROBLEMS not in (await house.see(below, house.sam)).text
    form = spell.replace("records", "sickness") + "/correct"
    correcting = await house.see(form, house.sam)
    assert correcting.fields["reason_code"] == [""]
    # Once, among all the reasons that the form offers to everybody.
    assert correcting.text.count(BACK_PROBLEMS) == 1
    assert "Who may read the reason" not in (await house.see(spell, house.sam)).text


async def test_who_said_it_shares_it_with_a_colleague_and_takes_that_back(house: House) -> None:
    staff = await join(house)
    await house.send("/sickness/new", {"staff": str(staff), "reason_code": "S11"})
    spell = (await house.see("/team")).links["record"].removeprefix("/homes/rosewood")
    sharing = spell.replace("records", "sickness") + "/who-may-read"
    await house.send(sharing, {"account": str(house.sam.account_id), "shared": "yes"})
    assert BACK_PROBLEMS in (await house.see(spell, house.sam)).text
    third = await somebody(house.services, house.http, Role.HOME_TEAM, name="Kit Lowe")
    assert BACK_PROBLEMS not in (await house.see(spell, third)).text
    await house.send(sharing, {"account": str(house.sam.account_id), "shared": "no"})
    assert BACK_PROBLEMS not in (await house.see(spell, house.sam)).text
    shares = [event.shared for event in await house.events() if isinstance(event, SicknessReasonShared)]
    assert shares == [True, False]


async def test_who_shares_a_reason_sees_with_whom_and_it_is_theirs_alone(house: House) -> None:
    staff = await join(house)
    await house.send("/sickness/new", {"staff": str(staff), "reason_code": "S11"})
    spell = (await house.see("/team")).links["record"].removeprefix("/homes/rosewood")
    sharing = spell.replace("records", "sickness") + "/who-may-read"
    assert "Who may read the reason Only you" in (await house.see(spell)).text
    saved = await house.send(sharing, {"account": str(house.sam.account_id), "shared": "yes"})
    assert "Who may read the reason You and Sam Reed" in saved.text
    assert "Who may read the reason: Only you → You and Sam Reed" in saved.text
    assert "Who may read the reason You and Sam Reed" in (await house.see(sharing)).text
    third = await somebody(house.services, house.http, Role.HOME_TEAM, name="Kit Lowe")
    lists = ("", "/records", "/records?about=sickness", f"/records?person={staff}", f"/team/{staff}")
    for who in (house.sam, third):
        for below in (*lists, spell):
            page = (await house.see(below, who)).text
            assert "reason of a spell" not in page
            assert "may read the reason" not in page
    taking_back = saved.links["Sam Reed may no longer read the reason"].removeprefix("/homes/rosewood")
    form = await house.see(taking_back)
    assert (form.fields["account"], form.fields["shared"]) == ([str(house.sam.account_id)], ["no"])
    page = await house.send(taking_back, {})
    assert "Who may read the reason: You and Sam Reed → Only you" in page.text
    assert BACK_PROBLEMS not in (await house.see(spell, house.sam)).text


async def test_nobody_shares_what_another_said(house: House) -> None:
    staff = await join(house)
    spell = await house.record(
        StartSickness(staff=str(staff), first_day=today(), reason_code="S11"), house.sam
    )
    page = await house.send(
        f"/sickness/{spell}/who-may-read", {"account": str(house.sam.account_id), "shared": "yes"}
    )
    assert page.status == 422
    assert "Only who gave the reason can say who else may read it." in page.text


async def test_who_amends_the_days_of_a_sickness_neither_reads_nor_loses_the_reason(house: House) -> None:
    staff = await join(house)
    spell = await house.record(
        StartSickness(staff=str(staff), first_day=today(), reason_code="S11"), house.sam
    )
    page = await house.send(
        f"/sickness/{spell}/correct", {"first_day": today().isoformat(), "why": "Misheard"}
    )
    assert "Corrected: Misheard" in page.text
    assert BACK_PROBLEMS not in page.text
    amended = (await house.events())[-1]
    assert isinstance(amended, SicknessAmended)
    assert amended.reason is not None
    assert BACK_PROBLEMS in (await house.see(f"/records/{spell}", house.sam)).text


async def test_a_sickness_that_needs_attention_says_why_only_to_who_said_it(house: House) -> None:
    staff = await join(house)
    unknown = StartSickness(staff=str(staff), first_day=date(2023, 1, 1), reason_code="S11")
    record = await house.record(
        unknown, house.sam, from_outbox=True, made_at=datetime.now(UTC), sent_at=datetime.now(UTC)
    )
    form = f"/sickness/new?instead_of={record}"
    assert (await house.see(form, house.sam)).fields["reason_code"] == ["S11"]
    assert (await house.see(form)).fields.get("reason_code", [""]) == [""]
    assert "S11" not in (await house.see(f"/attention/{record}")).text
    assert BACK_PROBLEMS not in (await house.see(f"/attention/{record}")).text
