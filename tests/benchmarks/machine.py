"""What the figures were measured on: a figure without its machine says nothing."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

import psutil

LIBRARIES = ("eventsourcing", "asyncpg", "psycopg", "uvloop", "msgspec", "cryptography", "strawberry-graphql")


def describe(server_version: str) -> list[str]:
    """Processor, memory, load, and the versions that matter."""
    load = os.getloadavg()[0]
    memory = psutil.virtual_memory().total / 1024**3
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    machine = (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()}; "
        f"load average as it began {load:.1f}."
    )
    return [machine, f"Python {platform.python_version()}, PostgreSQL {server_version}, {libraries}."]


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
