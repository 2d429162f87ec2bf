"""Renders pages: templates of every part of Hearth in one frame, with the headers that a page needs."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
)
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from network.web.asset_names import AssetNames
from network.web.compression import WORTH_IT, accepts, compressed

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""Nothing inline, and nothing from another host."""
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # Under `no-referrer` a browser also hides the Origin of its own forms, which `CrossSite` goes by.
    "Referrer-Policy": "same-origin",
    "Vary": "Accept, Accept-Encoding, Cookie",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A place that the navigation leads to."""

    text: str
    href: str
    is_current: bool = False
    is_aside: bool = False
    """Whether it stands under “More” where the screen is as narrow as a phone's."""


Navigation = Callable[[Request], Sequence[Link]]
"""Where the person who asks may go from here."""


class Components(BaseLoader):
    """The components' templates, which lead through options that were not given.

    They need an environment that forgives it. In ours a name that is not there is an error: a
    page is not shown with a gap where somebody's name should be.
    """

    def __init__(self) -> None:
        # They name each other with the prefix that they have in ours.
        files = PrefixLoader({"nhsuk": PackageLoader("nhsuk_frontend_jinja", "templates/nhsuk")})
        self._forgiving = Environment(
            loader=files,
            autoescape=True,
            undefined=ChainableUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def load(
        self,
        environment: Environment,  # noqa: ARG002
        name: str,
        globals: MutableMapping[str, object] | None = None,  # noqa: A002
    ) -> Template:
        """The template, in the environment that forgives."""
        return self._forgiving.get_template(f"nhsuk/{name}", globals=globals)


class Pages:
    """Every template of Hearth, under the prefix of the part that it belongs to."""

    def __init__(
        self, templates: Mapping[str, Path], asset_names: AssetNames, navigation: Navigation
    ) -> None:
        self.environment = _environment(tuple(templates.items()))
        self._asset_names = asset_names
        self._navigation = navigation

    def render(self, request: Request, template: str, *, status: int = 200, **context: object) -> Response:
        """The template as an answer; it also knows `person`, `navigation`, `request` and `asset`."""
        person, navigation = request.scope.get("state", {}).get("viewer"), self._navigation(request)
        html = self._fill(template, person, navigation, {**context, "request": request})
        if len(html) < WORTH_IT or not accepts("gzip", request.headers.get("accept-encoding", "")):
            return HTMLResponse(html, status, HEADERS)
        return HTMLResponse(compressed(html), status, {**HEADERS, "Content-Encoding": "gzip"})

    def for_everybody(self, template: str, **context: object) -> bytes:
        """The template as it is for whoever looks, signed in or not, to be made once."""
        return self._fill(template, None, (), context)

    def _fill(
        self, template: str, person: object, navigation: Sequence[Link], context: Mapping[str, object]
    ) -> bytes:
        always: dict[str, object] = {
            "person": person,
            "navigation": navigation,
            "asset": self._asset_names.address,
            "is_built": self._asset_names.__contains__,
        }
        return self.environment.get_template(template).render({**always, **context}).encode()


@cache
def _environment(folders: tuple[tuple[str, Path], ...]) -> Environment:
    """Where templates are compiled: once a process, because many take longer to compile than to fill."""
    parts = {prefix: FileSystemLoader(folder) for prefix, folder in folders}
    return Environment(
        loader=PrefixLoader({**parts, "nhsuk": Components()}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
