"""Following the graph: what each publication added, changed and removed, as JSON, as Atom and as an LDES."""

import asyncio
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph import changes
from ftgraph.changes import Publication
from ftgraph.errors import UsageError
from ftgraph.exports import changes as rendering
from ftgraph.exports.formats import JSON, Format
from ftgraph_api import conditional, documents, representations
from ftgraph_api.asking import NotFound, state_of
from ftgraph_api.conditional import FOR_EVER
from ftgraph_api.cors import OPEN
from ftgraph_api.links import server
from ftgraph_api.parameters import Parameter
from ftgraph_api.representations import GRAPH_FORMATS

_ATOM = Format("atom", "application/atom+xml", "atom", "flux (Atom)")
_BEFORE = Parameter("before", ("Publications d’avant cette génération.", "Those before a generation."), "integer")
_SHORT = "public, max-age=60"
_PUBLICATIONS_A_PAGE = 50


async def feed(request: Request) -> Response:
    """Les publications, la plus récente d’abord ; `before` : celles d’avant une génération."""
    before = _whole(request.query_params.get("before", "0"))
    served = await state_of(request).newest()
    etag = conditional.tag(served.generation, served.stamp, "changes", server(request), str(before))
    headers = {**OPEN, "ETag": etag, "Cache-Control": _SHORT, "Link": '</ldes>; rel="alternate"; type="text/turtle"'}
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers=headers)
    every = await asyncio.to_thread(changes.publications, served.reader.attachments)
    older = [each for each in every if not before or each.generation < before]
    listed = older[:_PUBLICATIONS_A_PAGE]
    body: dict[str, Any] = {
        "generation": served.generation,
        "publications": [_summary(each, server(request)) for each in listed],
    }
    if len(older) > len(listed):
        body["next"] = f"{server(request)}/changes?before={listed[-1].generation}"
    return Response(orjson.dumps(body), headers=headers, media_type="application/json")


async def one(request: Request) -> Response:
    """Ce qu’une publication a ajouté, modifié, retiré, par mille."""
    number = _whole(request.query_params.get("page", "1"))
    told, attachments = await _publication(request)
    found = await asyncio.to_thread(changes.page, attachments, told.generation, number)
    if not found and number != 1:
        raise _no_page(told.generation, number)
    address = f"{server(request)}/changes/{told.generation}"
    body = {
        **_summary(told, server(request)),
        "page": number,
        "pages": told.pages,
        "changes": [{"iri": each.iri, "change": each.kind, "source": each.source} for each in found],
    }
    if number < told.pages:
        body["next"] = f"{address}?page={number + 1}"
    etag = conditional.tag(told.generation, told.published.isoformat(), "changes", address, str(number))
    headers = {**OPEN, "ETag": etag, "Cache-Control": FOR_EVER}
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers=headers)
    return Response(orjson.dumps(body), headers=headers, media_type="application/json")


async def atom(request: Request) -> Response:
    """Les cinquante dernières publications, pour un lecteur de flux."""
    state = state_of(request)
    served = await state.newest()
    etag = conditional.tag(served.generation, served.stamp, "changes.atom", server(request))
    headers = {**OPEN, "ETag": etag, "Cache-Control": _SHORT}
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers=headers)
    every = await asyncio.to_thread(changes.publications, served.reader.attachments)
    settings = state.settings
    body = rendering.atom(server(request), settings.base, settings.site_name, every[:_PUBLICATIONS_A_PAGE])
    return Response(body, headers=headers, media_type=_ATOM.media_type)


async def ldes_root(request: Request) -> Response:
    """La racine du flux LDES : une relation par publication."""
    asked = representations.read(request, GRAPH_FORMATS)
    served = await state_of(request).newest()
    modified = served.reader.generation.published
    etag = asked.etag(served, server(request))
    headers = {**asked.headers(etag, modified), "Cache-Control": _SHORT}
    if asked.unchanged(etag, modified):
        return Response(status_code=304, headers=headers)
    every = await asyncio.to_thread(changes.publications, served.reader.attachments)
    triples = rendering.root(server(request), state_of(request).settings.base, every)
    return asked.graph(triples, headers)


async def ldes_page(request: Request) -> Response:
    """Une page close du flux LDES : elle ne change plus."""
    asked = representations.read(request, GRAPH_FORMATS)
    number = _whole(asked.path.rpartition("/")[2])
    told, attachments = await _publication(request)
    found = await asyncio.to_thread(changes.page, attachments, told.generation, number)
    if not found:
        raise _no_page(told.generation, number)
    etag = asked.etag(None, told.published.isoformat(), server(request))
    headers = {**asked.headers(etag, told.published), "Cache-Control": FOR_EVER}
    if asked.unchanged(etag, told.published):
        return Response(status_code=304, headers=headers)
    triples = rendering.page(server(request), state_of(request).settings.base, told, number, found)
    return asked.graph(triples, headers)


async def _publication(request: Request) -> tuple[Publication, Any]:
    served = await state_of(request).newest()
    generation = _whole(request.path_params["generation"])
    attachments = served.reader.attachments
    told = await asyncio.to_thread(changes.publication, attachments, generation)
    if told is None:
        raise NotFound(
            f"La publication {generation} n’est pas dans le journal des changements.",
            f"Publication {generation} is not in the change feed.",
            cure="Les publications sont à l’adresse /changes ; avant la plus ancienne, partez d’un export (/dumps).",
            cure_en="Publications are at /changes; before the oldest, start from an export (/dumps).",
        )
    return told, attachments


def _no_page(generation: int, number: int) -> NotFound:
    return NotFound(
        f"La publication {generation} n’a pas de page {number}.", f"Publication {generation} has no page {number}."
    )


def _summary(told: Publication, address: str) -> dict[str, Any]:
    return {
        "generation": told.generation,
        "previous": told.previous,
        "published": told.published.isoformat(),
        "address": f"{address}/changes/{told.generation}",
        "sources": {
            key: {"added": each.added, "changed": each.changed, "removed": each.removed}
            for key, each in told.sources.items()
        },
        "graphs": told.graphs,
    }


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UsageError(f"« {text[:20]} » n’est pas un nombre entier.", f"“{text[:20]}” is not a whole number.")
    return int(text)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["changes"])
    generation = {"generation": "Le numéro d’une génération."}
    representations.add(routes, "/changes", feed, documents.resource((JSON,), query=(_BEFORE,)))
    representations.add(routes, "/changes.atom", atom, documents.resource((_ATOM,)))
    described = documents.resource((JSON,), 404, path=generation, query=(representations.PAGE,))
    representations.add(routes, "/changes/{generation}", one, described)
    given = (documents.format_of(GRAPH_FORMATS),)
    representations.add(routes, "/ldes", ldes_root, documents.resource(GRAPH_FORMATS, query=given))
    for each in GRAPH_FORMATS:
        representations.add(routes, f"/ldes.{each.suffix}", ldes_root)
    page = {**generation, "page": "Le numéro d’une page ; .ttl, .jsonld, .nt ou .rdf peut suivre."}
    described = documents.resource(GRAPH_FORMATS, 404, path=page, query=given)
    representations.add(routes, "/ldes/{generation}/{page}", ldes_page, described)
    return routes
