import ast
from pathlib import Path

import households
from households.recording.refusals import REFUSALS, refusal_in_words
from network.access.devices.makers import Doubt

FOLDER = Path(households.__file__).parent


def codes() -> set[str]:
    """The code of every refusal in the source."""
    calls = (node for path in FOLDER.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Refused"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_every_rule_can_say_later_why_it_refused() -> None:
    assert len(codes()) > 40
    assert codes() - set(REFUSALS) == set(), "Add a sentence to households/recording/refusals.py."


def test_a_doubt_about_who_made_it_is_told_in_its_own_words() -> None:
    assert refusal_in_words(Doubt.DEVICE_REVOKED) == Doubt.DEVICE_REVOKED.sentence
    assert refusal_in_words("of another release") == "A rule of the home did not allow it."
