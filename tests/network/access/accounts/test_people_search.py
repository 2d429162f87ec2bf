"""Looking through the accounts page by page, without a name in any address."""

from network.access.accounts.accounts import Accounts
from network.access.accounts.people_search import PeopleSearch, PeopleSought
from network.access.viewer import Role
from network.postgres.pool import DatabasePool
from tests.network.access.accounts.test_people import IT
from tests.network.access.conftest import new_person


async def test_a_page_goes_on_after_the_last_person_of_the_one_before(
    accounts: Accounts, web_pool: DatabasePool
) -> None:
    for name in ("Zoe", "Ada", "Ada", "Mia"):
        await new_person(accounts, name)
    await new_person(accounts, "Petra", Role.FINANCE)
    search = PeopleSearch(web_pool)
    first = await search.page(IT, PeopleSought(), after=None, first=2)
    rest = await search.page(IT, PeopleSought(), after=first[-1].account_id, first=10)
    assert [person.name for person in (*first, *rest)] == ["Ada", "Ada", "Mia", "Petra", "Zoe"]
    sought = PeopleSought(role=Role.HOME_TEAM, text="a")
    assert [person.name for person in await search.page(IT, sought, after=None, first=10)] == [
        "Ada",
        "Ada",
        "Mia",
    ]
