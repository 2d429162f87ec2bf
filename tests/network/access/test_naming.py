"""Whom a text names in full: whole names in any writing, and nothing that is only words."""

import pytest

from network.access.naming import FullName, named_in

NAMES = [
    FullName("Nora Jane", "Lumb"),
    FullName("Rose", "May"),
    FullName("José", "O’Neill-Smith"),
    FullName("Kiosk", ""),
    FullName("A", "team"),
]


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("Nora Lumb gets a lower bed", ["N. L."]),
        ("A lower bed for NORA  jane\nlumb’s room", ["N. L."]),
        ("Nora-Lumb", ["N. L."]),
        ("Ask mrs. Lumb, Mrs Lumb or Nora Lumb", ["N. L."]),
        ("Mrs. Lumb sleeps better", ["Mrs L."]),
        ("dr   may came", ["Dr M."]),
        ("Jose O'Neill Smith and Rose May", ["R. M.", "J. O."]),
        ("Nora sleeps better", []),
        ("They picked a rose. May was warm; rose, may, rosemay", []),
        ("Nora Lumber, Eleonora Lumb, Lumb", []),
        ("A team at a kiosk", []),
        ("", []),
    ],
)
def test_whom_a_text_names(text: str, initials: list[str]) -> None:
    assert sorted(named_in(text, NAMES)) == sorted(initials)
