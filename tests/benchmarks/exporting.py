"""The payments export, a million rows and 40,000 people's keys, beside COPY … TO of the same columns."""

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import monotonic
from uuid import UUID, uuid5

import asyncpg

from finance.payments.projection import PROJECTION
from network.eventstore.key_cache import KeyCache
from network.eventstore.keyring import Keyring
from network.eventstore.network_key import NetworkKey
from network.eventstore.sealed import RecordClass, Sealed
from network.postgres.dsns import Dsns
from network.postgres.pool import create_pool
from network.projections.schemas import create_schema, finish_schema
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground
from tests.benchmarks.load import NAMESPACE
from tests.benchmarks.peers.copy_to import COPIED
from tests.benchmarks.taking import copy_to, export

ROWS, PEOPLE, HOMES = 1_000_000, 40_000, 200
MOST_MEGABYTES = 150
FILL = """
INSERT INTO payments_3.payment (
    home_id, version, position, recorded_at, payer_id, resident_id, received_on, posted_on, amount, reference,
    method, remittance, reverses, possible_duplicate_of
)
SELECT payer.homes[1 + (number * 7919) % cardinality(payer.ids)], number, number,
       timestamptz '2024-01-01' + number * interval '1 minute',
       payer.ids[1 + (number * 7919) % cardinality(payer.ids)],
       payer.ids[1 + (number * 7919) % cardinality(payer.ids)],
       date '2024-01-01' + (number / 1440)::integer, date '2024-01-01' + (number / 1440)::integer,
       CASE WHEN number % 50 = 0 THEN -1 ELSE 1 END * ((number * 37) % 500000) / 100.0, 'BACS REF ' || number,
       'BACS', 'RM' || number / 20, CASE WHEN number % 50 = 0 THEN number - 49 END, NULL
FROM generate_series(1, $1::bigint) AS number,
     (SELECT array_agg(payer_id ORDER BY payer_id) AS ids, array_agg(home_id ORDER BY payer_id) AS homes
      FROM payments_3.payer) AS payer
"""
RESIDENTS_OF_PAYMENTS = """
INSERT INTO payments_3.resident (home_id, resident_id, ref)
SELECT DISTINCT home_id, resident_id, 'R' || left(resident_id::text, 6) FROM payments_3.payment
"""


async def measure(ground: Ground) -> list[Figure]:
    """The row."""
    dsns = await ground.hearth_database("export")
    await _fill(dsns, ground.key)
    ours: list[float] = []
    peers: list[float] = []
    used: list[float] = []
    megabytes: list[float] = []
    with tempfile.TemporaryDirectory(prefix="hearth-") as folder:
        for _ in range(ground.rounds):
            peers.append(await _copy(dsns, Path(folder) / "copied.csv"))
            taken = await export(dsns, ground.key, Path(folder) / "payments.csv", "payments")
            if taken.rows != ROWS:
                raise AssertionError(taken)
            ours.append(taken.seconds)
            used.append(taken.user_seconds)
            megabytes.append(taken.megabytes)
    ratio, peak = median(ours) / median(peers), max(megabytes)
    return [
        Figure(
            what=f"payments export, {ROWS:,} rows, {PEOPLE:,} people's keys",
            measured=f"{median(ours):.1f} s, {ROWS / median(ours):,.0f} rows/s, "
            f"{median(used):.1f} s of processor, at most {peak:.0f} MB",
            beside=f"COPY … TO of the same columns: {median(peers):.1f} s",
            ratio=f"{ratio:.1f} × COPY",
            target=f"≤ 3 × COPY, ≤ {MOST_MEGABYTES} MB",
            is_reached=ratio <= 3 and peak <= MOST_MEGABYTES,
        )
    ]


async def _copy(dsns: Dsns, path: Path) -> float:
    connection = await asyncpg.connect(dsns.web, server_settings={"statement_timeout": "0", "jit": "off"})
    await connection.execute("SELECT set_config('hearth.homes', '*', false)")
    await connection.execute("SELECT set_config('hearth.classes', 'finance', false)")
    took = await copy_to(connection, COPIED, path)
    await connection.close()
    return took


async def _fill(dsns: Dsns, key: bytes) -> None:
    web = await create_pool(dsns.web, application_name="bench", max_size=2)
    projector = await create_pool(
        dsns.projector, application_name="bench", max_size=2, statement_timeout=None
    )
    async with projector.acquire() as connection:
        await create_schema(connection, PROJECTION)
        keyring = Keyring(web, NetworkKey(key), KeyCache(timedelta(seconds=60), 2 * PEOPLE, monotonic))
        homes = [uuid5(NAMESPACE, f"export/{number}") for number in range(HOMES)]
        records = [(home, f"HOME-{number:03}", f"Home, number {number}") for number, home in enumerate(homes)]
        await _load(connection, "home", records)
        for number, home in enumerate(homes):
            await _add_people(connection, keyring, home, number)
        await connection.execute(FILL, ROWS, timeout=300)
        await connection.execute(RESIDENTS_OF_PAYMENTS, timeout=300)
        await finish_schema(connection, PROJECTION)
    await web.close()
    await projector.close()


async def _add_people(
    connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]", keyring: Keyring, home: UUID, number: int
) -> None:
    """People who pay for themselves: name and initials sealed, each under a key of their own."""
    people = [uuid5(home, str(person)) for person in range(PEOPLE // HOMES)]
    await keyring.prepare([(person, RecordClass.FINANCE) for person in people], home)

    def sealed(person: UUID, text: str, label: str) -> bytes:
        return keyring.seal(Sealed.of(text, person, RecordClass.FINANCE, label), home)

    payers = [
        (person, "self_funder", f"P-{number}-{place}", None, home) for place, person in enumerate(people)
    ]
    names = [(person, home, person, sealed(person, f"Mrs Somebody {place}", "payer_name"))
             for place, person in enumerate(people)]  # fmt: skip
    initials = [(home, person, sealed(person, "EB", "initials")) for person in people]
    await _load(connection, "payer", payers)
    await _load(connection, "private_payer", names)
    await _load(connection, "resident_initials", initials)


async def _load(
    connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]",
    table: str,
    records: Sequence[tuple[object, ...]],
) -> None:
    await connection.copy_records_to_table(table, schema_name=PROJECTION.schema, records=records)
