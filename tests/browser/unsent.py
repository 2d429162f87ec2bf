"""What somebody does with what they recorded and what was not sent yet."""

from playwright.async_api import Locator, Page

from tests.browser.tablet import Tablet

RECEIVED = "Everything that was recorded on this device has been received."
NOTHING = "Nothing waits on this device."
"""What is said where nothing was ever received from it."""
IN_A_STORE = """
async () => {
  const db = await new Promise((resolve) => {
    const asked = indexedDB.open("hearth");
    asked.onsuccess = () => resolve(asked.result);
  });
  const change = db.transaction("STORE", "readwrite");
  const STORE = change.objectStore("STORE");
  CHANGE
  await new Promise((resolve) => (change.oncomplete = resolve));
  db.close();
}
"""


async def change_records(page: Page, change: str, store: str = "records") -> None:
    """Change what the device keeps, behind its back: a statement about `records`, or another store."""
    await page.evaluate(IN_A_STORE.replace("STORE", store).replace("CHANGE", change))


def own(page: Page) -> Locator:
    """What the page shows of the person's own records."""
    return page.locator(".hearth-unsent:visible")


def status(page: Page) -> Locator:
    """What Today says of this device."""
    return page.locator("[data-outbox-status]")


async def look(page: Page) -> None:
    """Unfold it."""
    await own(page).locator("summary").click()


async def discard(page: Page) -> None:
    """Press it, and press it again where it asks."""
    await own(page).get_by_role("button", name="Discard").click()
    await own(page).get_by_role("button", name="Discard it for good").click()


async def fall_with_observation(tablet: Tablet) -> None:
    """A fall, and what was seen after it."""
    await tablet.record_fall("Slipped on the wet flor")
    await tablet.page.check("[name=on_anticoagulant][value=no]", force=True)
    await tablet.save()
    await tablet.wait_until(2)


async def change_oldest(tablet: Tablet) -> None:
    """Open the form of the first that waits."""
    await tablet.open("")
    await look(tablet.page)
    await tablet.follow(own(tablet.page).get_by_role("link", name="Change").last)
    await tablet.wait_until(1, "mending")
