"""What became of a record, as a list shows it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from households.reading.standing import Correction, Mark, Standing, of_row
from network.days import start_of

AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 7, 3, 9, tzinfo=UTC)
MOVED = {"said_in": 4, "since": "2026-07-02"}


def corrected(kind: str, version: int = 9, **detail: Any) -> Correction:  # noqa: ANN401
    return Correction(version, kind, LATER, detail)


def standing(
    kind: str, own: Correction | None = None, record: Correction | None = None, version: int = 4
) -> Standing:
    return of_row(kind, version, AT, {"place": "bedroom", "harm": "low"}, own, record)


def test_what_was_never_corrected_stands_as_it_was_said() -> None:
    assert standing("fall-recorded") == Standing(None, AT, {"place": "bedroom", "harm": "low"}, 4)


def test_an_amendment_says_what_holds_and_when_it_was() -> None:
    now = standing("fall-recorded", corrected("fall-amended", place="garden"))
    assert now == Standing(Mark.CORRECTED, LATER, {"place": "garden", "harm": "low"}, 9)


def test_what_is_of_a_day_stays_when_it_was_written_down_unless_the_day_is_another() -> None:
    for at, shown in {AT.replace(hour=15): AT, LATER: LATER}.items():
        amended = Correction(9, "volunteering-amended", at, {})
        assert standing("volunteering-recorded", amended).occurred_at == shown


@pytest.mark.parametrize(
    "taken_back",
    [
        corrected("fall-retracted"),
        corrected("payment-reversed"),
        corrected("sickness-amended", retracted=True),
    ],
)
def test_what_was_taken_back_keeps_its_words_and_takes_along_what_followed_on_it(
    taken_back: Correction,
) -> None:
    own, followed = standing("fall-recorded", taken_back), standing("fall-observed", record=taken_back)
    assert own == followed == Standing(Mark.TAKEN_BACK, AT, {"place": "bedroom", "harm": "low"}, 4)
    assert standing("fall-retracted", record=taken_back, version=9).mark is None, "the taking back itself"


def test_an_amended_spell_is_not_taken_back() -> None:
    own = corrected("sickness-amended", retracted=False)
    assert standing("sickness-started", own).mark is Mark.CORRECTED


def test_a_new_amount_of_a_contribution_is_a_record_of_its_own() -> None:
    assert standing("contribution-changed", record=corrected("contribution-retracted")).mark is None


@pytest.mark.parametrize(
    ("kind", "amended", "at", "mark"),
    [
        ("resident-moved-out", {"moved_out_on": "2026-07-01"}, AT, None),
        ("resident-moved-out", {"moved_out_on": "2026-07-05"}, start_of(date(2026, 7, 5)), Mark.CORRECTED),
        ("resident-moved-out", {"moved_out_on": None}, AT, Mark.TAKEN_BACK),
        ("resident-moved-room", {"placements": [MOVED]}, start_of(date(2026, 7, 2)), Mark.CORRECTED),
        ("resident-moved-room", {"placements": [MOVED | {"said_in": 1}]}, AT, Mark.TAKEN_BACK),
        ("fall-observed", {}, AT, None),
        ("stay-amended", {}, AT, Mark.CORRECTED),
    ],
)
def test_a_part_of_a_record_follows_what_a_later_amendment_says_of_it(
    kind: str, amended: dict[str, Any], at: datetime, mark: Mark | None
) -> None:
    now = standing(kind, record=corrected("stay-amended", **amended))
    assert (now.occurred_at, now.mark) == (at, mark)
    before = standing(kind, record=corrected("stay-amended", version=2, **amended))
    assert (before.occurred_at, before.mark) == (AT, None), "what was said after the amendment holds"


def test_what_was_set_aside_and_seen_to_needs_nobody_any_more() -> None:
    now = standing("record-set-aside", corrected("record-settled"))
    assert (now.mark, now.detail["is_settled"]) == (Mark.SEEN_TO, True)
