"""The page that opens on the subjects of steering."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph_api.pages import frame
from ftgraph_api.pages.steering import SUBJECTS
from ftgraph_api.parameters import LANGUAGE, Given, table

_BARE = table(LANGUAGE)


async def steering_page(request: Request) -> Response:
    """Pilotage : contrats, charte, besoins, indicateurs, instances, qualité."""
    Given(request.scope["query_string"], _BARE)
    title = "Pilotage" if frame.language_of(request) == "fr" else "Steering"
    return frame.send(request, frame.Page("steering.html.j2", title, {"subjects": SUBJECTS}))


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    routes.add_api_route("/pilotage", steering_page, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
