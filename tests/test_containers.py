"""What the containers are given: each no more than it needs, and all of it watched."""

import re
from pathlib import Path

import msgspec
import pytest

from network.settings import ENVIRONMENT_PREFIX, Settings

ROOT = Path(__file__).parents[1]
ENV_EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SECRETS = {
    "network_key": {"web"},
    "HEARTH_OWNER_PASSWORD": {"postgres", "migrate"},
    "HEARTH_PROJECTOR_PASSWORD": {"migrate", "projections"},
}
BY_THE_IMAGE = {"HEARTH_HOST", "HEARTH_PORT", "HEARTH_DATA_DIR"}
OF_OTHERS = {"HEARTH_MIGRATE_DATABASE_URL", "HEARTH_PROJECTOR_DATABASE_URL"}
"""Of processes that may do more."""
A_FILE = {"HEARTH_BREACHED_PASSWORDS"}
"""It has to be mounted first, and whoever does that says where."""


class HealthCheck(msgspec.Struct):
    """How a container is watched."""

    test: list[str] = []
    disable: bool = False


class Service(msgspec.Struct, kw_only=True):
    """One container, as far as it is looked at here."""

    image: str
    environment: dict[str, str]
    command: list[str]
    ports: list[str] = []
    secrets: list[str] = []
    restart: str
    healthcheck: HealthCheck | None = None


class Composition(msgspec.Struct):
    """What Docker Compose runs."""

    services: dict[str, Service]


@pytest.fixture(scope="module")
def services() -> dict[str, Service]:
    return msgspec.yaml.decode((ROOT / "docker-compose.yml").read_bytes(), type=Composition).services


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_given_to_those_who_need_it(services: dict[str, Service], secret: str) -> None:
    given = {name: f"{one.environment} {one.secrets}" for name, one in services.items()}
    assert {name for name, said in given.items() if secret in said} == SECRETS[secret]


def test_whatever_keeps_running_is_watched(services: dict[str, Service]) -> None:
    # The web server by the image's own health check.
    assert "HEALTHCHECK" in DOCKERFILE
    checks = {name: one.healthcheck for name, one in services.items() if one.healthcheck is not None}
    assert {name for name, check in checks.items() if check.test} == {"postgres", "projections"}
    assert {name for name, check in checks.items() if check.disable} == {"migrate"}


def test_postgresql_is_well_once_it_answers_where_the_others_ask_it(services: dict[str, Service]) -> None:
    """Not while the image's first start prepares the database, on a socket alone: nobody else runs then."""
    check = services["postgres"].healthcheck
    assert check is not None
    assert "--host=127.0.0.1" in check.test
    assert services["migrate"].restart == "no"


def test_every_setting_of_the_env_file_reaches_the_web_server(services: dict[str, Service]) -> None:
    named = {f"{ENVIRONMENT_PREFIX}{name.upper()}" for name in Settings.model_fields}
    given = services["web"].environment
    assert named - given.keys() == BY_THE_IMAGE | OF_OTHERS | A_FILE
    for name in BY_THE_IMAGE:
        assert f"{name}=" in DOCKERFILE
    passed_on = (named | {"FORWARDED_ALLOW_IPS"}) & given.keys() - {"HEARTH_DATABASE_URL", "HEARTH_KEY_FILE"}
    for name in passed_on:
        assert given[name].startswith(f"${{{name}:-"), name
    assert "HEARTH_LOG_LEVEL" in services["projections"].environment


def test_the_env_file_names_what_does_not_reach_the_web_server_from_it() -> None:
    assert [name for name in sorted(A_FILE | BY_THE_IMAGE) if name not in ENV_EXAMPLE] == []


def test_plain_http_is_published_on_this_machine_alone(services: dict[str, Service]) -> None:
    assert {name: one.ports for name, one in services.items() if one.ports} == {
        "web": ["${HEARTH_PUBLISH_ON:-127.0.0.1}:${HEARTH_PORT:-8000}:8000"]
    }


def test_images_are_named_without_a_registry(services: dict[str, Service]) -> None:
    images = [one.image for one in services.values()]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, flags=re.MULTILINE)
    assert len(images) == 6
    assert [image for image in images if "/" in image] == []


def test_the_image_s_program_runs_as_nobody_special() -> None:
    lines = DOCKERFILE.splitlines()
    assert lines.index("USER hearth") < next(n for n, line in enumerate(lines) if line.startswith("CMD"))


def test_the_image_is_compiled_since_nothing_can_be_written_into_it(services: dict[str, Service]) -> None:
    """After the wheel, which is installed last, and so that no start compares the files' times."""
    build = DOCKERFILE.rpartition("\nFROM ")[0]
    compiling = build.index("-m compileall -q --invalidation-mode unchecked-hash /hearth/lib")
    assert compiling > build.index("dist/*.whl")
    assert compiling > build.index("__pycache__")
    assert "read_only: true" in (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
