"""`GET /api/v1/solutions`: which solutions exist for a barrier in a territory."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph import datasets
from ftgraph.exports import json_document
from ftgraph.exports import solutions as exports
from ftgraph.exports.formats import JSON, SOLUTION_FORMATS
from ftgraph.solutions import Answer, Context, SolutionFilters, cursor, every_row, search
from ftgraph_api import documents
from ftgraph_api.asking import Asking, read, state_of
from ftgraph_api.links import next_page
from ftgraph_api.parameters import CURSOR, FILTERS, FORMAT, LANGUAGE, LIMIT, table
from ftgraph_api.state import Served

PARAMETERS = table(*FILTERS, LIMIT, CURSOR, LANGUAGE, FORMAT)
_PAGE = 20


async def solutions(request: Request) -> Response:
    """Les solutions d’un territoire : une page en JSON, toutes les lignes dans les autres formats."""
    asking = read(request, PARAMETERS, SOLUTION_FORMATS)
    filters = asking.given.filters()
    at = asking.given.one("cursor")
    state = state_of(request)
    served = await (state.at(cursor.generation(at)) if at else state.newest())
    etag = asking.etag(served)
    if unchanged := asking.unchanged(etag):
        return unchanged
    limit = asking.given.one("limit")
    if asking.kind is JSON:
        more, body = _json_page(asking, served, filters, _PAGE if limit is None else limit, etag)
        return asking.answer(body, etag, more=more)
    await asyncio.to_thread(lambda: served.datasets)
    if at or limit is not None:
        return _page(asking, served, filters, _PAGE if limit is None else limit, etag)
    return _everything(asking, served, filters, etag)


def _json_page(asking: Asking, served: Served, filters: SolutionFilters, limit: int, etag: str) -> tuple[str, bytes]:
    """The address of the next page, and this one: what most callers ask for, and again."""
    kept = asking.state.made.get(etag)
    if kept is None:
        answer, more = _searched(asking, served, filters, limit)
        kept = more, json_document.page(answer)
        asking.state.made.put(etag, kept)
    return kept


def _page(asking: Asking, served: Served, filters: SolutionFilters, limit: int, etag: str) -> Response:
    answer, more = _searched(asking, served, filters, limit)
    return _export(asking, served, answer, filters, answer.rows, etag, more=more)


def _searched(asking: Asking, served: Served, filters: SolutionFilters, limit: int) -> tuple[Answer, str]:
    """A page of the answer, and the address of the next one, empty on the last."""
    answer = search(
        served.index,
        filters,
        today=asking.today,
        limit=limit,
        cursor=asking.given.one("cursor"),
        context=_context(asking),
    )
    return answer, next_page(asking.request, answer.next_cursor) if answer.next_cursor else ""


def _everything(asking: Asking, served: Served, filters: SolutionFilters, etag: str) -> Response:
    context = _context(asking)
    answer = search(served.index, filters, today=asking.today, limit=0, context=context)
    rows = every_row(served.index, filters, today=asking.today, context=context)
    return _export(asking, served, answer, filters, rows, etag)


def _export(
    asking: Asking,
    served: Served,
    answer: Answer,
    filters: SolutionFilters,
    rows: exports.Rows,
    etag: str,
    *,
    more: str = "",
) -> Response:
    sources = datasets.of_answer(served.datasets, answer, filters)
    base, language = asking.state.settings.base, asking.language
    export = exports.SolutionExport(answer, rows, filters, sources, base=base, language=language)
    return asking.answer(exports.pieces(asking.kind, export), etag, name=exports.file_name(answer), more=more)


def _context(asking: Asking) -> Context:
    return Context(asking.language, asking.state.settings.stale_days)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["solutions"])
    documents.add_with_suffixes(routes, "/api/v1/solutions", solutions, Answer, SOLUTION_FORMATS, PARAMETERS, 410)
    return routes
