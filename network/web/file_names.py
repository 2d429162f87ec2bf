"""What a file is called that a browser saves: only what fits into a header and any disk's names."""

import re
import unicodedata

_UNPLAIN = re.compile(r"[^0-9A-Za-z_-]+")


def file_name(name: str) -> str:
    """Letters without accents, figures, hyphens and underscores; a home’s reference may hold any."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _UNPLAIN.sub("-", plain).strip("-") or "file"
