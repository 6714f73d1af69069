"""The pages on the network: before and after, what to merge; one actor."""

import asyncio
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ftgraph.errors import UnknownTerritory
from ftgraph_api.pages import frame, network, places
from ftgraph_api.pages.opening import page
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import LANGUAGE, Given, Parameter, table
from ftgraph_api.routes.networks import ON, TERRITORY

_ASKED = table(TERRITORY, ON, LANGUAGE)
_WHO = Parameter("acteur", ("Acteur : nom ou clé.", "Actor: name or key."))
_ASKED_OF_ONE = table(TERRITORY, ON, _WHO, LANGUAGE)


@page(_ASKED_OF_ONE)
async def network_page(request: Request, question: Question, etag: str) -> Response:
    """Réseau : avant et après les comités, ce qui peut être réuni."""
    given, served, language, day = question.given, question.served, question.language, question.day
    if who := given.one("acteur"):
        return RedirectResponse(_actor_address(who, given, language), 303)
    asked = given.text("territory")
    title = "Avant et après les comités" if language == "fr" else "Before and after the committees"
    common: dict[str, Any] = {
        "territory": asked,
        "on": day.isoformat(),
        "place": None,
        "problem": None,
        "candidates": (),
        "found": None,
    }
    area = reference = ""
    if asked:
        try:
            place = await asyncio.to_thread(served.index.territories.resolve, asked, question.today)
        except UnknownTerritory as error:
            near = places.candidates(question, error.candidates, lambda key: question.address("/reseau", territory=key))
            values = {**common, "problem": error, "candidates": near}
            return frame.send(request, frame.Page("network.html.j2", title, values))
        area, reference = place.iri, place.reference
        common |= {"place": place, "territory": places.name(question, asked)}
    found = await asyncio.to_thread(network.values, served, day, area, language)
    values = {
        **common,
        "found": found,
        "files": network.files(reference, given.one("on").isoformat() if given.one("on") else "", language),
        "rows": network.shown,
        "suffix": _suffix(reference, given, language),
    }
    return frame.send(request, frame.Page("network.html.j2", title, values), etag)


@page(_ASKED)
async def actor_page(request: Request, question: Question, etag: str) -> Response:
    """Un acteur du réseau : où il siège, qui il ne rencontre jamais, ce que son départ ferait."""
    given, served, language = question.given, question.served, question.language
    day, asked = question.day, given.text("territory")
    place = await asyncio.to_thread(served.index.territories.resolve, asked, question.today) if asked else None
    name = request.path_params["acteur"]
    answer, shown = await asyncio.to_thread(network.actor, served, day, place.iri if place else "", name, language)
    reference = place.reference if place else ""
    if answer.actor.key != name:
        return RedirectResponse(_actor_address(answer.actor.key, given, language), 303)
    values = {**shown, "place": place, "day": day, "rows": network.shown, "suffix": _suffix(reference, given, language)}
    return frame.send(request, frame.Page("network_actor.html.j2", answer.actor.label, values), etag)


def _suffix(territory: str, given: Given, language: str) -> str:
    """What links of the page add to an address, so that they stay on the same question."""
    on = given.one("on")
    pairs = [("territory", territory), ("on", on.isoformat() if on else ""), ("lang", "en" if language == "en" else "")]
    kept = [pair for pair in pairs if pair[1]]
    return f"?{urlencode(kept, safe=':')}" if kept else ""


def _actor_address(name: str, given: Given, language: str) -> str:
    return f"/reseau/{quote(name, safe='')}{_suffix(given.one('territory') or '', given, language)}"


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    for path, handler in (("/reseau", network_page), ("/reseau/{acteur}", actor_page)):
        routes.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
