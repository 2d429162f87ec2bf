"""What every process asks of a database before it works on it, and where its network's key is."""

from network.backup.restoring import refuse_unfinished
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.postgres.pool import DatabasePool, connection
from network.postgres.roles import refuse_powerful_role
from network.settings import Settings


async def refuse_unfit(pool: DatabasePool) -> None:
    """Raise `RoleUnfit` where the role could change what was recorded, and `RestoreUnfinished`."""
    async with pool.acquire() as connection:
        await refuse_powerful_role(connection)
        await refuse_unfinished(connection)


async def open_network_key(settings: Settings, dsns: Dsns, *, may_create: bool) -> NetworkKey:
    """The network's key; made beside the embedded database by who may begin a network, never for another.

    Nor where one was used before: whoever has lost it is told so, and no other lies in its place.
    """
    file = settings.network_key_file
    if settings.is_embedded and may_create and not file.exists() and not await _has_begun(dsns):
        return NetworkKey.read_or_create(file)
    return NetworkKey.read(file)


async def _has_begun(dsns: Dsns) -> bool:
    """Whether a key was ever used on a database, that of a backup which is being restored too."""
    async with connection(dsns.owner, application_name="hearth setup") as owner:
        await refuse_unfinished(owner)
        begun: bool = await owner.fetchval("SELECT EXISTS (SELECT FROM eventstore.sealing_keys)")
        return begun
