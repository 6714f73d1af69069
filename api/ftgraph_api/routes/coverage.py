"""`GET /api/v1/coverage`: the barrier × zone matrix of a territory, so that a missing solution can be read."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph import datasets
from ftgraph.coverage import coverage as cover
from ftgraph.coverage import default_zoning
from ftgraph.exports import coverage as exports
from ftgraph.exports.coverage import CoverageDocument
from ftgraph.exports.formats import COVERAGE_FORMATS
from ftgraph_api import documents
from ftgraph_api.asking import Asking, answered, read
from ftgraph_api.parameters import FILTERS, FORMAT, LANGUAGE, ZONING, table
from ftgraph_api.state import Served

_MEANINGLESS = frozenset({"reach", "extent", "near", "sort"})
_FILTERS = (replace(each, required=each.name == "territory") for each in FILTERS if each.name not in _MEANINGLESS)
PARAMETERS = table(*_FILTERS, ZONING, LANGUAGE, FORMAT)


async def coverage(request: Request) -> Response:
    """Les freins en colonnes, les zones d’un territoire en lignes, et ce qui manque dans chaque case."""
    return await answered(read(request, PARAMETERS, COVERAGE_FORMATS), _made)


def _made(asking: Asking, served: Served) -> tuple[str, bytes]:
    """The file's name and content."""
    filters, territory = asking.given.filters(), asking.given.text("territory")
    settings = asking.state.settings
    day = filters.as_of or asking.today
    zoning = asking.given.one("zoning") or default_zoning(served.index, territory, settings.zoning, day)
    matrix = cover(
        served.index,
        territory=territory,
        zoning=zoning,
        today=asking.today,
        filters=filters,
        language=asking.language,
        stale_days=settings.stale_days,
    )
    sources = datasets.of_question(served.datasets, filters)
    body = b"".join(exports.pieces(asking.kind, matrix, filters=filters, sources=sources, language=asking.language))
    return exports.file_name(matrix), body


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["coverage"])
    path = "/api/v1/coverage"
    documents.add_with_suffixes(routes, path, coverage, CoverageDocument, COVERAGE_FORMATS, PARAMETERS)
    return routes
