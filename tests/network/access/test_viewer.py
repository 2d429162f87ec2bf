"""The table of roles, cell by cell, as the viewer answers it."""

from uuid import UUID

import pytest

from network.access.viewer import SYSTEM, TOKEN_ROLES, Forbidden, NotYours, Role, Viewer
from network.eventstore.sealed import RecordClass

OWN = UUID(int=1)
OTHER = UUID(int=2)


def viewer(role: Role) -> Viewer:
    return Viewer(account_id=UUID(int=9), name="Somebody", role=role, homes=frozenset({OWN}))


HOME_TEAM, COACH, FINANCE, NETWORK_IT = (viewer(role) for role in TOKEN_ROLES)


@pytest.mark.parametrize(
    ("permission", "own", "other"),
    [
        ("may_see_home", {HOME_TEAM, COACH, FINANCE, NETWORK_IT}, {FINANCE, NETWORK_IT}),
        ("may_record_for", {HOME_TEAM}, set[Viewer]()),
        ("may_read_names", {HOME_TEAM}, set[Viewer]()),
        ("may_read_activity", {HOME_TEAM, COACH}, set[Viewer]()),
        ("may_read_outcomes", {HOME_TEAM, COACH}, set[Viewer]()),
        ("may_write_visit_notes", {COACH}, set[Viewer]()),
        ("may_read_payments", {HOME_TEAM, FINANCE}, {FINANCE}),
    ],
)
def test_what_a_role_may_do_in_its_own_and_in_another_home(
    permission: str, own: set[Viewer], other: set[Viewer]
) -> None:
    everyone = (HOME_TEAM, COACH, FINANCE, NETWORK_IT)
    assert {who for who in everyone if getattr(who, permission)(OWN)} == own
    assert {who for who in everyone if getattr(who, permission)(OTHER)} == other


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        ("may_read_network_totals", {COACH}),
        ("may_bring_records", {HOME_TEAM}),
        ("may_list_homes", {FINANCE, NETWORK_IT}),
        ("may_read_payments", {FINANCE}),
        ("may_export_payments", {FINANCE}),
        ("may_ask_known_at", {FINANCE}),
        ("may_keep_homes", {NETWORK_IT}),
        ("may_assign_coaches", {NETWORK_IT}),
        ("may_keep_accounts", {NETWORK_IT}),
        ("may_keep_devices", {NETWORK_IT}),
        ("may_keep_projections", {NETWORK_IT}),
        ("may_forget_persons", {NETWORK_IT}),
    ],
)
def test_what_a_role_may_do_over_the_whole_network(permission: str, allowed: set[Viewer]) -> None:
    everyone = (HOME_TEAM, COACH, FINANCE, NETWORK_IT)
    assert {who for who in everyone if getattr(who, permission)()} == allowed


def test_only_a_home_team_opens_care_and_employment_and_finance_opens_finance() -> None:
    everyone = (HOME_TEAM, COACH, FINANCE, NETWORK_IT)

    def openers(record_class: RecordClass, home: UUID) -> set[Viewer]:
        return {who for who in everyone if who.may_open(record_class, home)}

    assert openers(RecordClass.CARE, OWN) == {HOME_TEAM}
    assert openers(RecordClass.EMPLOYMENT, OWN) == {HOME_TEAM}
    assert openers(RecordClass.FINANCE, OWN) == {HOME_TEAM, FINANCE}
    assert openers(RecordClass.CARE, OTHER) == set()
    assert openers(RecordClass.FINANCE, OTHER) == {FINANCE}


def test_a_home_that_is_hidden_is_not_yours_and_one_that_is_seen_is_forbidden() -> None:
    COACH.check(True, OWN)
    with pytest.raises(Forbidden):
        COACH.check(COACH.may_record_for(OWN), OWN)
    with pytest.raises(NotYours):
        COACH.check(COACH.may_record_for(OTHER), OTHER)
    with pytest.raises(Forbidden):
        COACH.check(COACH.may_keep_homes())


def test_the_system_may_do_everything_and_no_token_can_be_it() -> None:
    assert SYSTEM.may_record_for(OTHER)
    assert SYSTEM.may_keep_homes()
    assert Role.SYSTEM not in TOKEN_ROLES
