"""Lists that are longer than a page, and names that stand in no address."""

import re

from network.postgres.pool import DatabasePool
from tests.network.directory.pages.conftest import Browser, text_of

ADDRESSES = re.compile(r'(?:href|action)="([^"]*)"')
HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
MANY = """
    WITH made AS (
        INSERT INTO access.accounts (account_id, name, role)
        SELECT gen_random_uuid(), 'Zed ' || lpad(number::text, 3, '0'), 'finance'
        FROM generate_series(1, 101) number
        RETURNING account_id
    )
    INSERT INTO access.tokens (token_id, account_id, digest)
    SELECT gen_random_uuid(), account_id, sha256(account_id::text::bytea) FROM made
"""


async def test_who_is_sought_by_name_is_in_no_address_however_long_the_list(
    it: Browser, owner_pool: DatabasePool
) -> None:
    await owner_pool.execute(MANY)
    first = await it.found("/it/people", {"q": "zed", "role": "finance"})
    assert "Zed 100" in text_of(first)
    assert "Zed 101" not in text_of(first)
    assert not any("zed" in address.lower() for address in ADDRESSES.findall(first))
    more = first.split("More people")[0].rpartition("<form")[2]
    second = text_of(await it.found("/it/people", dict(HIDDEN.findall(more))))
    assert "Zed 101" in second
    assert "Zed 100" not in second
    assert "Zed 001" in text_of(await it.open("/it/people?q=nobody&role=finance"))
    assert "A finance" in text_of(await it.led_to("/it/people", {"q": " ", "role": "finance"}))


async def test_tokens_are_read_page_by_page(it: Browser, owner_pool: DatabasePool) -> None:
    await owner_pool.execute(MANY)
    await owner_pool.execute("UPDATE access.accounts SET disabled_at = now() WHERE name = 'Zed 001'")
    first = await it.open("/it/tokens")
    listed = text_of(first)
    assert "A finance" in listed
    assert "Zed 001" not in listed
    assert "Show 1 that works no more, too" in listed
    [more] = [address for address in ADDRESSES.findall(first) if "after=" in address]
    second = text_of(await it.open(more))
    assert "Zed 101" in second
    assert "A finance" not in second
    assert "Account disabled" in text_of(await it.open("/it/tokens?ended=yes"))
