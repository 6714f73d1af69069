"""`GET /api/v1/history`: the history of one thing."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.errors import UsageError
from ftgraph.exports import history as exports
from ftgraph.exports.formats import COMMITTEE_FORMATS
from ftgraph.exports.history import HistoryDocument
from ftgraph.history import find, history
from ftgraph.wording import Language
from ftgraph_api import documents
from ftgraph_api.asking import read
from ftgraph_api.parameters import FORMAT, LANGUAGE, Parameter, table

_LONGEST = 500
_HELP = (
    "Une chose : son IRI, la clé d’un comité, departement:35, un zonage (bassin), une zone, un identifiant.",
    "A thing: its IRI, a committee’s key, departement:35, a zoning (bassin), a zone, an identifier.",
)
THING = Parameter("thing", _HELP, longest=_LONGEST, example="local-fougeres")
ON = Parameter(
    "on", ("Jour d’où l’on regarde ; par défaut, aujourd’hui.", "The day looked from; today by default."), "date"
)
ONE = table(THING, ON, LANGUAGE, FORMAT)


async def thing_history(request: Request) -> Response:
    """L’historique d’une chose : ce qui en est daté, ce que chaque publication a changé, les versions d’un zonage."""
    asking = read(request, ONE, COMMITTEE_FORMATS)
    state = asking.state
    served = await state.newest()
    etag = asking.etag(served)
    if unchanged := asking.unchanged(etag):
        return unchanged
    asked = asking.given.one("thing")
    if not asked:
        raise UsageError(
            "Donnez «\u202fthing\u202f», la chose dont vous demandez l’historique.",
            "Give “thing”, what you ask the history of.",
            cure="Par exemple thing=local-fougeres, ou l’IRI d’une solution.",
            cure_en="For example thing=local-fougeres, or a solution’s IRI.",
        )
    language: Language = "en" if asking.language == "en" else "fr"
    day = asking.given.one("on") or asking.today

    def make() -> bytes:
        iri = find(served.reader, asked, state.settings.base, day)
        found = history(state.store, served.reader, iri, day, language)
        return exports.history(asking.kind, HistoryDocument(served.generation, day, found), language)

    made = state.made.get(etag)
    if made is None:
        made = ("historique", await asyncio.to_thread(make))
        state.made.put(etag, made)
    return asking.answer(made[1], etag, name=made[0])


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["history"])
    described = documents.parameters(ONE, formats=COMMITTEE_FORMATS)
    documents.add(routes, "/api/v1/history", thing_history, HistoryDocument, COMMITTEE_FORMATS, described, 404)
    return routes
