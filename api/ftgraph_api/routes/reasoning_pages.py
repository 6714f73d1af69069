"""The page of what follows from what is published."""

import asyncio
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.errors import UsageError
from ftgraph_api import conditional
from ftgraph_api.asking import state_of
from ftgraph_api.pages import frame, reasoning
from ftgraph_api.parameters import LANGUAGE, Given, table
from ftgraph_api.routes.reasoning import CLASS, MOST_ROWS, TERRITORY, document

_PAGE = table(TERRITORY, CLASS, LANGUAGE)


async def reasoning_page(request: Request) -> Response:
    """Ce qui se déduit : les classes où entrent les choses publiées sans que ce soit écrit, et pourquoi."""
    given = Given(request.scope["query_string"], _PAGE)
    state = state_of(request)
    served = await state.newest()
    language = frame.language_of(request)
    territory, name = given.one("territory") or "", given.one("class") or ""
    etag = conditional.tag(served.generation, served.stamp, request.url.path, language, territory, name)
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})
    problem, found = None, None
    desk = await state.desk() if territory else None
    base = state.settings.base
    make = partial(document, served, base, desk, territory=territory, sources=(), name="", limit=MOST_ROWS)
    try:
        found = await asyncio.to_thread(make)
    except UsageError as error:
        problem = error
    values = reasoning.values(found, name, territory, base)
    title = "Ce qui se déduit" if language == "fr" else "What follows"
    return frame.send(request, frame.Page("reasoning.html.j2", title, {**values, "problem": problem}), etag)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    routes.add_api_route("/raisonnement", reasoning_page, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
