"""Our own server with two more addresses, which answer what one SQL statement makes."""

import asyncio
import sys
from datetime import date
from uuid import UUID

import msgspec
import uvicorn
import uvloop
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from network.access.authentication import viewer_of
from network.eventstore.network_key import NetworkKey
from network.logging import configure_logging
from network.main import create_app
from network.postgres.dsns import Dsns
from network.services import Services, open_services
from tests.benchmarks.peers.json_statement import CASELOAD, COMPARISON, HOME_TODAY, RUN_CHART


class Place(msgspec.Struct, frozen=True):
    """Where the server finds its database, and listens."""

    owner: str
    web: str
    projector: str
    key: bytes
    port: int


def peer_routes(services: Services) -> list[Route]:
    """The peer's addresses."""

    async def home_today(request: Request) -> Response:
        text = await services.pool.fetchval(HOME_TODAY, UUID(request.query_params["home"]))
        return Response(text, media_type="application/json")

    async def caseload(request: Request) -> Response:
        homes = sorted(viewer_of(request).homes)
        first, last = (date.fromisoformat(request.query_params[name]) for name in ("from", "to"))
        text = await services.pool.fetchval(CASELOAD, homes, [first] * len(homes), last)
        return Response(text, media_type="application/json")

    async def comparison(request: Request) -> Response:
        homes = sorted(viewer_of(request).homes)
        first, last = (date.fromisoformat(request.query_params[name]) for name in ("from", "to"))
        text = await services.pool.fetchval(COMPARISON, homes, [first] * len(homes), last)
        return Response(text, media_type="application/json")

    async def run_chart(request: Request) -> Response:
        first, last = (date.fromisoformat(request.query_params[name]) for name in ("from", "to"))
        text = await services.pool.fetchval(RUN_CHART, UUID(request.query_params["home"]), first, last)
        return Response(text, media_type="application/json")

    return [
        Route("/peer/home-today", home_today),
        Route("/peer/caseload", caseload),
        Route("/peer/comparison", comparison),
        Route("/peer/run-chart", run_chart),
    ]


async def serve(place: Place) -> None:
    """Serve until killed."""
    dsns = Dsns(owner=place.owner, web=place.web, projector=place.projector)
    async with open_services(dsns, NetworkKey(place.key)) as services:
        app = create_app(services)
        app.router.routes[:0] = peer_routes(services)
        config = uvicorn.Config(
            app, host="127.0.0.1", port=place.port, log_config=None, access_log=False, lifespan="auto"
        )
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    configure_logging("info")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(msgspec.json.decode(sys.stdin.buffer.read(), type=Place)))
