"""Finds projections by the place they stand in, so that a new one touches its own folder only."""

import importlib
import pkgutil
from collections.abc import Iterator, Sequence

from network.projections.errors import ProjectionMisdeclared, UnknownProjection
from network.projections.projection import Projection

MODULE = "projection"


def find_projections(packages: Sequence[str]) -> tuple[Projection, ...]:
    """The PROJECTION of every module named `projection` in these packages, in order of their names."""
    found = {projection.name: projection for package in packages for projection in _find(package)}
    count = sum(1 for package in packages for _ in _find(package))
    if len(found) != count:
        raise ProjectionMisdeclared("Two projections have one name.")
    return tuple(found[name] for name in sorted(found))


def choose_projections(projections: Sequence[Projection], names: Sequence[str]) -> tuple[Projection, ...]:
    """Those of these names, or all of them where no name is given. Raises `UnknownProjection`."""
    known = {projection.name: projection for projection in projections}
    for name in names:
        if name not in known:
            raise UnknownProjection(f"There is no projection {name}: choose of {', '.join(known)}.")
    return tuple(known[name] for name in names) if names else tuple(projections)


def _find(package: str) -> Iterator[Projection]:
    path = importlib.import_module(package).__path__
    for module in pkgutil.walk_packages(path, f"{package}."):
        if module.name.rpartition(".")[2] == MODULE:
            yield importlib.import_module(module.name).PROJECTION
