"""`GET /api/v1/history`: the history of one thing."""

from fastapi import APIRouter

from ftgraph.exports import history as exports
from ftgraph.exports.history import HistoryDocument
from ftgraph.history import find, history
from ftgraph_api import listings
from ftgraph_api.asking import Asking
from ftgraph_api.listings import Listing
from ftgraph_api.parameters import FORMAT, LANGUAGE, Parameter, table
from ftgraph_api.state import Served

_LONGEST = 500
_HELP = (
    "Une chose : son IRI, la clé d’un comité, departement:35, un zonage (bassin), une zone, un identifiant.",
    "A thing: its IRI, a committee’s key, departement:35, a zoning (bassin), a zone, an identifier.",
)
THING = Parameter("thing", _HELP, longest=_LONGEST, example="local-fougeres", required=True)
ON = Parameter(
    "on", ("Jour d’où l’on regarde ; par défaut, aujourd’hui.", "The day looked from; today by default."), "date"
)
ONE = table(THING, ON, LANGUAGE, FORMAT)


def thing_history(asking: Asking, served: Served) -> bytes:
    """L’historique d’une chose : ce qui en est daté, ce que chaque publication a changé, les versions d’un zonage."""
    state, day = asking.state, asking.day
    iri = find(served.reader, asking.given.text("thing"), state.settings.base, day)
    found = history(state.store, served.reader, iri, day, asking.language)
    return exports.history(asking.kind, HistoryDocument(served.generation, day, found), asking.language)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["history"])
    listings.add(routes, Listing("/api/v1/history", thing_history, HistoryDocument, ONE, "historique", errors=(404,)))
    return routes
