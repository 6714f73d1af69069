"""The files that pages need: the style sheet, the scripts, the operator's theme."""

import asyncio
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph_api.asking import NotFound, state_of
from ftgraph_api.conditional import FOR_EVER
from ftgraph_api.pages import frame

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_THEME_TYPES = {".css": _TYPES[".css"], ".svg": _TYPES[".svg"], ".png": "image/png", ".woff2": "font/woff2"}


async def static(request: Request) -> Response:
    """Une feuille de style, un script : adresse et contenu changent ensemble."""
    name = request.path_params["name"]
    found = frame.static_file(name)
    if found is None:
        raise NotFound(f"Aucun fichier « {name[:100]} ».", f"No file “{name[:100]}”.")
    return Response(found[0], headers={"Cache-Control": FOR_EVER, "Content-Type": _TYPES[Path(name).suffix]})


async def theme(request: Request) -> Response:
    """Un fichier du thème que l’exploitant a choisi."""
    name = request.path_params["name"]
    folder = state_of(request).settings.theme
    kind = _THEME_TYPES.get(Path(name).suffix)
    path = Path(folder) / name if folder else None
    if path is None or kind is None or name.startswith(".") or not path.is_file():
        raise NotFound(f"Aucun fichier « {name[:100]} ».", f"No file “{name[:100]}”.")
    body = await asyncio.to_thread(path.read_bytes)
    return Response(body, headers={"Cache-Control": "no-cache", "Content-Type": kind})


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    for path, handler in (("/static/{name}", static), ("/theme/{name}", theme)):
        routes.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
