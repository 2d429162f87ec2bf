import asyncio
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from network.access.secrets.attempts import (
    ADDRESS,
    CODE,
    PASSKEY,
    PASSWORD,
    PIN,
    TABLET,
    Allowance,
    Attempts,
    TooManyAttempts,
)
from network.postgres.pool import DatabasePool

KEY = b"k" * 32
SHORT = Allowance("short", 2, timedelta(milliseconds=150), timedelta(milliseconds=400), timedelta(hours=1))


@pytest.fixture
def attempts(web_pool: DatabasePool) -> Attempts:
    return Attempts(web_pool, KEY)


async def until_paused(attempts: Attempts, allowance: Allowance, *whose: object) -> int:
    """How many tries were taken before the first was not, and not a hundred."""
    for number in range(100):
        try:
            await attempts.begin(allowance, *whose)
        except TooManyAttempts:
            return number
    return 100


async def rest(owner_pool: DatabasePool, time: timedelta) -> None:
    """Everything was so much earlier."""
    await owner_pool.execute(
        "UPDATE access.attempts SET last_at = last_at - $1::interval, "
        "blocked_until = blocked_until - $1::interval",
        time,
    )


async def test_the_first_tries_are_free_and_then_pauses_grow(
    attempts: Attempts, owner_pool: DatabasePool
) -> None:
    whose = uuid4()
    pauses: list[int] = []
    for _ in range(PIN.free + 1):
        await attempts.begin(PIN, whose)
    for _ in range(9):
        with pytest.raises(TooManyAttempts) as refused:
            await attempts.begin(PIN, whose)
        pauses.append(refused.value.seconds)
        await rest(owner_pool, timedelta(seconds=refused.value.seconds))
        await attempts.begin(PIN, whose)
    assert pauses[:3] == [30, 60, 120]
    assert pauses[-1] == PIN.longest_pause.total_seconds()


async def test_tries_at_once_do_not_slip_through(web_pool: DatabasePool) -> None:
    processes = [Attempts(web_pool, KEY) for _ in range(4)]
    whose = uuid4()
    tries = [processes[number % 4].begin(PIN, whose) for number in range(40)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(answer is None for answer in answers) == PIN.free + 1


async def test_getting_in_forgets_what_was_mistyped(attempts: Attempts) -> None:
    whose = uuid4()
    for _ in range(5):
        for _ in range(PIN.free):
            await attempts.begin(PIN, whose)
        await attempts.succeeded(PIN, whose)


async def test_a_rest_forgets_it_too(attempts: Attempts, owner_pool: DatabasePool) -> None:
    whose = uuid4()
    assert await until_paused(attempts, PIN, whose) == PIN.free + 1
    await rest(owner_pool, PIN.forgotten_after + timedelta(minutes=1))
    assert await until_paused(attempts, PIN, whose) == PIN.free + 1


async def test_one_persons_tries_are_not_anothers(attempts: Attempts) -> None:
    device = uuid4()
    await until_paused(attempts, PIN, uuid4(), device)
    assert await until_paused(attempts, PIN, uuid4(), device) == PIN.free + 1


async def test_neither_names_nor_addresses_are_kept(attempts: Attempts, web_pool: DatabasePool) -> None:
    await attempts.begin(ADDRESS, "192.0.2.77")
    await attempts.begin(PASSWORD, "ada.okafor")
    kept = str([dict(row) for row in await web_pool.fetch("SELECT * FROM access.attempts")])
    # In full: a moment to the microsecond, or a digest, may well hold three of these characters.
    assert "192.0.2.77" not in kept
    assert "ada.okafor" not in kept


@pytest.mark.parametrize("allowance", [PIN, PASSWORD, TABLET, CODE, ADDRESS, PASSKEY])
def test_how_many_guesses_a_day_can_bring(allowance: Allowance) -> None:
    """At most: the free ones, those of the growing pauses, and one each time the longest has passed."""
    a_day = timedelta(days=1) / allowance.longest_pause + allowance.free + 20
    space = {"pin": 10**6, "code": 2**40}.get(allowance.name)
    if space is not None:
        assert a_day / space < 1e-4
    assert allowance.longest_pause <= timedelta(hours=1)


async def test_what_is_old_is_deleted(attempts: Attempts, owner_pool: DatabasePool) -> None:
    await attempts.begin(SHORT, "somebody")
    await rest(owner_pool, timedelta(days=3))
    await attempts.succeeded(SHORT, "somebody else")
    assert await owner_pool.fetchval("SELECT count(*) FROM access.attempts") == 0


def test_the_table_of_what_holds_guessing_up_is_what_is_done() -> None:
    page = (Path(__file__).parents[4] / "docs" / "security.md").read_text(encoding="utf-8")
    section = page.split("## What holds guessing up")[1].split("**Why")[0]
    said = re.findall(r"\| (\d+) \| (\d+) seconds \| (\d+) (second|minute|hour)s? \|", section)
    seconds = {"second": 1, "minute": 60, "hour": 3600}
    told = [(int(free), int(first), int(most) * seconds[unit]) for free, first, most, unit in said]
    done = [
        (one.free, one.first_pause.total_seconds(), one.longest_pause.total_seconds())
        for one in (PIN, TABLET, PASSWORD, CODE, ADDRESS, PASSKEY)
    ]
    assert told == done
