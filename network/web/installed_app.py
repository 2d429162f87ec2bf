"""Hearth as an app on a tablet's home screen, and the page that it opens where there is no signal."""

import json

from starlette.requests import Request
from starlette.responses import Response

from network.web.asset_names import AssetNames
from network.web.page import Page
from network.web.pages import Pages

GREEN = "#1c5149"


def installed_app_pages(pages: Pages, asset_names: AssetNames) -> list[Page]:
    """The manifest, and the page without a signal. Both are for everybody: nobody's name is in them."""

    async def manifest(_request: Request) -> Response:
        content = json.dumps(_manifest(asset_names))
        return Response(
            content, headers={"Cache-Control": "no-cache"}, media_type="application/manifest+json"
        )

    async def offline(request: Request) -> Response:
        return pages.render(request, "web/offline.html")

    return [
        Page(name="manifest", path="/manifest.webmanifest", endpoint=manifest, is_public=True),
        Page(name="offline", path="/offline", endpoint=offline, is_public=True),
    ]


def _manifest(asset_names: AssetNames) -> dict[str, object]:
    return {
        "name": "Hearth",
        "short_name": "Hearth",
        "description": "What our homes know, together.",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": "en-GB",
        "theme_color": GREEN,
        "background_color": "#ffffff",
        "icons": [
            {
                "src": asset_names.address("icon.svg"),
                "type": "image/svg+xml",
                "sizes": "any",
                "purpose": "any",
            },
            *(
                {
                    "src": asset_names.address(f"icon-{size}.png"),
                    "type": "image/png",
                    "sizes": f"{size}x{size}",
                    "purpose": "any",
                }
                for size in (192, 512)
            ),
        ],
    }
