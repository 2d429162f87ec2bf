"""What can go wrong with a projection, each with its remedy."""


class ProjectionError(Exception):
    """A projection can't do its work."""


class ProjectionMisdeclared(ProjectionError):
    """A projection's declaration and its schema.sql don't fit together."""


class UnknownProjection(ProjectionError):
    """There is no projection of that name."""


class RebuildRunning(ProjectionError):
    """Another process is rebuilding this projection."""


class RowRepeated(ProjectionError):
    """A handler added a row twice, or said with `add` what another event had made already."""
