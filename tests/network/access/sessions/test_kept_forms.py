from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from network.access.sessions.kept_forms import KEPT_FOR, MOST_BYTES, KeptForms

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
ADA = uuid4()
FIELDS = {"description": ["Slipped on the wet floor"], "actions": ["first_aid", "gp"]}


def forms(now: datetime = NOW) -> KeptForms:
    return KeptForms(b"k" * 32, lambda: now)


def test_a_form_is_there_again_for_who_typed_it() -> None:
    kept = forms().seal(ADA, "/homes/rosewood/falls/new", FIELDS)
    assert kept is not None
    opened = forms(NOW + KEPT_FOR).open(ADA, kept)
    assert opened is not None
    assert (opened.path, opened.fields) == ("/homes/rosewood/falls/new", FIELDS)


def test_nobody_else_opens_it_and_it_can_not_be_read() -> None:
    kept = forms().seal(ADA, "/homes/rosewood/falls/new", FIELDS)
    assert kept is not None
    assert forms().open(uuid4(), kept) is None
    assert forms(NOW + KEPT_FOR + timedelta(seconds=1)).open(ADA, kept) is None
    assert KeptForms(b"x" * 32, lambda: NOW).open(ADA, kept) is None
    assert "Slipped" not in kept


@pytest.mark.parametrize("text", ["", "x", "A" * 100, "é", "\0", "=" * 8])
def test_what_is_no_kept_form_is_none(text: str) -> None:
    assert forms().open(ADA, text) is None


def test_what_is_too_long_for_a_field_is_not_kept() -> None:
    assert forms().seal(ADA, "/x", {"description": ["x" * MOST_BYTES]}) is None
