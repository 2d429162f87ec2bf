"""A tablet in somebody's hands: records falls, loses its signal, and is looked into."""

import contextlib
import json
from collections.abc import Callable
from time import monotonic
from typing import Any
from uuid import UUID

from playwright.async_api import BrowserContext, Error, Locator, Page, Route, expect

from households.events import FallRecorded
from network.eventstore.stored import StoredEvent
from tests.browser.scene import Scene
from tests.patience import SECONDS, until

READY = "html[data-outbox=ready]:not([data-left])"
"""Of a page that has done what it does by itself, and is not on its way to another one."""
BETWEEN_LOOKS = 50
"""Milliseconds between looks at whether something has come about."""
IN_DATABASE = """
async () => {
  const db = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("hearth");
    [asked.onsuccess, asked.onerror] = [() => resolve(asked.result), reject];
  });
  const read = (name) => new Promise((resolve) => {
    const asked = db.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => resolve(asked.result);
  });
  const plain = (value) => {
    if (value instanceof CryptoKey) return `key ${value.extractable}`;
    if (value instanceof ArrayBuffer) return String.fromCharCode(...new Uint8Array(value));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
    }
    return value;
  };
  const found = {};
  for (const name of db.objectStoreNames) found[name] = (await read(name)).map(plain);
  db.close();
  return found;
}
"""
NEVER_LEADS_ON = """
() => {
  const later = window.setTimeout;
  window.setTimeout = (run, wait, ...rest) => (wait < 1_000 ? later(run, wait, ...rest) : 0);
}
"""
"""A form waits for its answer until it has come; else it makes way for the next page after a moment."""
COUNT = """
async (state) => {
  const db = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("hearth");
    [asked.onsuccess, asked.onerror] = [() => resolve(asked.result), reject];
  });
  const asked = db.transaction("records").objectStore("records").index("state").count(state);
  await new Promise((resolve) => (asked.onsuccess = resolve));
  db.close();
  return asked.result;
}
"""
KEEP_MANY = """
async (records) => {
  const db = await new Promise((resolve) => {
    const asked = indexedDB.open("hearth");
    asked.onsuccess = () => resolve(asked.result);
  });
  const change = db.transaction("records", "readwrite");
  for (const sealed of records) {
    const kept = { id: sealed.id, sealed, kind: "record-fall", home: "here", state: "waiting" };
    change.objectStore("records").add({ ...kept, kept: Date.now() });
  }
  await new Promise((resolve) => (change.oncomplete = resolve));
  db.close();
}
"""
IN_CACHES = """
async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const kept = await cache.match(request);
      // It may have gone meanwhile.
      if (kept) found[`${name} ${new URL(request.url).pathname}`] = await kept.text();
    }
  }
  return found;
}
"""


