"""The page of indicators: a dashboard on demand."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph_api.pages import frame, indicators
from ftgraph_api.pages.opening import page
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import LANGUAGE, table
from ftgraph_api.routes.indicators import BY, INDICATOR, LEVEL, OPERATOR, OTHERS, PERIOD, PUBLIC, TERRITORY

PARAMETERS = table(TERRITORY, OPERATOR, PUBLIC, BY, PERIOD, INDICATOR, LEVEL, OTHERS, LANGUAGE)


@page(PARAMETERS)
async def indicators_page(request: Request, question: Question, etag: str) -> Response:
    """Indicateurs : le tableau de bord d’un territoire, à la demande."""
    values = await asyncio.to_thread(indicators.values, question)
    title = "Indicateurs" if question.language == "fr" else "Indicators"
    if values["place"] is not None:
        title = f"{title} – {values['place'].label}"
    return frame.send(request, frame.Page("indicators.html.j2", title, values), "" if values["problem"] else etag)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    routes.add_api_route(indicators.PATH, indicators_page, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
