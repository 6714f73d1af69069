"""`/graphs`: SPARQL 1.1 Graph Store Protocol. `?graph=IRI` or `?default`; `/graphs/<path>` is `<base>/graph/<path>`."""

import asyncio
import secrets
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from urllib.parse import parse_qsl, quote

from fastapi import APIRouter
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ftgraph import queries
from ftgraph.errors import QueryRefused, UsageError
from ftgraph.exports.formats import N_QUADS, N_TRIPLES, RDF_FORMATS, RESULTS_FORMATS, TRIG, TURTLE, Format
from ftgraph.graph.querying import Dataset
from ftgraph.graph.store import Queryable
from ftgraph.publish.edits import Action
from ftgraph_api import audited, conditional, cors, documents, negotiation, preconditions
from ftgraph_api.asking import NotFound, state_of
from ftgraph_api.authorisation import authorised
from ftgraph_api.bodies import read_body
from ftgraph_api.cors import OPEN
from ftgraph_api.parameters import table
from ftgraph_api.rates import client_of
from ftgraph_api.sparql_protocol import UPDATE_TYPE, UnsupportedMediaType, utf8
from ftgraph_api.strangers import Asked

_LONGEST_BODY = 10_000_000
_MOST_FIELDS = 20
_TRIPLES_AT_A_TIME = 2_000
# Formats of which two documents, one after the other, are one.
_ONE_AFTER_THE_OTHER = (TURTLE, N_TRIPLES, TRIG, N_QUADS)
_LONGEST_PATCH = 400_000
_ACTIONS: Mapping[str, Action] = {
    "PUT": "graph-replace",
    "POST": "graph-add",
    "PATCH": "graph-patch",
    "DELETE": "graph-drop",
}
_TITLES = {"PUT": "Remplacer", "POST": "Compléter", "PATCH": "Modifier", "DELETE": "Retirer"}
_METHODS = ("GET", "HEAD", *_ACTIONS, "OPTIONS")
_ACCEPTED = {"Accept-Patch": UPDATE_TYPE}
_NAMED: Sequence[Mapping[str, object]] = (
    {"in": "query", "name": "graph", "schema": {"type": "string", "format": "iri"}, "description": "L’IRI du graphe."},
    {"in": "query", "name": "default", "schema": {"type": "string"}, "description": "L’union des graphes."},
)
_PATH: Sequence[Mapping[str, object]] = (
    {"in": "path", "name": "path", "required": True, "schema": {"type": "string"}},
)
_READ_TOLD: Mapping[int, str] = {
    400: "Graphe mal désigné",
    404: "Graphe absent",
    406: "Format non proposé",
    414: "Adresse trop longue",
    429: "Trop de requêtes de cette adresse",
    503: "Entrepôt indisponible",
}
_WRITE_TOLD: Mapping[int, str] = {
    400: "Graphe mal désigné ; RDF ou modification illisible, avec sa ligne",
    401: "Clé absente, inconnue ou révoquée",
    403: "Droit absent, graphe protégé, ou serveur en lecture seule",
    404: "Graphe absent",
    408: "Envoi trop lent",
    412: "Les données ont changé",
    413: "Envoi trop volumineux",
    415: "Type de contenu non admis",
    422: "Solution dont une valeur est illisible",
    503: "Non commencée, ou arrêtée sans rien modifier",
    504: "Issue inconnue (entrepôt distant)",
    507: "Disque plein",
}


