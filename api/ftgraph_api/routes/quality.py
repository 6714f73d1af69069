"""`/api/v1/quality`: what is to be corrected on the map; `…/score`: a solution's score explained."""

from datetime import date

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.exports import quality as exports
from ftgraph.exports.formats import JSON
from ftgraph.exports.quality import QUALITY_FORMATS, QualityDocument, ScoreDocument
from ftgraph.quality.kinds import KINDS
from ftgraph.quality.score import explain
from ftgraph.quality.survey import survey
from ftgraph.quality.worklist import Wanted, Worklist, worklist
from ftgraph_api import documents, listings
from ftgraph_api.asking import Asking, answered, read
from ftgraph_api.listings import Listing
from ftgraph_api.parameters import FORMAT, LANGUAGE, LIMIT, Parameter, table
from ftgraph_api.state import Served

FILTERS = (
    Parameter("source", ("Source des données.", "Source of the data."), many=True, example="exemple-35"),
    Parameter("kind", ("Sorte de constat.", "Kind of fault."), many=True, values=tuple(KINDS)),
    Parameter("territory", ("Territoire : référence, IRI ou nom.", "Territory: reference, IRI or name.")),
)
OFFSET = Parameter("offset", ("Nombre de constats à passer.", "Faults to skip."), "integer", most=10_000_000)
PARAMETERS = table(*FILTERS, LIMIT, OFFSET, LANGUAGE, FORMAT)
_SCORE = table(
    Parameter(
        "solution",
        (
            "Identifiant de la solution, en fin d’adresse de sa fiche.",
            "The solution’s identifier, which ends the address of its page.",
        ),
        example="exemple-35--preparer-le-code-de-la-route-en-petit-groupe-auto-ecole-rennes",
        required=True,
    ),
    LANGUAGE,
    FORMAT,
)
_A_PAGE = 20


async def quality(request: Request) -> Response:
    """Les constats à traiter, ceux qui touchent le plus d’habitants d’abord."""
    return await answered(read(request, PARAMETERS, QUALITY_FORMATS), _made)


def _made(asking: Asking, served: Served) -> tuple[str, bytes]:
    given = asking.given
    wanted = Wanted(given.many("source"), given.many("kind"), given.text("territory"))
    found = found_for(served, wanted, asking.today, asking.state.settings.stale_days)
    limit = given.one("limit")
    limit = (_A_PAGE if asking.kind is JSON else 0) if limit is None else limit
    offset = given.one("offset") or 0
    pieces = exports.pieces(asking.kind, found, served.generation, asking.language, offset=offset, limit=limit)
    return "qualite", b"".join(pieces)


def found_for(served: Served, wanted: Wanted, day: date, stale_days: int) -> Worklist:
    """The work list of a generation. Raises `UsageError`."""
    return worklist(served.index, survey(served.index, day, stale_days), wanted, day)


def score(asking: Asking, served: Served) -> bytes:
    """Le score de qualité d’une solution, critère par critère, recalculé aujourd’hui."""
    found = explain(served.reader, asking.given.text("solution"), asking.today)
    return orjson.dumps(exports.score(found, asking.language))


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["quality"])
    path = "/api/v1/quality"
    documents.add_with_suffixes(routes, path, quality, QualityDocument, QUALITY_FORMATS, PARAMETERS)
    listings.add(routes, Listing(f"{path}/score", score, ScoreDocument, _SCORE, "", (JSON,)))
    return routes
