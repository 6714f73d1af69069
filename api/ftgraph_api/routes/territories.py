"""`GET /api/v1/territories`: territories by the first letters of their name, and one by its reference."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from fastapi import APIRouter

from ftgraph.errors import UnknownTerritory
from ftgraph.exports.formats import JSON
from ftgraph.index.territories import Territory
from ftgraph_api import listings
from ftgraph_api.asking import Asking
from ftgraph_api.listings import Listing
from ftgraph_api.parameters import FORMAT, LANGUAGE, ON, Parameter, table
from ftgraph_api.state import Served

_QUERY = Parameter(
    "q",
    ("Début du nom, ou un mot du nom ; sans accents ni majuscules.", "Beginning of the name, or a word of it."),
    longest=100,
    example="ren",
    required=True,
)
_KIND = Parameter("kind", ("Nature ou zonage.", "Kind or zoning."), many=True, example="commune")
_LIMIT = Parameter("limit", ("Nombre de propositions.", "Number of suggestions."), "integer", most=100, default=10)
SEARCH = table(_QUERY, _KIND, _LIMIT, ON, LANGUAGE, FORMAT)
ONE = table(ON, LANGUAGE, FORMAT)


@dataclass(frozen=True, slots=True)
class TerritoryDocument:
    """A territory or zone. `value`: what names it in other addresses; a zone also has a version and its validity."""

    value: str
    label: str
    iri: str
    kind: str
    code: str
    population: int
    communes: int
    version: str
    valid_from: str
    valid_until: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The territories whose name begins as asked, the most populous first in each kind of match."""

    generation: int
    territories: Sequence[TerritoryDocument]


def territories(asking: Asking, served: Served) -> bytes:
    """Les territoires dont le nom commence ainsi."""
    given = asking.given
    found = served.suggestions.find(given.text("q"), given.number(_LIMIT), given.many("kind"), asking.day)
    return orjson.dumps(Suggestions(served.generation, [_document(served, each) for each in found]))


def territory(asking: Asking, served: Served) -> bytes:
    """Un territoire par sa nature (ou son zonage) et son code."""
    parts = asking.request.path_params
    reference = f"{parts['kind']}:{parts['code']}"
    try:
        found = served.index.territories.resolve(reference, asking.day)
    except UnknownTerritory as error:
        error.status = 404  # here the name is the address itself
        raise
    return orjson.dumps(_document(served, found))


def _document(served: Served, territory: Territory) -> TerritoryDocument:
    return TerritoryDocument(
        territory.reference,
        territory.label,
        territory.iri,
        territory.kind,
        territory.code,
        territory.population,
        len(served.index.territories.members(territory.number)),
        territory.version,
        territory.valid_from,
        territory.valid_until,
    )


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["territories"])
    base = "/api/v1/territories"
    listings.add(
        routes,
        Listing(base, territories, Suggestions, SEARCH, "", (JSON,)),
        Listing(f"{base}/{{kind}}/{{code}}", territory, TerritoryDocument, ONE, "", (JSON,), errors=(404,)),
    )
    return routes
