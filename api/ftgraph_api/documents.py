"""What the routes say of themselves in the OpenAPI document: formats, problems, headers."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.exports.formats import JSON, Format
from ftgraph_api import problems
from ftgraph_api.parameters import FORMAT, Parameter, openapi

Handler = Callable[[Request], Awaitable[Response]]

PROBLEM: Mapping[str, Any] = {
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
_KEY = "Une clé faite par l’exploitant : ftgraph key create."
KEY: Sequence[Mapping[str, Sequence[str]]] = ({"key": []},)
"""The `security` of a route that asks for a key."""
EDITED: Mapping[str, Any] = {
    "application/json": {
        "schema": {
            "type": "object",
            "required": ["generation", "published", "request"],
            "properties": {
                "generation": {"type": "integer"},
                "published": {"type": "string", "format": "date-time"},
                "request": {"type": "string"},
            },
        }
    }
}
"""The content of the answer to a write."""
_NOTHING: Mapping[str, str] = {}
_ETAG = {
    "ETag": {"description": "Génération et question ; à renvoyer dans If-None-Match.", "schema": {"type": "string"}}
}
_MEANINGS: Mapping[int, str] = {
    400: "Demande incorrecte",
    303: "Ailleurs",
    404: "Inconnu",
    406: "Format non proposé",
    408: "Envoi trop lent",
    410: "Retiré, ou page expirée",
    413: "Envoi trop volumineux",
    414: "Adresse trop longue",
    422: "Fichier illisible",
    429: "Trop de requêtes de cette adresse",
    500: "Erreur interne",
    503: "Entrepôt indisponible",
}


def content(formats: Sequence[Format]) -> dict[str, Any]:
    """The `content` of an answer: JSON is described elsewhere or not at all, the rest is text."""
    return {each.media_type: {"schema": {} if "json" in each.media_type else {"type": "string"}} for each in formats}


def told(meanings: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route for its problems: status → when it is given."""
    shape = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": text, "content": shape} for status, text in meanings.items()}


def done(text: str, given: Mapping[str, Any], status: int = 200) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route for what it gives; `given`: its `content`."""
    return {status: {"description": text, "content": given}}


def complete(document: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The OpenAPI document with what the framework cannot know: the shape of problems, and how to show a key.

    `names`: those of the handlers, of which the framework makes summaries; their description's first line says more.
    """
    components = document.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    made_up = {name.replace("_", " ").title() for name in names}
    for each in (one for methods in document["paths"].values() for one in methods.values()):
        if each["summary"] in made_up:
            each["summary"] = each["description"].partition("\n")[0].rstrip(".")
    components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "description": _KEY}}
    return document


def answers(formats: Sequence[Format], *errors: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: its formats beside JSON (which its model describes), 304, and its problems."""
    described: dict[int | str, dict[str, Any]] = {
        200: {
            "description": "La réponse",
            "headers": _ETAG,
            "content": content([each for each in formats if each is not JSON]),
        },
        304: {"description": "Inchangé"},
    }
    return described | _problems(400, 406, *errors, 414, 500, 503)


def parameters(table: Mapping[str, Parameter], *in_path: str, formats: Sequence[Format] = ()) -> dict[str, Any]:
    """The `openapi_extra` of a route that reads `table` and answers in `formats`.

    `in_path`: the parts of its path that vary.
    """
    if formats and FORMAT.name in table:
        table = {**table, FORMAT.name: format_of(formats)}
    parts = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in in_path]
    return {"parameters": [*parts, *openapi(table)]}


def resource(
    formats: Sequence[Format], *errors: int, path: Mapping[str, str] = _NOTHING, query: Sequence[Parameter] = ()
) -> dict[str, Any]:
    """What a resource of the linked data says of itself: as `APIRoute` takes it.

    `path`: the parts of its address that vary, with what they mean.
    """
    described: dict[int | str, dict[str, Any]] = {
        200: {"description": "La réponse", "content": content(formats)},
        304: {"description": "Inchangé"},
    }
    parts = [
        {"name": name, "in": "path", "required": True, "description": text, "schema": {"type": "string"}}
        for name, text in path.items()
    ]
    return {
        "responses": described | _problems(400, *errors, 406, 414, 500, 503),
        "openapi_extra": {"parameters": [*parts, *openapi({each.name: each for each in query})]},
    }


def format_of(formats: Sequence[Format]) -> Parameter:
    """The parameter `format` of a route that answers in `formats`."""
    names = dict.fromkeys(name for each in formats for name in (each.name, each.suffix))
    return replace(FORMAT, values=tuple(names))


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


def add_with_suffixes(
    routes: APIRouter,
    path: str,
    handler: Handler,
    model: type,
    formats: Sequence[Format],
    table: Mapping[str, Parameter],
    *errors: int,
) -> None:
    """Add a route whose JSON answer is `model`, and `path.csv`, `path.xlsx`… beside it, from the same handler."""
    described = parameters(table, formats=formats)
    add(routes, path, handler, model, formats, described, *errors)
    told = "La même réponse, dans le format que dit le suffixe."
    add_suffixed(routes, path, handler, formats, described, name=f"{handler.__name__}_as", description=told)


def add_suffixed(
    routes: APIRouter,
    path: str,
    handler: Handler,
    formats: Sequence[Format],
    described: Mapping[str, Any],
    *,
    name: str | None = None,
    description: str | None = None,
) -> None:
    """Add `path.csv`, `path.xlsx`… to `routes`: one documented address, whose last part is the format.

    `name`, `description`: the handler's own unless given.
    """
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
        responses=answers(formats) | done("La réponse", content(formats)),
        # The suffix says the format, whatever `format` says.
        openapi_extra={"parameters": [suffix, *(each for each in described["parameters"] if each["name"] != "format")]},
        name=name,
        description=description,
    )
    _add_head(routes, suffixed, handler)


def add_plain(routes: APIRouter, path: str, handler: Handler, model: type, *errors: int) -> None:
    """Add a route that takes no parameter and is never kept."""
    routes.add_api_route(path, handler, response_model=model, responses=_problems(*errors, 500))
    _add_head(routes, path, handler)


def add_text(routes: APIRouter, path: str, handler: Handler, content_type: str, *errors: int) -> None:
    """Add a route that takes no parameter and answers text of one kind."""
    given = {content_type: {"schema": {"type": "string"}}}
    answered = done("La réponse", given) | _problems(*errors, 500)
    routes.add_api_route(path, handler, response_class=Response, responses=answered)
    _add_head(routes, path, handler)


def _add_head(routes: APIRouter, path: str, handler: Handler) -> None:
    routes.add_api_route(path, handler, methods=["HEAD"], include_in_schema=False)


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return told({status: _MEANINGS[status] for status in statuses})
