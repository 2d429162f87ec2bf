"""The form by which a home joins: households come one a line, as nobody wants ten fields for two of them."""

import re

import msgspec

from network.directory.commands import JoinHome, NewHousehold
from network.directory.pages.desk import Fields
from network.web.parser import Parser, checked
from network.web.problem import Problem, ProblemKind

JOIN_LABELS = {
    "name": "Name",
    "ref": "Reference",
    "cqc_location_id": "CQC location id",
    "icb_ods_code": "Integrated care board",
    "joined_on": "Joins on",
    "recorded_from": "Counts from",
    "charged_from": "Charged from",
    "programme_started_on": "Works in the network's way since",
    "households": "Households",
}
JOIN_ASKS = {
    "name": "Write what the home is called.",
    "ref": "Give the home a reference.",
    "cqc_location_id": "Write the home's location id at the CQC.",
    "icb_ods_code": "Choose the integrated care board.",
    "joined_on": "Say on which day the home joins.",
}
MOST_HOUSEHOLDS = 50
_LINE = re.compile(r"(?P<name>.+?)\s*[:;,\t]\s*(?P<beds>[0-9]{1,4})\s*")


class JoinReader:
    """Reads the form."""

    def __init__(self) -> None:
        self._parser = Parser(JoinHome)

    def from_form(self, fields: Fields) -> JoinHome:
        """The command, or a `Problem` that names the field and, of households, the line."""
        others = {name: sent for name, sent in fields.items() if name != "households"}
        command = self._parser.from_form(others)
        households = read_households("\n".join(fields.get("households", [])))
        return checked(msgspec.structs.replace(command, households=households))


def read_households(text: str) -> tuple[NewHousehold, ...]:
    """Households, one a line, as `Rose: 10`. Raises `Problem`."""
    lines = [line.strip() for line in text.splitlines()]
    households = tuple(_household(number, line) for number, line in enumerate(lines, 1) if line)
    if len(households) > MOST_HOUSEHOLDS:
        raise _unfit(
            f"There are more than {MOST_HOUSEHOLDS} households.", "Open the others on the home's page."
        )
    return households


def _household(number: int, line: str) -> NewHousehold:
    match = _LINE.fullmatch(line)
    if match is None:
        raise _unfit(
            f"Line {number} is not a household with its beds.", "Write it as Rose: 10, one household a line."
        )
    try:
        return msgspec.convert({"name": match["name"], "beds": int(match["beds"])}, NewHousehold)
    except msgspec.ValidationError:
        raise _unfit(
            f"The household in line {number} has a name of more than 60 letters, or not 1 to 100 beds.",
            "Correct that line.",
        ) from None


def _unfit(detail: str, remedy: str) -> Problem:
    return Problem(ProblemKind.INVALID, detail, field="households", remedy=remedy)
