"""The page on the history of a thing."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.errors import UsageError
from ftgraph.history import History, history
from ftgraph_api.asking import state_of
from ftgraph_api.pages import frame
from ftgraph_api.pages import history as pages
from ftgraph_api.pages.opening import page
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import LANGUAGE, Parameter, table

_LONGEST = 500
_PAGE = table(
    Parameter("de", ("De quoi.", "Of what."), longest=_LONGEST), Parameter("on", ("Jour.", "Day."), "date"), LANGUAGE
)


@page(_PAGE)
async def history_page(request: Request, question: Question, etag: str) -> Response:
    """L’historique d’une chose, en mots ; sans rien, de quoi la chercher."""
    served, language, day = question.served, question.language, question.day
    asked = question.given.one("de") or ""

    def make() -> History | None:
        if not asked:
            return None
        iri = pages.named(question, asked)
        return history(state_of(request).store, served.reader, iri, day, language)

    problem: UsageError | None = None
    found: History | None = None
    try:
        found = await asyncio.to_thread(make)
    except UsageError as error:
        problem = error
    values = {
        **pages.values(found, served, asked, day, problem, language),
        "candidates": pages.candidates(question, problem),
    }
    status = problem.status if problem else 200
    shown = frame.Page("history.html.j2", pages.title(found, language), values, status)
    return frame.send(request, shown, "" if problem else etag)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    routes.add_api_route("/historique", history_page, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
