"""The page of indicators: a dashboard on demand."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.clock import today
from ftgraph_api import conditional
from ftgraph_api.asking import state_of
from ftgraph_api.pages import frame, indicators
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import LANGUAGE, Given, table
from ftgraph_api.routes.indicators import BY, INDICATOR, LEVEL, OPERATOR, OTHERS, PERIOD, PUBLIC, TERRITORY

PARAMETERS = table(TERRITORY, OPERATOR, PUBLIC, BY, PERIOD, INDICATOR, LEVEL, OTHERS, LANGUAGE)


async def indicators_page(request: Request) -> Response:
    """Indicateurs : le tableau de bord d’un territoire, à la demande."""
    given = Given(request.scope["query_string"], PARAMETERS)
    served = await state_of(request).newest()
    language, day = frame.language_of(request), today()
    asked = "&".join(f"{name}={value}" for name, value in given.items())
    etag = conditional.tag(served.generation, served.stamp, request.url.path, language, day.isoformat(), asked)
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})
    question = Question(served, state_of(request).settings, given, day, language)
    values = await asyncio.to_thread(indicators.values, question)
    title = "Indicateurs" if language == "fr" else "Indicators"
    if values["place"] is not None:
        title = f"{title} – {values['place'].label}"
    return frame.send(request, frame.Page("indicators.html.j2", title, values), "" if values["problem"] else etag)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    routes.add_api_route(indicators.PATH, indicators_page, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
