"""A home's state as bytes, and which code made it: a snapshot of other code is ignored."""

import hashlib
import inspect

import msgspec

from households import changes, employments, home, state, stays
from households.changes import money, residents, team
from households.home import Home

_MADE_OF = (home, state, stays, employments, changes, residents, team, money)
FINGERPRINT = hashlib.sha256("".join(map(inspect.getsource, _MADE_OF)).encode()).hexdigest()[:16]
"""Of the state and of evolve."""

_encode = msgspec.msgpack.Encoder(uuid_format="bytes").encode
_decode = msgspec.msgpack.Decoder(Home).decode


def encode_home(state: Home) -> bytes:
    """Compact: ids are 16 bytes, and fields have places instead of names."""
    return _encode(state)


def decode_home(state: bytes) -> Home:
    """What `encode_home` gave."""
    return _decode(state)
