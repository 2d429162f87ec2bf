"""What network IT can set, run and watch is documented, and nothing else is."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from network.cli import COMMANDS, hearth
from network.metrics import Metrics
from network.settings import ENVIRONMENT_PREFIX, Settings

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def rows_of(section: str) -> list[str]:
    """The first cells of the table under a heading."""
    text = PAGE.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([^`]+)`", text, flags=re.MULTILINE)


def commands(group: click.Group, name: str) -> Iterator[str]:
    context = click.Context(group, info_name=name)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None, word
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}"


def test_every_setting_is_documented() -> None:
    assert sorted(rows_of("Settings")) == sorted(
        f"{ENVIRONMENT_PREFIX}{name.upper()}" for name in Settings.model_fields
    )


def test_every_setting_says_what_it_is_for_in_the_code_too() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_every_command_is_documented() -> None:
    assert sorted(rows_of("Commands")) == sorted(commands(hearth, "hearth"))


def test_every_metric_is_documented() -> None:
    families = {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in Metrics().registry.collect()
    }
    assert sorted(rows_of("Metrics")) == sorted(families)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    command = hearth.get_command(click.Context(hearth), name)
    assert command is not None
    assert command.help
    undescribed = [
        parameter.name
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert undescribed == []


def test_make_lists_what_it_can_do() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)
    assert phony is not None
    described = re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE)
    assert sorted(described) == sorted(phony.group(1).split())
