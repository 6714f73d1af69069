"""The map of a territory by zones: its page, the picture that it shows, the same numbers as a table."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph_api import conditional
from ftgraph_api.asking import state_of
from ftgraph_api.pages import frame, map_page, maps, opening
from ftgraph_api.pages.opening import page
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import FILTERS, LANGUAGE, ZONING, table

_PARAMETERS = table(
    *(each for each in FILTERS if each.name == "territory" or each.name in maps.FILTERED), ZONING, LANGUAGE
)
_PICTURE = {
    "Content-Type": "image/svg+xml",
    # Colours stand in the picture itself; it loads nothing.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
_TABLE = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="carte.csv"'}


@page(_PARAMETERS)
async def map_of_zones(request: Request, question: Question, etag: str) -> Response:
    """Carte : un territoire par zones."""
    values = await asyncio.to_thread(map_page.values, question)
    title = "Carte" if question.language == "fr" else "Map"
    if values["place"] is not None:
        title = f"{title} – {values['place'].label}"
    return frame.send(request, frame.Page("map-page.html.j2", title, values), "" if values["problem"] else etag)


async def map_file(request: Request) -> Response:
    """La même carte, en image ou en tableau ; gardée tant que la génération est servie."""
    question, etag = await opening.asked(request, _PARAMETERS)
    picture = request.url.path.endswith(".svg")
    headers = {
        **(_PICTURE if picture else _TABLE),
        "ETag": etag,
        "Cache-Control": conditional.CACHING,
        "Vary": "Accept-Encoding",
    }
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers=headers)
    made = state_of(request).made
    kept = made.get(etag)
    if kept is None:
        body = await asyncio.to_thread(map_page.picture if picture else map_page.table, question)
        kept = ("", body)
        made.put(etag, kept)
    return frame.packed(request, kept[1], 200, headers)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    for path, handler in (("/carte", map_of_zones), ("/carte.svg", map_file), ("/carte.csv", map_file)):
        routes.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
