"""A page as somebody reads it: its words, its links, and its form as a browser would send it."""

from html.parser import HTMLParser

import httpx

BREAKS = frozenset({"p", "li", "h1", "h2", "h3", "dt", "dd", "div", "section", "label", "tr", "legend"})


class SeenPage(HTMLParser):
    """Reads one answer."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.status = answer.status_code
        self.html = answer.text
        self.links: dict[str, str] = {}
        """Addresses by the words of the link."""
        self.fields: dict[str, list[str]] = {}
        """What the page's own form would send as it stands."""
        self.choices: dict[str, list[str]] = {}
        """The values that a select, radios or checkboxes offer."""
        self._words: list[str] = []
        self._link: tuple[str, list[str]] | None = None
        self._select: str | None = None
        self._textarea: str | None = None
        self._depth_of_main = 0
        self.feed(answer.text)

    @property
    def text(self) -> str:
        """All words of the main part, with single spaces."""
        return " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag brings."""
        has = {name: value or "" for name, value in attrs}
        if tag == "main":
            self._depth_of_main += 1
        if tag in BREAKS:
            self._words.append(" ")
        if tag == "a":
            self._link = (has.get("href", ""), [])
        if self._depth_of_main:
            self._note_field(tag, has)

    def handle_endtag(self, tag: str) -> None:
        """Note what a tag ends."""
        if tag == "main":
            self._depth_of_main -= 1
        if tag == "a" and self._link is not None:
            href, words = self._link
            self.links[" ".join("".join(words).split())] = href
            self._link = None
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        """Note the words."""
        if self._link is not None:
            self._link[1].append(data)
        if self._textarea is not None:
            values = self.fields[self._textarea]
            values[-1] += data
        elif self._depth_of_main:
            self._words.append(data)

    def _note_field(self, tag: str, has: dict[str, str]) -> None:
        name = has.get("name", "")
        match tag, has.get("type", "text"):
            case "input", "radio" | "checkbox":
                self.choices.setdefault(name, []).append(has["value"])
                if "checked" in has:
                    self.fields.setdefault(name, []).append(has["value"])
            case "input", _:
                self.fields.setdefault(name, []).append(has.get("value", ""))
            case "textarea", _:
                self._textarea = name
                self.fields.setdefault(name, []).append("")
            case "select", _:
                self._select = name
                self.fields.setdefault(name, [""])
            case "option", _ if self._select is not None:
                self.choices.setdefault(self._select, []).append(has["value"])
                if "selected" in has:
                    self.fields[self._select] = [has["value"]]
            case _:
                pass
