"""Where the built style and scripts are: names change with what they hold, so browsers keep them long."""

import json
from pathlib import Path

MANIFEST = "manifest.json"


class AssetNotBuilt(LookupError):
    """A page asks for a file that the build did not make."""


class AssetNames:
    """The addresses of the built files, by the names that templates know them by."""

    def __init__(self, names: dict[str, str], base: str) -> None:
        self._names = names
        self._base = base

    @classmethod
    def read(cls, folder: Path, base: str) -> "AssetNames":
        """What the build wrote beside its files; nothing where it did not run yet."""
        manifest = folder / MANIFEST
        return cls(json.loads(manifest.read_text()) if manifest.exists() else {}, base)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def address(self, name: str) -> str:
        """The address of `page.css` or the like."""
        try:
            return f"{self._base}/{self._names[name]}"
        except KeyError:
            raise AssetNotBuilt(f"{name} was not built. Run make install.") from None
