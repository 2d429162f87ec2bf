"""What every process asks of a database before it works on it, and where its network's key is."""

from network.backup.restoring import refuse_unfinished
from network.eventstore.network_key import NetworkKey
from network.postgres.pool import DatabasePool
from network.postgres.roles import refuse_powerful_role
from network.settings import Settings


async def refuse_unfit(pool: DatabasePool) -> None:
    """Raise `RoleUnfit` where the role could change what was recorded, and `RestoreUnfinished`."""
    async with pool.acquire() as connection:
        await refuse_powerful_role(connection)
        await refuse_unfinished(connection)


def read_network_key(settings: Settings, *, may_create: bool = False) -> NetworkKey:
    """The network's key; made beside the embedded database by who may begin a network, never for another."""
    read = NetworkKey.read_or_create if settings.is_embedded and may_create else NetworkKey.read
    return read(settings.network_key_file)
