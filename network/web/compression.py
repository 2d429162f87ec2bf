"""Pages travel compressed, because a corridor's connection is slow.

Where an attacker can put text of their own beside a secret, again and again and unseen, the length
of what is compressed tells about the secret (BREACH). Our pages hold no token, another site can make
a browser send no form and open a page only in sight of the person, and a filler of random length in
gzip's header blurs what would be left.
"""

import secrets
from gzip import GzipFile
from io import BytesIO

LEVEL = 5
WORTH_IT = 1_000
MOST_FILLER = 100


def accepts(coding: str, accept_encoding: str) -> bool:
    """Whether a browser says that it reads a coding, as `gzip` or `br`."""
    offers = (offer.partition(";") for offer in accept_encoding.lower().split(","))
    return any(
        name.strip() == coding and weight.strip() not in ("q=0", "q=0.0") for name, _, weight in offers
    )


def compressed(body: bytes) -> bytes:
    """The same as gzip, a little longer each time by another length."""
    target = BytesIO()
    filler = "-" * secrets.randbelow(MOST_FILLER + 1)
    with GzipFile(filler, "wb", LEVEL, target, mtime=0) as file:
        file.write(body)
    return target.getvalue()
