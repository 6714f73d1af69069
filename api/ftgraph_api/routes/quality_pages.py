"""The page of the map's quality: what to correct, source by source."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.errors import FtgraphError, UsageError
from ftgraph.quality.worklist import Wanted, Worklist
from ftgraph_api.pages import frame, places
from ftgraph_api.pages import quality as pages
from ftgraph_api.pages.opening import page
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import LANGUAGE, Parameter, table
from ftgraph_api.routes.quality import FILTERS, OFFSET, found_for

_PAGE = table(*(Parameter(each.name, each.help, values=each.values) for each in FILTERS), OFFSET, LANGUAGE)


@page(_PAGE)
async def quality_page(request: Request, question: Question, etag: str) -> Response:
    """Qualité : que corriger, source par source."""
    given, served = question.given, question.served
    wanted = Wanted(
        tuple(filter(None, (given.one("source"),))),
        tuple(filter(None, (given.one("kind"),))),
        given.text("territory"),
    )
    found: Worklist | None = None
    problem: FtgraphError | None = None
    try:
        found = await asyncio.to_thread(found_for, served, wanted, question.today, question.settings.stale_days)
    except UsageError as error:
        problem = error
    values = await asyncio.to_thread(pages.values, served, wanted, found, given.one("offset") or 0, question.language)
    field = places.name(question, wanted.territory) if wanted.territory else ""
    title = "Qualité de la carte" if question.language == "fr" else "Quality of the map"
    return frame.send(
        request, frame.Page("quality.html.j2", title, {**values, "problem": problem, "field": field}), etag
    )


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    routes.add_api_route("/qualite", quality_page, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
