import secrets

import pytest

from network.backup.errors import RestoreUnfinished
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.postgres.pool import DatabasePool
from network.services import open_services


async def test_half_a_restore_is_not_served(database: Dsns, owner_pool: DatabasePool) -> None:
    """The next try throws away what is in the database, and what was recorded in it since."""
    await owner_pool.execute("CREATE TABLE public.hearth_restore_unfinished (begun_at timestamptz)")
    with pytest.raises(RestoreUnfinished, match="run `hearth restore` again"):
        async with open_services(database, NetworkKey(secrets.token_bytes(32))):
            pass
