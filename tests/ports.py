"""Ports for servers that are started later, under an address that is known before."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def keep_port() -> tuple[int, socket.socket]:
    """A port of this machine, and the socket that keeps it from others until it is closed.

    The socket is bound and never listens: Linux gives its port to nobody who asks for any, and yet lets a
    server that names it listen there, again and again, since both say SO_REUSEADDR. Picked and let go of,
    it would be anybody's until the server has come up. Other systems let no two have one port at all.
    """
    keeper = socket.socket()
    keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    keeper.bind(("127.0.0.1", 0))
    port = int(keeper.getsockname()[1])
    if sys.platform != "linux":
        keeper.close()
    return port, keeper


@contextmanager
def kept_port() -> Iterator[int]:
    """A port that is nobody else's until the block ends."""
    port, keeper = keep_port()
    with keeper:
        yield port
