"""The pages about data: sources, questions, SPARQL, the addresses for programs."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph import changes
from ftgraph.errors import FtgraphError
from ftgraph.exports.formats import RDF_FORMATS, SPARQL_JSON
from ftgraph.graph.querying import Dataset
from ftgraph_api import open_queries
from ftgraph_api.asking import ask, state_of
from ftgraph_api.pages import api, data, frame
from ftgraph_api.parameters import LANGUAGE, Given, table
from ftgraph_api.strangers import Asked

_BARE = table(LANGUAGE)
_MOST_CHANGES = 10


async def data_page(request: Request) -> Response:
    """Données : ce qui est chargé, et comment l’interroger."""
    Given(request.scope["query_string"], _BARE)
    served = await state_of(request).newest()
    language = frame.language_of(request)
    values = {
        "sources": await asyncio.to_thread(data.source_lines, served),
        "schemes": await asyncio.to_thread(data.schemes, served, language),
        "changes": (await asyncio.to_thread(changes.publications, served.reader.attachments))[:_MOST_CHANGES],
        "questions": data.questions(language),
        "generation": served.generation,
        "published": served.reader.generation.published,
        "quads": served.reader.generation.quads,
        "count": served.index.count,
        "here": str(request.base_url).rstrip("/"),
    }
    return frame.send(request, frame.Page("data.html.j2", "Données" if language == "fr" else "Data", values))


async def question_page(request: Request) -> Response:
    """Une question du catalogue : ses paramètres, sa réponse en tableau."""
    query = open_queries.find(request.path_params["subject"], request.path_params["question"])
    language = frame.language_of(request)
    given = open_queries.values(request.scope["query_string"])
    split = {name: [part.strip() for value in texts for part in value.split(",")] for name, texts in given.items()}
    values = data.question_values(query, given, language, "")
    if given or not any(each.required and not each.default for each in query.parameters):
        try:
            served = await state_of(request).newest()
            values["runnable"] = await asyncio.to_thread(open_queries.text, query, split, served)
            if "CONSTRUCT" not in query.body:
                names, rows = data.table(await _run(request, values["runnable"]))
                values["names"], values["rows"] = data.readable(query, names, rows, language)
        except FtgraphError as error:
            values["problem"] = error
    values["address"] = f"/api/v1/queries/{query.name}?{request.url.query}"
    return frame.send(request, frame.Page("question.html.j2", data.title(query, language), values))


async def _run(request: Request, text: str) -> bytes:
    state = state_of(request)
    served = await state.newest()
    generation = served.generation
    asked = Asked(text, Dataset(), SPARQL_JSON.media_type, RDF_FORMATS[0].media_type, generation)
    return b"".join([piece async for piece in await ask(request, asked)])


async def sparql_page(request: Request) -> Response:
    """Écrire une requête SPARQL, et lire sa réponse en tableau."""
    language = frame.language_of(request)
    text = request.query_params.get("query", "")[:50_000]
    values: dict[str, object] = {"text": text or data.EXAMPLE, "names": (), "rows": None, "problem": None}
    values |= {"asked": bool(text), "files": data.files(text), "prefixes": data.PREFIXES_TEXT}
    if text:
        try:
            body = await _run(request, text)
            if body.lstrip()[:1] == b"{":  # rows or a boolean; else a graph
                values["names"], values["rows"] = data.table(body)
        except FtgraphError as error:
            values["problem"] = error
    title = "Interroger en SPARQL" if language == "fr" else "Query with SPARQL"
    return frame.send(request, frame.Page("sparql.html.j2", title, values))


async def api_page(request: Request) -> Response:
    """L’API : chaque adresse pour les programmes, d’après le document OpenAPI."""
    Given(request.scope["query_string"], _BARE)
    language = frame.language_of(request)
    values = {"sections": await asyncio.to_thread(lambda: api.sections(request.app.openapi(), language))}
    title = "Les adresses pour les programmes" if language == "fr" else "Addresses for programs"
    return frame.send(request, frame.Page("api.html.j2", title, values))


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    for path, handler in (
        ("/donnees", data_page),
        ("/donnees/questions/{subject}/{question}", question_page),
        ("/donnees/sparql", sparql_page),
        ("/donnees/api", api_page),
    ):
        routes.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
