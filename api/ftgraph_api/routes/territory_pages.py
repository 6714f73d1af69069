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
from ftgraph_api.problems import is_read

_CHOICE = table(*(each for each in FILTERS if each.name == "territory"), LANGUAGE)
_PAGE = table(Parameter("on", ("Jour.", "Day."), "date"), LANGUAGE)
_LONGEST = 300


@page(_CHOICE)
async def start_page(request: Request, question: Question, etag: str) -> Response:
    """Choisir un territoire ; donné par son nom, il s’ouvre."""
    asked = question.given.one("territory")
    if not asked:
        values = await asyncio.to_thread(territory.start, question)
        return frame.send(request, frame.Page("territories.html.j2", _title(question), values), etag)
    try:
        found = await asyncio.to_thread(question.index.territories.resolve, asked, question.today)
    except UnknownTerritory as error:
        return await _unknown(request, question, asked, error)
    return RedirectResponse(_there(request, found.reference), 303)


@page(_PAGE)
async def territory_page(request: Request, question: Question, etag: str) -> Response:
    """Un territoire."""
    question = question.on_its_day()
    reference = request.path_params["reference"]
    asked = reference[:_LONGEST]
    try:
        place = await asyncio.to_thread(question.index.territories.resolve, asked, question.today)
    except UnknownTerritory as error:
        error.status = 404  # here the name is the address itself
        if not is_read(request):
            raise
        return await _unknown(request, question, asked, error, 404)
    if place.reference != reference:
        return RedirectResponse(_there(request, place.reference), 303)
    committees = await asyncio.to_thread(committee.committees_of, question.served)
    contracts = await asyncio.to_thread(territory.contracts_of, question.served, question.today)
    values = await asyncio.to_thread(territory.values, question, place, committees, contracts)
    return frame.send(request, frame.Page("territory.html.j2", place.label, values), etag)


def _title(question: Question) -> str:
    return "Territoires" if question.language == "fr" else "Territories"


async def _unknown(
    request: Request, question: Question, asked: str, error: UnknownTerritory, status: int = 200
) -> Response:
    """Where to choose a territory, with those that an unknown or shared name may have meant."""
    near = places.candidates(question, error.candidates, territory.address)
    values = await asyncio.to_thread(territory.start, question)
    shown = {**values, "problem": error, "candidates": near, "asked": asked}
    return frame.send(request, frame.Page("territories.html.j2", _title(question), shown, status))


def _there(request: Request, reference: str) -> str:
    kept = [(name, request.query_params[name]) for name in ("on", "lang") if request.query_params.get(name)]
    return territory.address(reference) + (f"?{urlencode(kept)}" if kept else "")


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    for path, handler in (("/territoires", start_page), ("/territoires/{reference}", territory_page)):
        routes.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
