"""The folder graphql/ must never become a package: it would shadow graphql-core, and strawberry with it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_graphql_holds_no_init_and_no_loose_module() -> None:
    assert [path.name for path in (ROOT / "graphql").iterdir() if path.suffix in {".py", ".pyi", ".so"}] == []


def test_strawberry_finds_graphql_core_from_the_repository_root() -> None:
    script = (
        "import graphql, strawberry, graphql_api\n"
        "assert 'site-packages' in graphql.__file__, graphql.__file__\n"
        "print(graphql.version)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'graphql'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr


def test_tests_of_graphql_lie_where_they_can_not_shadow_it_either() -> None:
    assert not (ROOT / "tests" / "graphql").exists()
