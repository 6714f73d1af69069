"""`/sparql/update`: SPARQL 1.1 updates of those who have a key; each is one published generation."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.graph.using import using
from ftgraph_api import audited, documents, sparql_protocol
from ftgraph_api.authorisation import authorised


async def update(request: Request) -> Response:
    """Une mise à jour SPARQL 1.1 : tout ou rien, une génération publiée."""
    key = await authorised(request, "update")
    operation = await sparql_protocol.update(request)
    text = using(operation.text, operation.dataset)
    return await audited.write(request, key, "update", text=text)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["sparql"])
    answers = {
        200: {"description": "Publiée : le numéro de la génération", "content": documents.EDITED}
    } | documents.told(
        {
            400: "Mise à jour illisible, avec sa ligne et sa colonne, ou qui ne peut pas être exécutée",
            401: "Clé absente, inconnue ou révoquée",
            403: "Droit absent, graphe protégé, ou serveur en lecture seule",
            408: "Envoi trop lent",
            412: "Les données ont changé",
            413: "Mise à jour trop longue",
            415: "Type de contenu non admis",
            422: "Solution dont une valeur est illisible",
            503: "Non commencée, ou arrêtée sans rien modifier",
            504: "Issue inconnue (entrepôt distant)",
            507: "Disque plein",
        }
    )
    text = {"schema": {"type": "string"}}
    form = {"schema": {"type": "object", "required": ["update"], "properties": {"update": {"type": "string"}}}}
    iris = {"type": "array", "items": {"type": "string", "format": "iri"}}
    parameters = [
        {"in": "query", "name": name, "schema": iris, "description": text}
        for name, text in (
            ("using-graph-uri", "Graphes que lisent les WHERE."),
            ("using-named-graph-uri", "Graphes que lisent leurs GRAPH."),
        )
    ]
    body = {"content": {sparql_protocol.UPDATE_TYPE: text, sparql_protocol.FORM_TYPE: form}}
    routes.add_api_route(
        "/sparql/update",
        update,
        methods=["POST"],
        response_class=Response,
        responses=answers,
        openapi_extra={"requestBody": {**body, "required": True}, "parameters": parameters, "security": documents.KEY},
    )
    return routes
