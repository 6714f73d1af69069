"""The pages of territories: where to choose one, and one of them."""

import asyncio
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ftgraph.errors import UnknownTerritory
from ftgraph_api.pages import committee, frame, places, territory
from ftgraph_api.pages.opening import page
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import FILTERS, LANGUAGE, Parameter, table

_CHOICE = table(*(each for each in FILTERS if each.name == "territory"), LANGUAGE)
_PAGE = table(Parameter("on", ("Jour.", "Day."), "date"), LANGUAGE)
_LONGEST = 300


@page(_CHOICE)
async def start_page(request: Request, question: Question, etag: str) -> Response:
    """Choisir un territoire ; donné par son nom, il s’ouvre."""
    values = await asyncio.to_thread(territory.start, question)
    title = "Territoires" if question.language == "fr" else "Territories"
    asked = question.given.one("territory")
    if not asked:
        return frame.send(request, frame.Page("territories.html.j2", title, values), etag)
    try:
        found = await asyncio.to_thread(question.index.territories.resolve, asked, question.today)
    except UnknownTerritory as error:
        near = places.candidates(question, error.candidates, territory.address)
        values = {**values, "problem": error, "candidates": near, "asked": asked}
        return frame.send(request, frame.Page("territories.html.j2", title, values))
    return RedirectResponse(_there(request, found.reference), 303)


@page(_PAGE)
async def territory_page(request: Request, question: Question, etag: str) -> Response:
    """Un territoire."""
    question = question.on_its_day()
    reference = request.path_params["reference"]
    try:
        place = await asyncio.to_thread(question.index.territories.resolve, reference[:_LONGEST], question.today)
    except UnknownTerritory as error:
        error.status = 404  # here the name is the address itself
        raise
    if place.reference != reference:
        return RedirectResponse(_there(request, place.reference), 303)
    committees = await asyncio.to_thread(committee.committees_of, question.served)
    contracts = await asyncio.to_thread(territory.contracts_of, question.served, question.today)
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
