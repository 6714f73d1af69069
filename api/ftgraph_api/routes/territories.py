"""`GET /api/v1/territories`: territories by the first letters of their name, and one by its reference."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.errors import UnknownTerritory, UsageError
from ftgraph.exports.formats import JSON
from ftgraph.index.territories import Territory
from ftgraph_api import documents
from ftgraph_api.asking import read, state_of
from ftgraph_api.parameters import FORMAT, LANGUAGE, ON, Parameter, table
from ftgraph_api.state import Served

_QUERY = Parameter(
    "q",
    ("Début du nom, ou un mot du nom ; sans accents ni majuscules.", "Beginning of the name, or a word of it."),
    longest=100,
    example="ren",
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


async def territories(request: Request) -> Response:
    """Les territoires dont le nom commence ainsi."""
    asking = read(request, SEARCH, (JSON,))
    served = await state_of(request).newest()
    etag = asking.etag(served)
    if unchanged := asking.unchanged(etag):
        return unchanged
    text = asking.given.one("q")
    if not text:
        raise UsageError(
            "Donnez « q », le début d’un nom.",
            "Give “q”, the beginning of a name.",
            cure="Par exemple q=ren.",
            cure_en="For example q=ren.",
        )
    limit = asking.given.one("limit")
    day = asking.given.one("on") or asking.today
    # In a thread: the first time, the names of the country are sorted.
    found = await asyncio.to_thread(
        lambda: served.suggestions.find(text, 10 if limit is None else limit, asking.given.many("kind"), day)
    )
    made = Suggestions(served.generation, [_document(served, each) for each in found])
    return asking.answer(orjson.dumps(made), etag)


async def territory(request: Request) -> Response:
    """Un territoire par sa nature (ou son zonage) et son code."""
    asking = read(request, ONE, (JSON,))
    served = await state_of(request).newest()
    etag = asking.etag(served)
    if unchanged := asking.unchanged(etag):
        return unchanged
    reference = f"{request.path_params['kind']}:{request.path_params['code']}"
    try:
        found = served.index.territories.resolve(reference, asking.given.one("on") or asking.today)
    except UnknownTerritory as error:
        error.status = 404  # here the name is the address itself
        raise
    return asking.answer(orjson.dumps(_document(served, found)), etag)


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
    described = documents.parameters(SEARCH, formats=(JSON,))
    documents.add(routes, "/api/v1/territories", territories, Suggestions, (JSON,), described)
    path = "/api/v1/territories/{kind}/{code}"
    described = documents.parameters(ONE, "kind", "code", formats=(JSON,))
    documents.add(routes, path, territory, TerritoryDocument, (JSON,), described, 404)
    return routes
