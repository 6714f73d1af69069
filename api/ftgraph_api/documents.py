"""What the routes say of themselves in the OpenAPI document: formats, problems, headers."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.exports.formats import JSON, Format
from ftgraph_api import problems
from ftgraph_api.parameters import Parameter, openapi

Handler = Callable[[Request], Awaitable[Response]]

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
        "column": {"type": "integer"},
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
    413: "Envoi trop volumineux",
    414: "Adresse trop longue",
    422: "Fichier illisible",
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
    return described | _problems(400, 406, *errors, 414, 500, 503)


def parameters(table: Mapping[str, Parameter], *in_path: str) -> dict[str, Any]:
    """The `openapi_extra` of a route that reads `table`; `in_path`: the parts of its path that vary."""
    parts = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in in_path]
    return {"parameters": [*parts, *openapi(table)]}


def add(
    routes: APIRouter,
    path: str,
    handler: Handler,
    model: type,
    formats: Sequence[Format],
    described: Mapping[str, Any],
    *errors: int,
) -> None:
    """Add a route whose JSON answer is `model`, for GET and HEAD."""
    routes.add_api_route(
        path,
        handler,
        response_model=model,
        responses=answers(formats, *errors),
        openapi_extra=dict(described),
    )
    _add_head(routes, path, handler)


def add_suffixed(
    routes: APIRouter, path: str, handler: Handler, formats: Sequence[Format], described: Mapping[str, Any]
) -> None:
    """Add `path.csv`, `path.xlsx`… to `routes`: one documented address, whose last part is the format."""
    suffix = {
        "name": "suffix",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": [each.suffix for each in formats]},
    }
    suffixed = f"{path}.{{suffix}}"
    routes.add_api_route(
        suffixed,
        handler,
        response_class=Response,
        responses=answers(formats),
        openapi_extra={"parameters": [suffix, *described["parameters"]]},
    )
    _add_head(routes, suffixed, handler)


def add_plain(routes: APIRouter, path: str, handler: Handler, model: type, *errors: int) -> None:
    """Add a route that takes no parameter and is never kept."""
    routes.add_api_route(path, handler, response_model=model, responses=_problems(*errors, 500))
    _add_head(routes, path, handler)


def add_text(routes: APIRouter, path: str, handler: Handler, content_type: str, *errors: int) -> None:
    """Add a route that takes no parameter and answers text of one kind."""
    content = {content_type: {"schema": {"type": "string"}}}
    told: dict[int | str, dict[str, Any]] = {200: {"description": "La réponse", "content": content}}
    routes.add_api_route(path, handler, response_class=Response, responses=told | _problems(*errors, 500))
    _add_head(routes, path, handler)


def _add_head(routes: APIRouter, path: str, handler: Handler) -> None:
    routes.add_api_route(path, handler, methods=["HEAD"], include_in_schema=False)


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    schema = {problems.MEDIA_TYPE: {"schema": _PROBLEM}}
    return {status: {"description": _MEANINGS[status], "content": schema} for status in statuses}
