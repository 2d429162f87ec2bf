"""Files that commands write, as they are named on the command line."""

import os
from pathlib import Path

import click


class OutFile(click.Path):
    """A file that is made, or made anew: it takes the place of no device, pipe or terminal."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, path_type=Path)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """The path, where a file may stand."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        # Such as /dev/stdout, which leads to a file where a shell has it written to one.
        is_open = path.is_symlink() and str(path.readlink()).startswith("/proc/")
        if is_open or (path.exists() and not path.is_file()):
            self.fail(f"{path} is no file, and nothing is put in its place. Name a file.", param, ctx)
        return path
