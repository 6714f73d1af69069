"""The page of the map's quality: what to correct, source by source."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.errors import FtgraphError, UsageError
from ftgraph.exports.formats import JSON
from ftgraph.quality.worklist import Wanted, Worklist
from ftgraph_api import conditional
from ftgraph_api.asking import Asking, state_of
from ftgraph_api.pages import frame
from ftgraph_api.pages import quality as pages
from ftgraph_api.parameters import LANGUAGE, Given, Parameter, table
from ftgraph_api.routes.quality import FILTERS, OFFSET, found_for

_PAGE = table(*(Parameter(each.name, each.help, values=each.values) for each in FILTERS), OFFSET, LANGUAGE)


async def quality_page(request: Request) -> Response:
    """Qualité : que corriger, source par source."""
    given = Given(request.scope["query_string"], _PAGE)
    state = state_of(request)
    served = await state.newest()
    language = frame.language_of(request)
    asking = Asking(request, given, JSON, language)
    asked = "&".join(f"{name}={value}" for name, value in given.items())
    etag = conditional.tag(served.generation, served.stamp, request.url.path, asked, asking.today.isoformat())
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})
    wanted = Wanted(
        tuple(filter(None, (given.one("source"),))),
        tuple(filter(None, (given.one("kind"),))),
        given.one("territory") or "",
    )
    found: Worklist | None = None
    problem: FtgraphError | None = None
    try:
        found = await asyncio.to_thread(found_for, served, wanted, asking)
    except UsageError as error:
        problem = error
    values = await asyncio.to_thread(pages.values, served, wanted, found, given.one("offset") or 0, language)
    title = "Qualité de la carte" if language == "fr" else "Quality of the map"
    return frame.send(request, frame.Page("quality.html.j2", title, {**values, "problem": problem}), etag)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    routes.add_api_route("/qualite", quality_page, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
