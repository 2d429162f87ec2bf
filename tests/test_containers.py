"""What the containers are given: each no more than it needs, and all of it watched."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
SECRETS = {
    "network_key": {"web"},
    "HEARTH_OWNER_PASSWORD": {"postgres", "migrate"},
    "HEARTH_PROJECTOR_PASSWORD": {"migrate", "projections"},
}


def services() -> dict[str, str]:
    block = COMPOSE.split("\nservices:\n")[1].split("\n\nsecrets:\n")[0]
    parts = re.split(r"^  ([a-z]+):\n", block, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_given_to_those_who_need_it(secret: str) -> None:
    assert {name for name, said in services().items() if secret in said} == SECRETS[secret]


def test_whatever_keeps_running_is_watched() -> None:
    # The web server by the image's own health check.
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    watched = {name for name, said in services().items() if re.search("healthcheck:\n +test:", said)}
    assert watched == {"postgres", "projections"}
    disabled = {name for name, said in services().items() if "disable: true" in said}
    assert disabled == {"migrate"}


def test_images_are_named_without_a_registry() -> None:
    images = re.findall(r"^ +image: (\S+)", COMPOSE, flags=re.MULTILINE)
    images += re.findall(
        r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert len(images) == 4
    assert [image for image in images if "/" in image] == []


def test_the_image_s_program_runs_as_nobody_special() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert lines.index("USER hearth") < next(n for n, line in enumerate(lines) if line.startswith("CMD"))
