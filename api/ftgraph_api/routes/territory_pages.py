"""The pages of territories: where to choose one, and one of them."""

import asyncio
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ftgraph.clock import today
from ftgraph.errors import UnknownTerritory
from ftgraph_api import conditional
from ftgraph_api.asking import state_of
from ftgraph_api.pages import committee, frame, places, territory
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import FILTERS, LANGUAGE, Given, Parameter, table
from ftgraph_api.state import Served

_CHOICE = table(*(each for each in FILTERS if each.name == "territory"), LANGUAGE)
_PAGE = table(Parameter("on", ("Jour.", "Day."), "date"), LANGUAGE)
_LONGEST = 300


async def _asked(request: Request, given: Given) -> tuple[Question, Served, str]:
    served = await state_of(request).newest()
    language = frame.language_of(request)
    day = given.one("on") or today()
    dated = "dated" if given.one("on") else ""
    etag = conditional.tag(served.generation, served.stamp, request.url.path, language, day.isoformat(), dated)
    return Question(served, state_of(request).settings, given, day, language), served, etag


async def start_page(request: Request) -> Response:
    """Choisir un territoire ; donné par son nom, il s’ouvre."""
    given = Given(request.scope["query_string"], _CHOICE)
    question, _, etag = await _asked(request, given)
    values = await asyncio.to_thread(territory.start, question)
    title = "Territoires" if question.language == "fr" else "Territories"
    asked = given.one("territory")
    if not asked:
        if conditional.unchanged(request.headers, etag):
            return Response(status_code=304, headers={"ETag": etag})
        return frame.send(request, frame.Page("territories.html.j2", title, values), etag)
    try:
        found = await asyncio.to_thread(question.index.territories.resolve, asked, question.today)
    except UnknownTerritory as error:
        near = places.candidates(question, error.candidates, territory.address)
        values = {**values, "problem": error, "candidates": near, "asked": asked}
        return frame.send(request, frame.Page("territories.html.j2", title, values))
    return RedirectResponse(_there(request, found.reference), 303)


async def territory_page(request: Request) -> Response:
    """Un territoire."""
    question, served, etag = await _asked(request, Given(request.scope["query_string"], _PAGE))
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})
    reference = request.path_params["reference"]
    try:
        place = await asyncio.to_thread(question.index.territories.resolve, reference[:_LONGEST], question.today)
    except UnknownTerritory as error:
        error.status = 404  # here the name is the address itself
        raise
    if place.reference != reference:
        return RedirectResponse(_there(request, place.reference), 303)
    committees = await asyncio.to_thread(committee.committees_of, served)
    contracts = await asyncio.to_thread(territory.contracts_of, served, question.today)
    values = await asyncio.to_thread(territory.values, question, place, committees, contracts)
    return frame.send(request, frame.Page("territory.html.j2", place.label, values), etag)


def _there(request: Request, reference: str) -> str:
    kept = [(name, request.query_params[name]) for name in ("on", "lang") if request.query_params.get(name)]
    return territory.address(reference) + (f"?{urlencode(kept)}" if kept else "")


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    for path, handler in (("/territoires", start_page), ("/territoires/{reference}", territory_page)):
        routes.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
