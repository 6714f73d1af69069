"""`/sparql`: SPARQL 1.1 queries of strangers, each in a process of its own, within limits."""

from collections.abc import AsyncIterator, Sequence

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Match, Route
from starlette.types import Scope

from ftgraph.exports import turtle_document
from ftgraph.exports.formats import RDF_FORMATS, RESULTS_FORMATS, Format
from ftgraph_api import conditional, cors, documents, negotiation, service_description, sparql_protocol
from ftgraph_api.asking import state_of
from ftgraph_api.cors import OPEN
from ftgraph_api.made import Made
from ftgraph_api.parameters import table
from ftgraph_api.rates import client_of

_KEPT_BYTES = 1_000_000
_READ_ONLY = {**OPEN, "Vary": "Accept, Accept-Language"}


async def query(request: Request) -> Response:
    """Une requête SPARQL 1.1 (SELECT, ASK, CONSTRUCT, DESCRIBE) ; sans requête, la description du service."""
    operation = await sparql_protocol.query(request)
    accept = request.headers.get("accept", "")
    if not operation.text:
        return _described(request, operation.format, accept)
    kind = _chosen(sparql_protocol.formats(operation.text), operation.format, accept)
    state = state_of(request)
    served = await state.newest()
    graphs = (*operation.dataset.default, "\n", *operation.dataset.named)
    etag = conditional.tag(served.generation, served.stamp, "sparql", kind.media_type, operation.text, *graphs)
    headers = {**_READ_ONLY, "ETag": etag, "Cache-Control": conditional.CACHING, "Content-Type": kind.content_type}
    if request.method != "POST" and conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers=headers)
    kept = state.made.get(etag)
    if kept is not None:
        state.known.put(request.scope, served, etag, headers)
        return Response(kept[1], headers=headers)
    asked = sparql_protocol.asked(operation.text, operation.dataset, kind, served.generation)
    state.rates.take(client_of(request))
    media_type, answer = await state.strangers.answer(asked)
    keep = media_type == kind.media_type
    headers["Content-Type"] = _content_type(kind, media_type)
    if isinstance(answer, bytes):
        if keep:
            state.made.put(etag, ("", answer))
        return Response(answer, headers=headers)
    if request.method == "HEAD":
        await answer.aclose()  # type: ignore[attr-defined]  # an async generator
        return conditional.head(headers)
    return StreamingResponse(_kept(answer, state.made, etag) if keep else answer, headers=headers)


def _chosen(offered: Sequence[Format], name: str, accept: str) -> Format:
    """By name, unless the name is none of those and `Accept` says more.

    SPARQLWrapper sends `format=xml` with a CONSTRUCT and `format=json-ld`, names of its own, beside a right `Accept`.
    """
    if name and accept not in ("", "*/*") and name.lower() not in {each.name for each in offered}:
        return negotiation.choose(offered, accept=accept)
    return negotiation.choose(offered, name=name, accept=accept)


def _content_type(kind: Format, media_type: str) -> str:
    return kind.content_type if kind.media_type == media_type else media_type


async def _kept(pieces: AsyncIterator[bytes], made: Made, etag: str) -> AsyncIterator[bytes]:
    """The pieces as they come; an answer that proves short is kept for those who ask the same."""
    copy = bytearray()
    async for piece in pieces:
        if len(copy) <= _KEPT_BYTES:
            copy += piece
        yield piece
    if len(copy) <= _KEPT_BYTES:
        made.put(etag, ("", bytes(copy)))


def _described(request: Request, name: str, accept: str) -> Response:
    kind = negotiation.choose(RDF_FORMATS, name=name, accept=accept if "html" not in accept else "")
    settings = state_of(request).settings
    address = str(request.url.replace(query="", fragment=""))
    turtle = b"".join(
        turtle_document.pieces(service_description.nodes(address, settings), service_description.PREFIXES_USED)
    )
    form = ox.RdfFormat.from_media_type(kind.media_type) or ox.RdfFormat.TURTLE
    body = (
        ox.serialize(ox.parse(turtle, format=ox.RdfFormat.TURTLE), format=form)
        if form != ox.RdfFormat.TURTLE
        else turtle
    )
    return Response(body, headers={**_READ_ONLY, "Content-Type": kind.content_type, "Cache-Control": "no-cache"})


async def preflight(_: Request) -> Response:
    """Ce qu’une page d’un autre site peut demander (CORS)."""
    return cors.preflight("GET", "HEAD", "POST")


class Direct(Route):
    """`/sparql` without what the framework does for parameters that are declared: a third of a short answer's time.

    The routes of `router` tell the documentation of it, and answer the methods that this one leaves.
    """

    def __init__(self) -> None:
        super().__init__("/sparql", query, methods=["GET", "POST"], include_in_schema=False)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """See `Route`; the route is named for who counts."""
        match, found = super().matches(scope)
        return (match, {**found, "route": self}) if match is Match.FULL else (Match.NONE, {})


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["sparql"])
    content = documents.content((*RESULTS_FORMATS, *RDF_FORMATS))
    answers = {200: {"description": "La réponse", "content": content}} | documents.told(
        {
            400: "Requête illisible, avec sa ligne et sa colonne",
            403: "Requête refusée : elle écrit, ou va chercher ailleurs",
            406: "Format non proposé",
            408: "Envoi trop lent",
            413: "Requête ou réponse au-delà d’une limite, qui est nommée",
            414: "Adresse trop longue",
            415: "Type de contenu non admis",
            429: "Trop de requêtes de cette adresse",
            500: "Erreur interne",
            503: "Limite de temps atteinte, ou trop de requêtes",
        }
    )
    text = {"in": "query", "schema": {"type": "string"}}
    iris = {"in": "query", "schema": {"type": "array", "items": {"type": "string", "format": "iri"}}}
    parameters = [
        {**text, "name": "query", "description": "La requête SPARQL 1.1 ; sans elle, le service se décrit."},
        {**iris, "name": "default-graph-uri", "description": "Graphes que la requête lit."},
        {**iris, "name": "named-graph-uri", "description": "Graphes que lisent ses GRAPH."},
        *documents.parameters(table(documents.format_of((*RESULTS_FORMATS, *RDF_FORMATS))))["parameters"],
    ]
    described = {"parameters": parameters}
    routes.add_api_route(
        "/sparql", query, methods=["GET"], response_class=Response, responses=answers, openapi_extra=described
    )
    body = {
        "content": {
            sparql_protocol.QUERY_TYPE: {"schema": {"type": "string"}},
            sparql_protocol.FORM_TYPE: {
                "schema": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
            },
        }
    }
    routes.add_api_route(
        "/sparql",
        query,
        methods=["POST"],
        response_class=Response,
        responses=answers,
        openapi_extra={"requestBody": {**body, "required": True}, "parameters": parameters[1:]},
        operation_id="sparql_post",
    )
    routes.add_api_route("/sparql", query, methods=["HEAD"], include_in_schema=False)
    routes.add_api_route("/sparql", preflight, methods=["OPTIONS"], include_in_schema=False)
    return routes