async def read(request: Request) -> Response:
    """Un graphe nommé, ou (`default`) l’union de tous."""
    name, form = _graph(request)
    kind = negotiation.choose(RDF_FORMATS, name=form, accept=request.headers.get("accept", ""))
    state = state_of(request)
    served = await state.newest()
    etag = preconditions.tag(served.generation, served.stamp, name, kind.media_type)
    headers = {**OPEN, "ETag": etag, "Cache-Control": conditional.CACHING, "Vary": "Accept"}
    headers["Content-Type"] = kind.content_type
    if name and not await asyncio.to_thread(_exists, served.reader, name):
        raise NotFound(f"Il n’y a pas de graphe « {name} ».", f"There is no graph “{name}”.")
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers=headers)
    if request.method == "HEAD":
        return conditional.head(headers)
    state.rates.take(client_of(request))
    if kind in _ONE_AFTER_THE_OTHER:
        # A graph of any size is sent, and held nowhere.
        pieces = state.graph_streams.start(lambda: _pieces(served.reader, name, kind))
        return StreamingResponse(pieces, headers=headers)
    if not name:
        raise UsageError(
            f"L’union des graphes ne se donne pas en {kind.name}.",
            f"The union of the graphs is not given in {kind.name}.",
            cure=f"Demandez {', '.join(each.media_type for each in _ONE_AFTER_THE_OTHER)}.",
            cure_en=f"Ask for {', '.join(each.media_type for each in _ONE_AFTER_THE_OTHER)}.",
        )
    text = queries.text("dumps/graph", graph=NamedNode(name))
    asked = Asked(text, Dataset(), RESULTS_FORMATS[0].media_type, kind.media_type, served.generation)
    _, pieces = await state.strangers.run(asked)
    return StreamingResponse(pieces, headers=headers)


def _pieces(graph: Queryable, name: str, kind: Format) -> Iterator[bytes]:
    """A graph, or all of them, so many triples at a time."""
    form = RdfFormat.from_media_type(kind.media_type) or RdfFormat.N_TRIPLES
    for each in [name] if name else _names(graph):
        rows = graph.select(queries.text("dumps/triples", graph=NamedNode(each)))
        triples = iter(Triple(*row) for row in rows)  # type: ignore[arg-type]  # each row is whole
        while some := list(islice(triples, _TRIPLES_AT_A_TIME)):
            yield serialize(some, format=form) or b""


def _names(graph: Queryable) -> list[str]:
    return [row[0].value for row in graph.select(queries.text("dumps/graphs")) if row[0] is not None]


def _exists(graph: Queryable, name: str) -> bool:
    return next(iter(graph.construct(queries.text("dumps/graph", graph=NamedNode(name)))), None) is not None


async def write(request: Request) -> Response:
    """Remplacer (PUT), compléter (POST), modifier (PATCH) ou retirer (DELETE) un graphe : tout ou rien.

    Chaque écriture est une génération publiée. PATCH prend une mise à jour SPARQL de ce seul graphe. POST sans graphe
    en crée un, dont la réponse dit l’adresse.
    """
    key = await authorised(request, "update")
    action = _ACTIONS[request.method]
    name, where = _made(request) if _is_store(request) else (_graph(request)[0], "")
    if not name:
        raise QueryRefused(
            "Le graphe par défaut est l’union des autres : il ne s’écrit pas.",
            "The default graph is the union of the others: it is not written.",
            cure="Désignez un graphe : /graphs?graph=IRI.",
            cure_en="Name a graph: /graphs?graph=IRI.",
        )
    if action == "graph-patch":
        _check_type(request, (UPDATE_TYPE,), _ACCEPTED)
        text = utf8(await read_body(request, _LONGEST_PATCH))
        return await audited.write(request, key, action, graph=name, text=text)
    body = b""
    if action != "graph-drop":
        _check_type(request, [each.media_type for each in RDF_FORMATS])
        body = await read_body(request, _LONGEST_BODY)
    return await audited.write(request, key, action, graph=name, body=body, where=where)


async def options(_: Request) -> Response:
    """Les méthodes admises, et ce qu’une page d’un autre site peut demander (CORS)."""
    response = cors.preflight("GET", "HEAD", allowed=", ".join(_METHODS))
    response.headers.update(_ACCEPTED)
    return response


def _is_store(request: Request) -> bool:
    """Whether a POST is to the graph store itself (Graph Store Protocol, 5.5)."""
    return request.method == "POST" and request.scope["path"] == "/graphs" and not request.scope["query_string"]


def _made(request: Request) -> tuple[str, str]:
    """A new graph's IRI and address."""
    path = f"posted/{secrets.token_hex(8)}"
    return f"{state_of(request).settings.base}/graph/{path}", f"/graphs/{path}"


