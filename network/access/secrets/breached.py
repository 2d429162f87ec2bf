"""Looks a password up in a file of stolen ones: Pwned Passwords' SHA-1 hashes, sorted, a line each.

The file has some 40 GB and stays where it is: a search by halves reads thirty blocks of it.
Nothing about the password leaves this machine.
"""

import hashlib
from pathlib import Path

LINE = 40
"""Characters of a hash; what follows on its line (how often it was seen) does not matter."""


def is_breached(password: str, file: Path) -> bool:
    """Whether a password's hash stands in the file."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with file.open("rb") as lines:
        low, high = 0, file.stat().st_size
        while low < high:
            middle = (low + high) // 2
            lines.seek(max(middle - 1, 0))
            if middle:
                lines.readline()
            begins = lines.tell()
            found = lines.readline()[:LINE].upper()
            if found == wanted:
                return True
            if not found or found > wanted:
                high = middle
            else:
                low = max(begins, middle) + 1
    return False
