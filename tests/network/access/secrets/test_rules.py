import hashlib
import random
import re
from pathlib import Path

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from network.access.secrets.breached import is_breached
from network.access.secrets.rules import OUR_WORDS, SHORTEST, SecretRules, SecretUnfit, is_obvious

RULES = SecretRules(None)
KNOWN = ["Ada Okafor", "ada.okafor", "Rosewood House"]


@pytest.mark.parametrize(
    "password",
    [
        "sunny afternoon walks",
        "kettle harbour violet",
        "garden window spoon",
        "three owls at dusk",
        "another evening outside",
        "correct-horse-battery",
        "ÅØÆ brød og smør 🙂",
        "x9!kQ2#vLp0z",
        "l" + "o7 w" * 40,
        " spaces at both ends ",
    ],
)
def test_long_passwords_of_any_characters_are_taken(password: str) -> None:
    RULES.check_password(password, KNOWN)


@pytest.mark.parametrize(
    "password",
    [
        "short words",
        "password1234",
        "Liverpool2024!",
        "qwertyuiop12",
        "123456789012",
        "aaaaaaaaaaaaaaaa",
        "ada.okafor2024",
        "okafor-rosewood-2024",
        "hearthcarehome",
        "Rosewood tablet 1",
        "iloveyou1234",
        "password hearth 1",
        "password password",
        "password care home",
        "letmein letmein",
        "l.e.t.m.e.i.n 2026",
        "summer 2026 summer",
        "liverpool fc 1892",
        "welcome to hearth 2026",
        "care home alder 26",
        "hello world 2026",
        "dragon monkey shadow",
        "x" * 201,
    ],
)
def test_passwords_that_others_would_try_are_not(password: str) -> None:
    with pytest.raises(SecretUnfit) as refused:
        RULES.check_password(password, KNOWN)
    assert password not in str(refused.value)


def test_a_password_in_the_file_of_stolen_ones_is_not_taken(tmp_path: Path) -> None:
    stolen = tmp_path / "pwned.txt"
    stolen.write_text(hashlib.sha1(b"sunny afternoon walks").hexdigest().upper() + ":7\n")
    with pytest.raises(SecretUnfit, match="stolen"):
        SecretRules(stolen).check_password("sunny afternoon walks", [])
    SecretRules(stolen).check_password("kettle harbour violet", [])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 1000])
def test_the_file_is_searched_by_halves_and_nothing_in_it_is_missed(
    count: int, end: str, tmp_path: Path
) -> None:
    chance = random.Random(count)
    hashes = sorted(hashlib.sha1(f"pw{number}".encode()).hexdigest().upper() for number in range(count))
    file = tmp_path / "pwned.txt"
    lines = "".join(f"{digest}:{chance.randrange(10**6)}{end}" for digest in hashes)
    file.write_bytes(lines.encode())
    assert all(is_breached(f"pw{number}", file) for number in range(count))
    assert not any(is_breached(f"other{number}", file) for number in range(200))


@pytest.mark.parametrize("pin", ["258036", "194622", "730518", "4829157", "90817264"])
def test_a_pin_of_six_to_eight_figures_is_taken(pin: str) -> None:
    RULES.check_pin(pin)


@pytest.mark.parametrize(
    "pin",
    [
        *("1234", "12345", "123456789", "12345a", "１２３４５６", "258 036", "", "-58036"),
        *("123456", "654321", "111111", "121212", "123123", "112233", "246802", "19841984", "159753"),
    ],
)
def test_other_pins_and_those_that_are_tried_first_are_not(pin: str) -> None:
    with pytest.raises(SecretUnfit):
        RULES.check_pin(pin)


def test_few_pins_are_refused_as_obvious() -> None:
    refused = sum(is_obvious(f"{pin:06}") for pin in range(10**6))
    assert refused < 10**6 / 100


def test_the_passwords_that_people_use_most_are_not_taken_with_something_after_them_either() -> None:
    common = [word for word in FREQUENCY_LISTS["passwords"][:3000] if word.isalnum()]
    for word in common[::12]:
        for longer in (word * (1 + SHORTEST // len(word)), f"{word}1234567890"[: max(SHORTEST, len(word))]):
            with pytest.raises(SecretUnfit):
                RULES.check_password(longer, [])


def test_the_words_that_are_kept_out_of_passwords_are_documented() -> None:
    page = (Path(__file__).parents[4] / "docs" / "security.md").read_text(encoding="utf-8")
    [said] = re.findall(r"^Words of ours: (.*)$", page, flags=re.MULTILINE)
    assert set(re.findall(r"`([a-z]+)`", said)) == set(OUR_WORDS)