def _check_type(request: Request, known: Sequence[str], more: Mapping[str, str] = {}) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in known:
        return
    error = UnsupportedMediaType(
        f"Le type « {kind[:100] or 'absent'} » n’est pas admis ici.",
        f"Type “{kind[:100] or 'none'}” is not accepted here.",
        cure=f"Envoyez {', '.join(known)}.",
        cure_en=f"Send {', '.join(known)}.",
    )
    error.headers = more
    raise error


def _graph(request: Request) -> tuple[str, str]:
    """The IRI of the graph asked for, "" for the default one; and the name of a format, a convenience."""
    try:
        raw = request.scope["query_string"].decode("ascii")
        fields = parse_qsl(raw, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise UsageError("Les paramètres sont illisibles.", "The parameters cannot be read.") from error
    names = [value for key, value in fields if key == "graph"]
    default = [value for key, value in fields if key == "default"]
    form = next((value for key, value in fields if key == "format"), "")
    path = request.path_params.get("path", "")
    if path:
        names.append(f"{state_of(request).settings.base}/graph/{quote(path, safe='/')}")
    if len(names) + len(default) != 1:
        raise UsageError(
            "Un graphe, et un seul, est à désigner.",
            "One graph, and only one, is to be named.",
            cure="Écrivez /graphs?graph=IRI, /graphs?default ou /graphs/<chemin>.",
            cure_en="Write /graphs?graph=IRI, /graphs?default or /graphs/<path>.",
        )
    if not names:
        return "", form
    name = names[0]
    if not name.lower().startswith(("http://", "https://", "urn:")):
        raise _no_iri(name)
    try:
        return NamedNode(name).value, form
    except ValueError as error:
        raise _no_iri(name) from error


def _no_iri(name: str) -> UsageError:
    return UsageError(
        f"« {name[:200]} » ne peut pas désigner un graphe de l’entrepôt.",
        f"“{name[:200]}” cannot name a graph of the store.",
        cure="Donnez une IRI entière, en https:// ou urn:.",
        cure_en="Give a whole IRI, in https:// or urn:.",
    )


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["graph store"])
    for path, given, suffix in (("/graphs", _NAMED, ""), ("/graphs/{path:path}", _PATH, "_by_path")):
        _add_reading(routes, path, given, suffix)
        _add_writing(routes, path, given, suffix)
    return routes


def _add_reading(routes: APIRouter, path: str, given: Sequence[Mapping[str, object]], suffix: str) -> None:
    chosen = documents.parameters(table(documents.format_of(RDF_FORMATS)))["parameters"]
    answers = documents.done("Le graphe", documents.content(RDF_FORMATS)) | documents.done("Inchangé", {}, 304)
    routes.add_api_route(
        path,
        read,
        methods=["GET"],
        response_class=Response,
        responses=answers | documents.told(_READ_TOLD),
        operation_id=f"graph_get{suffix}",
        openapi_extra={"parameters": [*given, *chosen]},
    )
    routes.add_api_route(path, read, methods=["HEAD"], include_in_schema=False)
    routes.add_api_route(path, options, methods=["OPTIONS"], include_in_schema=False)


def _add_writing(routes: APIRouter, path: str, given: Sequence[Mapping[str, object]], suffix: str) -> None:
    answers = documents.done("Publié : le numéro de la génération", documents.EDITED)
    answers |= documents.done("De même ; le graphe est nouveau", documents.EDITED, 201)
    for method, action in _ACTIONS.items():
        routes.add_api_route(
            path,
            write,
            methods=[method],
            response_class=Response,
            responses=answers | documents.told(_WRITE_TOLD),
            summary=f"{_TITLES[method]} un graphe",
            operation_id=f"{action.replace('-', '_')}{suffix}",
            openapi_extra={"parameters": [*given], "security": documents.KEY, **_body(method)},
        )


def _body(method: str) -> dict[str, object]:
    if method == "DELETE":
        return {}
    kinds = [UPDATE_TYPE] if method == "PATCH" else [kind.media_type for kind in RDF_FORMATS]
    return {"requestBody": {"required": True, "content": {kind: {"schema": {"type": "string"}} for kind in kinds}}}
