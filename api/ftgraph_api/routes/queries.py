"""`/api/v1/queries`: the questions of the catalogue, with typed parameters, each a file of `queries/`."""

import asyncio

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ftgraph.exports import questions as exports
from ftgraph.graph.querying import Dataset
from ftgraph.queries import Parameter, Query
from ftgraph_api import conditional, documents, negotiation, open_queries, sparql_protocol
from ftgraph_api.asking import ask, state_of
from ftgraph_api.cors import OPEN
from ftgraph_api.parameters import openapi

_TYPES = {
    "iri": {"type": "string", "format": "iri"},
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
}
_HEADERS = {**OPEN, "Vary": "Accept, Accept-Language"}


async def listed(request: Request) -> Response:
    """Les questions : titre, paramètres, colonnes, adresse."""
    return Response(
        orjson.dumps([_told(each) for each in open_queries.exposed().values()]),
        headers={**_HEADERS, "Content-Type": "application/json"},
    )


def _told(query: Query) -> dict[str, object]:
    return {
        "name": query.name,
        "title": query.title,
        "question": query.question or None,
        "example": exports.address(query) if query.question else None,
        "address": f"/api/v1/queries/{query.name}",
        "parameters": [
            {
                "name": each.name,
                "type": each.type,
                "many": each.many,
                "required": each.required and not each.default,
                "help": each.help,
            }
            for each in query.parameters
        ],
        "columns": query.columns,
        "sparql": query.body,
    }


async def answered(request: Request) -> Response:
    """La réponse à une question, dans les formats de résultats de SPARQL 1.1."""
    query = open_queries.find(request.path_params["subject"], request.path_params["question"])
    state = state_of(request)
    served = await state.newest()
    given = open_queries.values(request.scope["query_string"])
    text = await asyncio.to_thread(open_queries.text, query, given, served)
    form, accept = request.query_params.get("format", ""), request.headers.get("accept", "")
    kind = negotiation.choose(sparql_protocol.formats(query.body), name=form, accept=accept)
    etag = conditional.tag(served.generation, served.stamp, "query", kind.media_type, text)
    headers = {**_HEADERS, "ETag": etag, "Cache-Control": conditional.CACHING, "Content-Type": kind.content_type}
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers=headers)
    asked = sparql_protocol.asked(text, Dataset(), kind, served.generation)
    return StreamingResponse(await ask(request, asked), headers=headers)


def router() -> APIRouter:
    """The routes of this module: one documented address a question."""
    routes = APIRouter(tags=["queries"])
    listing = documents.done("Les questions", {"application/json": {"schema": {"type": "array"}}})
    routes.add_api_route("/api/v1/queries", listed, methods=["GET"], response_class=Response, responses=listing)
    routes.add_api_route("/api/v1/queries", listed, methods=["HEAD"], include_in_schema=False)
    for name, query in open_queries.exposed().items():
        formats = sparql_protocol.formats(query.body)
        parameters = [*map(_parameter, query.parameters), *openapi({"format": documents.format_of(formats)})]
        meanings = {403: "Refusée", 413: "Réponse au-delà d’une limite", 429: "Trop de requêtes", 503: "Trop longue"}
        routes.add_api_route(
            f"/api/v1/queries/{name}",
            _named(name),
            methods=["GET"],
            response_class=Response,
            responses=documents.answers(formats) | documents.told(meanings),
            summary=exports.title(query, "fr"),
            description=exports.title(query, "en"),
            operation_id=f"query_{name.replace('/', '_').replace('-', '_')}",
            openapi_extra={"parameters": parameters},
        )
    routes.add_api_route(
        "/api/v1/queries/{subject}/{question}", answered, methods=["GET", "HEAD"], include_in_schema=False
    )
    return routes


def _parameter(asked: Parameter) -> dict[str, object]:
    """A parameter of a question, in the words of OpenAPI."""
    schema: dict[str, object] = dict(_TYPES.get(asked.type, {"type": "string"}))
    if schema["type"] == "string":
        schema["maxLength"] = open_queries.LONGEST
    return {
        "name": asked.name,
        "in": "query",
        "required": asked.required and not asked.default,
        "allowEmptyValue": not ((asked.required and not asked.default) or asked.many),
        "description": asked.help.get("fr", ""),
        "schema": {"type": "array", "items": schema, "maxItems": open_queries.MOST_VALUES} if asked.many else schema,
    }


def _named(name: str) -> documents.Handler:
    subject, _, question = name.partition("/")

    async def handler(request: Request) -> Response:
        request.scope["path_params"] = {"subject": subject, "question": question}
        return await answered(request)

    return handler
