"""What a browser asks for beside pages, under names that stay: the service worker, and whose work it is."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from network.web.page import Page

WORKER_HEADERS = {
    # A worker lives under the policy that came with it, not under that of the page that started it.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    # Asked for anew at each start, so that a new release reaches a tablet the same day.
    "Cache-Control": "no-cache",
}


def client_pages(built: Path) -> list[Page]:
    """Those files of the built client that are for everybody and keep their names; read once."""
    return [
        _page("service-worker", built / "service-worker.js", "text/javascript", WORKER_HEADERS),
        _page("licences", built / "LICENCES.txt", "text/plain", {"Cache-Control": "no-cache"}),
    ]


def _page(name: str, path: Path, media_type: str, headers: dict[str, str]) -> Page:
    content = path.read_bytes() if path.exists() else b""

    async def answer(_request: Request) -> Response:
        return Response(content, 200 if content else 404, headers, media_type=media_type)

    return Page(name=name, path=f"/{path.name}", endpoint=answer, is_public=True)
