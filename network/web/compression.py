"""Pages travel compressed, because a corridor's connection is slow.

Where an attacker can put text of their own beside a secret, the length of what is compressed tells
about the secret (BREACH). Here nothing of an address is repeated in a page, another site can't make
a browser send a form, and the pages hold no token; a filler of random length in gzip's header blurs
what would be left.
"""

import secrets
from gzip import GzipFile
from io import BytesIO

LEVEL = 5
WORTH_IT = 1_000
MOST_FILLER = 100


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether a browser says that it reads gzip."""
    offers = (offer.partition(";") for offer in accept_encoding.lower().split(","))
    return any(
        name.strip() == "gzip" and weight.strip() not in ("q=0", "q=0.0") for name, _, weight in offers
    )


def compressed(body: bytes) -> bytes:
    """The same as gzip, a little longer each time by another length."""
    target = BytesIO()
    filler = "-" * secrets.randbelow(MOST_FILLER + 1)
    with GzipFile(filler, "wb", LEVEL, target, mtime=0) as file:
        file.write(body)
    return target.getvalue()
