"""The page of what follows from what is published."""

import asyncio
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.errors import UsageError
from ftgraph_api.asking import state_of
from ftgraph_api.pages import frame, reasoning
from ftgraph_api.pages.opening import page
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import LANGUAGE, table
from ftgraph_api.routes.reasoning import CLASS, MOST_ROWS, TERRITORY, document

_PAGE = table(TERRITORY, CLASS, LANGUAGE)


@page(_PAGE)
async def reasoning_page(request: Request, question: Question, etag: str) -> Response:
    """Ce qui se déduit : les classes où entrent les choses publiées sans que ce soit écrit, et pourquoi."""
    territory, name = question.given.text("territory"), question.given.text("class")
    problem, found = None, None
    desk = await state_of(request).desk() if territory else None
    base = question.settings.base
    make = partial(document, question.served, base, desk, territory=territory, sources=(), name="", limit=MOST_ROWS)
    try:
        found = await asyncio.to_thread(make)
    except UsageError as error:
        problem = error
    values = reasoning.values(found, name, territory, base)
    title = "Ce qui se déduit" if question.language == "fr" else "What follows"
    return frame.send(request, frame.Page("reasoning.html.j2", title, {**values, "problem": problem}), etag)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    routes.add_api_route("/raisonnement", reasoning_page, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
