"""What changes while records wait or have just been received: the service's past, and the client."""

from pathlib import Path

from households.events import FallRecorded
from network.eventstore.network_key import NetworkKey
from network.services import open_services
from tests.browser.conftest import KEY
from tests.browser.newer_release import make_newer_client
from tests.browser.tablet import Tablet
from tests.conftest import Cluster
from tests.processes import Processes


async def test_a_service_restored_from_a_backup_gets_the_records_since_from_the_tablet(
    tablet: Tablet, processes: Processes, cluster: Cluster, own_dir: Path
) -> None:
    status, said = await processes.run("backup", str(own_dir / "hearth.backup"))
    assert status == 0, said
    await tablet.record_fall("After the backup")
    await tablet.wait_until(1, "received")
    name = await cluster.create_empty()
    restored = Processes(cluster.server.dsns(name), KEY, own_dir, processes.port)
    status, said = await restored.run("restore", str(own_dir / "hearth.backup"))
    assert status == 0, said
    await processes.kill("server")
    try:
        await restored.start_server()
        async with open_services(restored.dsns, NetworkKey(KEY)) as services:
            # Sessions are not brought back: whoever worked signs in again.
            assert tablet.account_id is not None
            await tablet.scene.let_in(tablet.context, tablet.account_id, services)
            await tablet.record_fall("After the restore")
            await tablet.wait_until(2, "received")
            events = [stored.event for stored in await services.store.read(tablet.scene.home_id)]
        falls = [event for event in events if isinstance(event, FallRecorded)]
        assert len(falls) == 2
        assert {fall.recorded_by for fall in falls} == {tablet.account_id}
        assert len({fall.command_id for fall in falls}) == 2
    finally:
        await restored.kill_all()
        await processes.start_server()
        await cluster.drop(name)


async def test_a_new_version_of_the_client_sends_what_the_old_one_kept(
    tablet: Tablet, processes: Processes, own_dir: Path
) -> None:
    newer = make_newer_client(own_dir / "built")
    await tablet.lose_signal()
    await tablet.record_fall("By the old client")
    await processes.kill("server")
    try:
        await processes.start_server("tests.browser.newer_release", str(own_dir / "built"))
        await tablet.find_signal()
        await tablet.open("")
        assert await tablet.page.evaluate("globalThis.hearthRelease") == 2
        await tablet.wait_until(1, "received")
        # The worker of the new version is there too: without a signal, the new client goes on.
        await tablet.wait_for_file(newer)
        await tablet.lose_signal()
        await tablet.record_fall("By the new client")
        assert await tablet.page.evaluate("globalThis.hearthRelease") == 2
        await tablet.find_signal()
        await tablet.wait_until(2, "received")
    finally:
        await processes.kill("server")
        await processes.start_server()
    assert len(await tablet.falls()) == 2
