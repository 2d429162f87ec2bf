"""What the build made is kept by browsers, and found by its plain name."""

import json
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from network.web.asset_names import AssetNames, AssetNotBuilt
from network.web.client_pages import client_pages
from network.web.kept_files import kept_files
from tests.network.web.conftest import request_for


async def test_a_built_file_is_kept_for_a_year_and_travels_compressed(tmp_path: Path) -> None:
    (tmp_path / "page.0a1b.css").write_text("a{color:red}" * 500)
    app = Starlette(routes=[Mount("/assets/built", kept_files(tmp_path))])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hearth.test") as http:
        answer = await http.get("/assets/built/page.0a1b.css")
        missing = await http.get("/assets/built/page.css")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert missing.status_code == 404
    assert "Cache-Control" not in missing.headers


async def test_a_browser_that_reads_brotli_gets_what_the_build_made_with_it(tmp_path: Path) -> None:
    (tmp_path / "page.0a1b.js").write_text("the script")
    (tmp_path / "page.0a1b.js.br").write_bytes(b"the same, smaller")
    app = Starlette(routes=[Mount("/assets/built", kept_files(tmp_path))])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hearth.test") as http:
        address = "/assets/built/page.0a1b.js"
        small = await http.send(
            http.build_request("GET", address, headers={"Accept-Encoding": "gzip, br"}), stream=True
        )
        raw = b"".join([piece async for piece in small.aiter_raw()])
        plain = await http.get(address, headers={"Accept-Encoding": "gzip"})
        missing = await http.get("/assets/built/page.js", headers={"Accept-Encoding": "br"})
    assert raw == b"the same, smaller"
    assert small.headers["Content-Encoding"] == "br"
    assert small.headers["Vary"] == "Accept-Encoding"
    assert small.headers["Content-Type"] == plain.headers["Content-Type"]
    assert "max-age=31536000" in small.headers["Cache-Control"]
    assert plain.text == "the script"
    assert missing.status_code == 404


def test_a_name_leads_to_the_file_that_the_build_made(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"page.css": "page.0a1b.css"}))
    names = AssetNames.read(tmp_path, "/assets/built")
    assert names.address("page.css") == "/assets/built/page.0a1b.css"
    assert "page.css" in names
    assert "outbox.js" not in names


def test_a_file_that_was_not_built_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(AssetNotBuilt, match=r"page\.css was not built. Run make install"):
        AssetNames.read(tmp_path, "/assets/built").address("page.css")


async def test_the_worker_may_only_talk_to_this_service_and_is_asked_for_anew(tmp_path: Path) -> None:
    (tmp_path / "service-worker.js").write_text("self.skipWaiting();")
    worker, licences = client_pages(tmp_path)
    answer = await worker.endpoint(request_for())
    assert bytes(answer.body) == b"self.skipWaiting();"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert (await licences.endpoint(request_for())).status_code == 404
