"""`/sparql/update`: SPARQL 1.1 updates of those who have a key; each is one published generation."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.graph.using import using
from ftgraph_api import audited, problems, sparql_protocol
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
    problem = {problems.MEDIA_TYPE: {"schema": {"type": "object"}}}
    answers: dict[int | str, dict[str, object]] = {
        200: {"description": "Publiée : le numéro de la génération"},
        **{
            status: {"description": text, "content": problem}
            for status, text in (
                (400, "Mise à jour illisible, avec la ligne et la colonne"),
                (401, "Clé absente, inconnue ou révoquée"),
                (403, "Droit absent, graphe protégé, ou serveur en lecture seule"),
                (412, "Les données ont changé"),
                (413, "Mise à jour trop longue"),
                (415, "Type de contenu non admis"),
                (503, "Non commencée, ou arrêtée sans rien modifier"),
                (504, "Issue inconnue (entrepôt distant)"),
            )
        },
    }
    text = {"schema": {"type": "string"}}
    form = {"schema": {"type": "object", "required": ["update"], "properties": {"update": {"type": "string"}}}}
    body = {"content": {sparql_protocol.UPDATE_TYPE: text, sparql_protocol.FORM_TYPE: form}}
    routes.add_api_route(
        "/sparql/update",
        update,
        methods=["POST"],
        response_class=Response,
        responses=answers,
        openapi_extra={"requestBody": body},
    )
    return routes
