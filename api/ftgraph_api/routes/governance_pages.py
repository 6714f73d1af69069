"""The pages on governance: the levels of both rule sets."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph_api import conditional
from ftgraph_api.asking import state_of
from ftgraph_api.pages import frame, governance
from ftgraph_api.parameters import LANGUAGE, Given, table

_BARE = table(LANGUAGE)


async def governance_page(request: Request) -> Response:
    """Gouvernance : ce que chaque référentiel attend, niveau par niveau."""
    Given(request.scope["query_string"], _BARE)
    served = await state_of(request).newest()
    language = frame.language_of(request)
    etag = conditional.tag(served.generation, served.stamp, request.url.path, language)
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})
    values = await asyncio.to_thread(governance.values, served, language)
    title = "Gouvernance" if language == "fr" else "Governance"
    return frame.send(request, frame.Page("governance.html.j2", title, {**values, "committees": ()}), etag)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    routes.add_api_route("/gouvernance", governance_page, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
