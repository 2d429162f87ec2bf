"""From where somebody signs in: the address, the browser and, on a shared tablet, the device."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from network.access.devices.devices import Device

_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "Chromebook",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}
_BROWSERS = {
    "Edg": "Edge",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
NETWORK_BITS = 64
"""Of an IPv6 address: whoever has one has all that begin like it."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the door."""

    address: str
    client: str
    """Which kind of browser, in words, for lists of sessions."""
    browser: str | None
    """The key by which the browser is known, where it has one."""
    device: Device | None
    """The shared tablet that this is."""


def client_in_words(user_agent: str) -> str:
    """Chrome on Android, as its person will know it again."""
    browser = _first(_BROWSERS, user_agent) or "A browser"
    system = _first(_SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


def network_of(address: str) -> str:
    """What stands for an address where tries are counted."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> NETWORK_BITS << NETWORK_BITS))
    return str(parsed)


def _first(words: dict[str, str], user_agent: str) -> str | None:
    return next((said for word, said in words.items() if word in user_agent), None)
