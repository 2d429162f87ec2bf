"""What a password or a PIN has to be: long enough, and none that others would try first.

No rules about which characters, and no changing every few months (NCSC, NIST SP 800-63B): they lead to
passwords that are written on the tablet.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from zxcvbn import zxcvbn

from network.access.secrets.breached import is_breached
from network.access.viewer import AccessError

SHORTEST, LONGEST = 12, 200
PIN_SHORTEST, PIN_LONGEST = 6, 8
LOOKED_AT = 40
"""Characters that are weighed. Of signs that stand for letters, as in p4$$, every reading of every part is
tried: 72 of them took two seconds, these take half a one. What is longer than that is long enough."""
STRONG_ENOUGH = 3
"""Of zxcvbn's 0 to 4: more than 10^8 guesses, where ours are few a day and hashed slowly."""
LEFT = 6
"""Letters that have to be left of a password without the words below and without figures."""
KNOWN = ("passwords", "user_inputs")
"""zxcvbn's lists of what leaked, and of the words below."""
OUR_WORDS = (
    "hearth",
    "care",
    "carehome",
    "home",
    "team",
    "coach",
    "finance",
    "network",
    "resident",
    "tablet",
)
"""Words that whoever knows where they are would try; with the person's and the homes' names."""


class SecretUnfit(AccessError):
    """A password or PIN that is not taken; says why and what to do."""

    def __init__(self, field: str, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.field = field
        self.message = message
        self.remedy = remedy


class SecretRules:
    """Judges new passwords and PINs."""

    def __init__(self, breached: Path | None) -> None:
        self._breached = breached

    def check_password(self, password: str, known_words: Sequence[str]) -> None:
        """Raise `SecretUnfit` unless it is one to take. `known_words` are the names of person and homes."""
        if len(password) < SHORTEST:
            raise _password(f"This password is shorter than {SHORTEST} characters.")
        if len(password) > LONGEST:
            raise _password(f"This password is longer than {LONGEST} characters.")
        words = [*OUR_WORDS, *(part.lower() for word in known_words for part in re.split(r"\W+", word))]
        if (
            zxcvbn(password[:LOOKED_AT], words)["score"] < STRONG_ENOUGH
            or _is_common_closed_up(password, words)
            or _letters_left(password, words) < LEFT
        ):
            raise _password(
                "This password would be guessed: it is a common one, a pattern, or made of names."
            )
        if self._breached is not None and is_breached(password, self._breached):
            raise _password("This password is in a list of stolen ones.")

    def check_pin(self, pin: str) -> None:
        """Raise `SecretUnfit` unless it is one to take."""
        if not (PIN_SHORTEST <= len(pin) <= PIN_LONGEST and pin.isascii() and pin.isdigit()):
            raise _pin(f"A PIN has {PIN_SHORTEST} to {PIN_LONGEST} figures.")
        if is_obvious(pin):
            raise _pin("This PIN is one that others would try first.")


def is_obvious(pin: str) -> bool:
    """Few figures, a run, a part that repeats, or a year twice: what people choose most."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    repeats = any(pin == (pin[:size] * len(pin))[: len(pin)] for size in range(1, len(pin) // 2 + 1))
    pairs = all(pin[at] == pin[at + 1] for at in range(0, len(pin) - 1, 2))
    return len(set(pin)) <= 2 or (len(steps) == 1) or repeats or pairs or pin in _POPULAR


_POPULAR = frozenset(
    {"102030", "112358", "121314", "123321", "123654", "123789", "142536", "147258", "147852", "159753"}
    | {"258456", "258852", "456789", "789456"}
)
"""Shapes on the keys, and such."""


def _is_common_closed_up(password: str, words: Sequence[str]) -> bool:
    """Whether it is made of what others would try, but for the spaces and signs that hide its words."""
    closed_up = re.sub(r"[\W_]+", "", password)
    if not closed_up or len(closed_up) > LOOKED_AT:
        return False
    weighed = zxcvbn(closed_up, words)
    own = (part["token"] for part in weighed["sequence"] if part.get("dictionary_name") not in KNOWN)
    return weighed["score"] < STRONG_ENOUGH or sum(letter.isalpha() for letter in "".join(own)) < LEFT


def _letters_left(password: str, words: Sequence[str]) -> int:
    """How many letters are left when all words that are known of the person and the network are gone."""
    left = password.lower()
    for word in sorted(words, key=len, reverse=True):
        if len(word) > 2:
            left = left.replace(word, " ")
    return sum(letter.isalpha() for letter in left)


def _password(message: str) -> SecretUnfit:
    return SecretUnfit(
        "password", message, "Take three or four words that don't belong together, such as nobody says them."
    )


def _pin(message: str) -> SecretUnfit:
    return SecretUnfit("pin", message, "Take six figures that say nothing about you, and no run or pattern.")
