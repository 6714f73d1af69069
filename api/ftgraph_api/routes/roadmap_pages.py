"""The pages on needs and on roadmaps."""

import asyncio
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.wording import Text
from ftgraph_api.pages import frame, roadmaps
from ftgraph_api.pages.opening import page
from ftgraph_api.pages.question import Question


@page(roadmaps.NEEDS)
async def needs_page(request: Request, question: Question, etag: str) -> Response:
    """Besoins : ouverts, remontés, confiés, couverts, clos, avec leur âge et leur chemin."""
    given, reader, day = question.given, question.served.reader, question.day
    values = await asyncio.to_thread(roadmaps.needs_values, reader, day, given.text("committee"), given.text("state"))
    return _sent(request, "followed-needs.html.j2", roadmaps.titles()["needs"], values, etag)


@page(roadmaps.ROADMAPS)
async def roadmaps_page(request: Request, question: Question, etag: str) -> Response:
    """Feuilles de route : les comités, puis l’un d’eux avec ses axes, ses actions, son calendrier et ses livrables."""
    reader, day, committee = question.served.reader, question.day, question.given.text("committee")
    if committee:
        values = await asyncio.to_thread(roadmaps.committee_values, reader, day, committee)
    else:
        values = await asyncio.to_thread(roadmaps.overview_values, reader, day)
    return _sent(request, "roadmaps.html.j2", roadmaps.titles()["roadmaps"], values, etag)


def _sent(request: Request, template: str, name: Text, values: dict[str, Any], etag: str) -> Response:
    title = name.say(frame.language_of(request))
    if values.get("body") is not None:
        title = f"{title} – {values['body'].label}"
    return frame.send(request, frame.Page(template, title, values), etag)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    for path, handler in (("/besoins", needs_page), ("/feuilles-de-route", roadmaps_page)):
        routes.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
