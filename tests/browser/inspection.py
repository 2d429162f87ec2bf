"""What every page has to be: without a barrier, whole on a small screen and in large letters."""

from pathlib import Path

from playwright.async_api import ConsoleMessage, Error, Page, Request, ViewportSize

import network

AXE = Path(network.__file__).parent / "web" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """
async () => (await axe.run({resultTypes: ["violations"]})).violations.map(
  (rule) => `${rule.id}: ${rule.help} at ${rule.nodes.map((node) => node.html.slice(0, 160)).join(" and ")}`
)
"""
OVERFLOWING = """
() => [...document.querySelectorAll("body *")]
  .filter((element) => element.getClientRects().length > 0)
  .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter((element) => !element.closest(".nhsuk-u-visually-hidden, .hearth-skip, thead, [data-scrolls]"))
  .map((element) => element.outerHTML.slice(0, 160))
"""
SMALL_TARGETS = """
() => [...document.querySelectorAll("button, select, input:not([type=hidden]), .hearth-ways a")]
  .filter((element) => element.getClientRects().length > 0)
  .map((element) => [Math.round(element.getBoundingClientRect().height), element.outerHTML.slice(0, 160)])
  .filter(([height]) => height < 44)
  .map(([height, html]) => `${height} px: ${html}`)
"""
SIZES = """
() => {
  const [page] = performance.getEntriesByType("navigation");
  const all = [page, ...performance.getEntriesByType("resource")];
  // What a device keeps for when there is no signal comes once, after the page is there and can be used.
  const isLater = (entry) => entry.initiatorType === "fetch" && entry.startTime >= page.loadEventStart;
  const bytes = (entries) => entries.reduce((sum, entry) => sum + entry.encodedBodySize, 0);
  const own = all.filter((entry) => !isLater(entry));
  return {
    bytes: bytes(own),
    script: bytes(own.filter((entry) => entry.initiatorType === "script")),
    requests: own.length,
    later: bytes(all.filter(isLater)),
  };
}
"""
PHONE = ViewportSize(width=390, height=844)
WIDE = ViewportSize(width=1280, height=800)
NARROW = ViewportSize(width=320, height=640)


class Watch:
    """Notes what a page asks for and complains of while it is open."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        page.on("request", self._asked)
        page.on("pageerror", self._failed)
        page.on("console", self._said)

    def end(self) -> None:
        """Look away: the next page in the window is somebody else's to watch."""
        self._page.remove_listener("request", self._asked)
        self._page.remove_listener("pageerror", self._failed)
        self._page.remove_listener("console", self._said)

    def other_hosts(self, address: str) -> list[str]:
        """What was asked of a host that is not this server."""
        own = (f"{address}/", "data:", "blob:")
        return [request.url for request in self.requests if not request.url.startswith(own)]

    def _asked(self, request: Request) -> None:
        self.requests.append(request)

    def _failed(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} at {message.location['url']}")


async def barriers(page: Page) -> list[str]:
    """Every rule of axe that the page breaks, and where."""
    # Evaluated from outside the page, so that its policy against inline script may stay as strict as it is.
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE.read_text())
    found: list[str] = await page.evaluate(RUN_AXE)
    return found


async def overflowing(page: Page) -> list[str]:
    """What stands further to the right than the screen goes."""
    found: list[str] = await page.evaluate(OVERFLOWING)
    return found


async def small_targets(page: Page) -> list[str]:
    """What a thumb would miss."""
    found: list[str] = await page.evaluate(SMALL_TARGETS)
    return found


async def unfold(page: Page) -> None:
    """Show all that is hidden until somebody asks for more."""
    await page.evaluate(
        "() => document.querySelectorAll('main details').forEach((one) => { one.open = true })"
    )


async def enlarge(page: Page) -> None:
    """Text at twice its size, as somebody sets it who sees badly."""
    await page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")


async def sizes(page: Page) -> dict[str, int]:
    """How much came over the line for the page and everything in it, compressed, and in how many requests."""
    measured: dict[str, int] = await page.evaluate(SIZES)
    return measured