class Tablet:
    """One browser window on Hearth."""

    def __init__(self, scene: Scene, context: BrowserContext, page: Page) -> None:
        self.scene = scene
        self.context = context
        self.page = page
        self.account_id: UUID | None = None
        """Who is signed in."""

    # --- What somebody does -------------------------------------------------------------

    async def open(self, below: str = "/falls/new") -> None:
        """A page of the home, with everything that it does by itself done."""
        await self.page.goto(f"/homes/{self.scene.home}{below}")
        await self.ready()

    async def ready(self) -> None:
        """Wait until the page has done what it does by itself."""
        await self.page.wait_for_selector(READY, state="attached")

    async def follow(self, link: Locator) -> None:
        """Press a link; the page that it leads to, with everything that it does by itself done."""
        await self.leave()
        await link.click()
        await self.ready()

    async def leave(self) -> None:
        """Note that the page is left now: it was ready as well, or will be, and may stay for a while."""
        await self.page.evaluate("document.documentElement.dataset.left = ''")

    async def settle_in(self) -> None:
        """Open Today once with a signal, so that the tablet keeps what it needs without one."""
        await self.open("")
        await self.page.wait_for_function("() => navigator.serviceWorker?.controller")

    async def fill_in_fall(self, description: str = "Slipped on the wet floor") -> None:
        """What a fall's form asks."""
        await self.page.select_option("[name=resident]", index=1)
        await self.page.check("[name=place][value=bedroom]", force=True)
        await self.page.check("[name=harm][value=low]", force=True)
        await self.page.fill("[name=description]", description)

    async def save(self) -> None:
        """Press the form's button."""
        await self.page.click("form[data-outbox] button:not([type=button])")

    async def save_and_be_told(self) -> None:
        """Press it, and wait for what becomes of the record, however busy the service is."""
        await self.page.evaluate(NEVER_LEADS_ON)
        await self.save()

    async def record_fall(self, description: str = "Slipped on the wet floor") -> None:
        """A fall, saved on this tablet, and the page that says what to do now."""
        await self.open()
        await self.fill_in_fall(description)
        await self.save()
        await self.page.wait_for_url("**/next?*")
        await self.ready()

    async def lose_signal(self) -> None:
        """Nothing reaches the service from here."""
        await self.context.set_offline(True)

    async def find_signal(self) -> None:
        """The network is back; the browser says so to its pages."""
        await self.context.set_offline(False)

    # --- What there is to see ------------------------------------------------------------

    async def count(self, state: str) -> int:
        """How many records are in a state, as IndexedDB has it."""
        return await self.page.evaluate(COUNT, state)

    async def wait_until(self, count: int, state: str = "waiting", seconds: float = SECONDS) -> None:
        """Wait until so many records are in a state."""
        deadline = monotonic() + seconds
        while monotonic() < deadline:
            # The page may be on its way to another one.
            with contextlib.suppress(Error):
                if await self.count(state) == count:
                    return
            await self.page.wait_for_timeout(BETWEEN_LOOKS)
        raise AssertionError(f"{await self.count(state)} records are {state}, not {count}.")

    async def kept(self) -> dict[str, Any]:
        """Everything in IndexedDB."""
        return await self.page.evaluate(IN_DATABASE)

    async def pages_kept(self) -> dict[str, str]:
        """Every page and file that is kept, by cache and address."""
        return await self.page.evaluate(IN_CACHES)

    async def wait_for_file(self, name: str) -> None:
        """Wait until the service worker keeps a built file."""
        deadline = monotonic() + SECONDS
        while monotonic() < deadline:
            kept = await self.pages_kept()
            if any(at.startswith("hearth-shell") and at.endswith(f"/{name}") for at in kept):
                return
            await self.page.wait_for_timeout(BETWEEN_LOOKS)
        raise AssertionError(f"{name} is not kept.")

    async def says(self, text: str) -> None:
        """Wait until the page says what waits or became of it."""
        place = "[data-waiting]:visible, [data-outbox-status]:visible"
        await expect(self.page.locator(place).first).to_contain_text(text)

    # --- What the service has ----------------------------------------------------------------

    async def falls(self) -> list[FallRecorded]:
        """The falls in the home's stream."""
        return [event for event in await self.events() if isinstance(event, FallRecorded)]

    async def events(self) -> list[Any]:
        """The home's stream."""
        stored: list[StoredEvent] = await self.scene.services.store.read(self.scene.home_id)
        return [one.event for one in stored]


async def answers_lost(context: BrowserContext, count: int) -> Callable[[], int]:
    """The service takes so many deliveries, and their answers never arrive; how many that were so far."""
    lost = 0

    async def lose(route: Route) -> None:
        nonlocal lost
        if lost < count:
            lost += 1
            await route.fetch()
            await route.abort("connectionreset")
        else:
            await route.continue_()

    await context.route("**/outbox", lose)
    return lambda: lost


async def has_lost_one(lost: Callable[[], int]) -> None:
    """Wait until an answer was lost: a form leads on before it is known what becomes of its record."""

    async def one() -> bool:
        return lost() > 0

    await until(one, "an answer is lost")


def holds(kept: object, text: str) -> bool:
    """Whether a text stands in the clear anywhere in what is kept."""
    return text.lower() in json.dumps(kept, ensure_ascii=False).lower()


def by(events: list[FallRecorded]) -> list[tuple[UUID, UUID | None]]:
    """Who recorded and who sent."""
    return [(event.recorded_by, event.sent_by) for event in events]
