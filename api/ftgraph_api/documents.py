"""What the routes say of themselves in the OpenAPI document: formats, problems, headers."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.exports.formats import JSON, Format
from ftgraph_api import problems
from ftgraph_api.parameters import Parameter, openapi

_PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "cure": {"type": "string"},
        "line": {"type": "integer"},
        "candidates": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["value", "label"],
                "properties": {"value": {"type": "string"}, "label": {"type": "string"}},
            },
        },
    },
}
_ETAG = {
    "ETag": {"description": "Génération et question ; à renvoyer dans If-None-Match.", "schema": {"type": "string"}}
}
_MEANINGS: Mapping[int, str] = {
    400: "Demande incorrecte",
    404: "Inconnu",
    406: "Format non proposé",
    410: "Page expirée",
    414: "Adresse trop longue",
    500: "Erreur interne",
    503: "Entrepôt indisponible",
}


def answers(formats: Sequence[Format], *errors: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: its formats beside JSON (which its model describes), 304, and its problems."""
    content = {each.media_type: {"schema": {"type": "string"}} for each in formats if each is not JSON}
    described: dict[int | str, dict[str, Any]] = {
        200: {"description": "La réponse", "headers": _ETAG, "content": content},
        304: {"description": "Inchangé"},
    }
    for status in (400, 406, *errors, 414, 500, 503):
        schema = {problems.MEDIA_TYPE: {"schema": _PROBLEM}}
        described[status] = {"description": _MEANINGS[status], "content": schema}
    return described


def parameters(table: Mapping[str, Parameter]) -> dict[str, Any]:
    """The `openapi_extra` of a route that reads `table`."""
    return {"parameters": openapi(table)}


def add_suffixed(
    routes: APIRouter,
    path: str,
    handler: Callable[[Request], Awaitable[Response]],
    formats: Sequence[Format],
    described: Mapping[str, Any],
) -> None:
    """Add `path.csv`, `path.xlsx`… to `routes`: one documented address, whose last part is the format."""
    suffix = {
        "name": "suffix",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": [each.suffix for each in formats]},
    }
    extra = {"parameters": [suffix, *described["parameters"]]}
    routes.add_api_route(
        f"{path}.{{suffix}}",
        handler,
        response_class=Response,
        responses=answers(formats, 410),
        openapi_extra=extra,
    )
