"""The page on the history of a thing."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.clock import today
from ftgraph.errors import UsageError
from ftgraph.history import History, find, history
from ftgraph_api import conditional
from ftgraph_api.asking import state_of
from ftgraph_api.pages import frame
from ftgraph_api.pages import history as page
from ftgraph_api.parameters import LANGUAGE, Given, Parameter, table

_LONGEST = 500
_PAGE = table(
    Parameter("de", ("De quoi.", "Of what."), longest=_LONGEST), Parameter("on", ("Jour.", "Day."), "date"), LANGUAGE
)


async def history_page(request: Request) -> Response:
    """L’historique d’une chose, en mots ; sans rien, de quoi la chercher."""
    given = Given(request.scope["query_string"], _PAGE)
    state = state_of(request)
    served = await state.newest()
    language = frame.language_of(request)
    asked, day = given.one("de") or "", given.one("on") or today()
    etag = conditional.tag(
        served.generation, served.stamp, request.url.path, language, asked, day.isoformat(), today().isoformat()
    )
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})

    def make() -> History | None:
        if not asked:
            return None
        iri = find(served.reader, asked, state.settings.base, day)
        return history(state.store, served.reader, iri, day, language)

    problem: UsageError | None = None
    found: History | None = None
    try:
        found = await asyncio.to_thread(make)
    except UsageError as error:
        problem = error
    values = page.values(found, served, asked, day, problem, language)
    title = page.title(found, language)
    status = problem.status if problem else 200
    return frame.send(request, frame.Page("history.html.j2", title, values, status), "" if problem else etag)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    routes.add_api_route("/historique", history_page, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
