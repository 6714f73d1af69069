"""`GET /api/v1/export?as=…`: solutions in the model of a neighbour (HSDS, data·inclusion, CPSV-AP, schema.org)."""

import asyncio
from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.exports import solutions as exports
from ftgraph.exports.formats import JSON, JSON_LINES, JSONLD, TURTLE, ZIP
from ftgraph.exports.neighbours import profiles
from ftgraph.exports.neighbours.hsds import ServicesPage
from ftgraph.exports.neighbours.profiles import NeighbourExport
from ftgraph.solutions import Context, every_row, search
from ftgraph_api import documents, negotiation
from ftgraph_api.asking import read
from ftgraph_api.parameters import FILTERS, FORMAT, LANGUAGE, Parameter, table

AS = Parameter(
    "as",
    ("Modèle : hsds, data-inclusion, cpsv-ap ou schema-org.", "Model: hsds, data-inclusion, cpsv-ap or schema-org."),
    values=tuple(each.name for each in profiles.PROFILES),
    example="hsds",
    required=True,
)
PARAMETERS = table(AS, *FILTERS, LANGUAGE, FORMAT)
_FORMATS = (JSON, ZIP, JSON_LINES, TURTLE, JSONLD)


async def export(request: Request) -> Response:
    """Les solutions d’une question dans le modèle d’un voisin, toutes les lignes."""
    asking = read(request, PARAMETERS, _FORMATS)
    chosen = profiles.profile(asking.given.text("as"))
    # The model has formats of its own: the first of them unless another of its own was asked for.
    kind = negotiation.choose(
        chosen.formats, name=asking.given.text("format"), accept=request.headers.get("accept", "")
    )
    asking = replace(asking, kind=kind)
    state = asking.state
    served = await state.newest()
    etag = asking.etag(served)
    if unchanged := asking.unchanged(etag):
        return unchanged
    filters, base = asking.given.filters(), state.settings.base
    context = Context(asking.language, state.settings.stale_days)
    answer = await asyncio.to_thread(search, served.index, filters, today=asking.today, limit=0, context=context)
    rows = every_row(served.index, filters, today=asking.today, context=context)
    whole = profiles.whole_sources(filters, answer)
    made = NeighbourExport(rows, answer.total, served.reader, base, whole, asking.language)
    pieces = profiles.pieces(chosen, kind, made)
    return asking.answer(pieces, etag, name=f"{chosen.name}-{exports.file_name(answer)}")


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["solutions"])
    described = documents.parameters(PARAMETERS, formats=_FORMATS)
    documents.add(routes, "/api/v1/export", export, ServicesPage, _FORMATS, described)
    return routes
