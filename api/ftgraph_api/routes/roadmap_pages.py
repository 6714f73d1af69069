"""The pages on needs and on roadmaps."""

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.clock import today
from ftgraph_api import conditional
from ftgraph_api.asking import state_of
from ftgraph_api.pages import frame, roadmaps
from ftgraph_api.parameters import Given


async def needs_page(request: Request) -> Response:
    """Besoins : ouverts, remontés, confiés, couverts, clos, avec leur âge et leur chemin."""
    given = Given(request.scope["query_string"], roadmaps.NEEDS)
    day, committee, state = given.one("on") or today(), given.one("committee") or "", given.one("state") or ""
    title = roadmaps.titles()["needs"].say(frame.language_of(request))
    served = await state_of(request).newest()
    return await _page(
        request,
        (day.isoformat(), committee, state),
        "followed-needs.html.j2",
        title,
        lambda: roadmaps.needs_values(served.reader, day, committee, state),
    )


async def roadmaps_page(request: Request) -> Response:
    """Feuilles de route : les comités, puis l’un d’eux avec ses axes, ses actions, son calendrier et ses livrables."""
    given = Given(request.scope["query_string"], roadmaps.ROADMAPS)
    day, committee = given.one("on") or today(), given.one("committee") or ""
    title = roadmaps.titles()["roadmaps"].say(frame.language_of(request))
    served = await state_of(request).newest()

    def make() -> dict[str, Any]:
        if committee:
            return roadmaps.committee_values(served.reader, day, committee)
        return roadmaps.overview_values(served.reader, day)

    return await _page(request, (day.isoformat(), committee), "roadmaps.html.j2", title, make)


async def _page(
    request: Request, asked: tuple[str, ...], template: str, title: str, make: Callable[[], dict[str, Any]]
) -> Response:
    served = await state_of(request).newest()
    etag = conditional.tag(
        served.generation, served.stamp, request.url.path, frame.language_of(request), *asked, today().isoformat()
    )
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})
    values = await asyncio.to_thread(make)
    if values.get("body") is not None:
        title = f"{title} – {values['body'].label}"
    return frame.send(request, frame.Page(template, title, values), etag)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    for path, handler in (("/besoins", needs_page), ("/feuilles-de-route", roadmaps_page)):
        routes.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
