"""A place for a test's own server."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def own_dir() -> Iterator[Path]:
    """An empty directory that PostgreSQL's user can reach.

    Not pytest's `tmp_path`: another run of pytest that begins meanwhile closes the folder
    above it to everybody but its owner, who as root is not whom PostgreSQL runs as.
    """
    directory = Path(tempfile.mkdtemp(prefix="hearth-test-"))
    yield directory
    shutil.rmtree(directory, ignore_errors=True)
