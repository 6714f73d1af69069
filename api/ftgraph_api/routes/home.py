"""`GET /`: what is here, for someone who opens the server's address."""

import html

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph import __version__
from ftgraph.errors import StoreError
from ftgraph_api.asking import state_of

_LINKS = (
    ("/api/v1/solutions?territory=departement:35&barrier=mobilite", "Les solutions pour un frein, sur un territoire"),
    ("/api/v1/coverage?territory=departement:35", "Ce qui manque : les freins et les zones d’un territoire"),
    ("/api/v1/territories?q=ren", "Les territoires par leur nom"),
    ("/api/v1/vocabularies/barrier", "Les freins, tels que les filtres les prennent"),
    ("/openapi.json", "La description de l’API (OpenAPI)"),
    ("/health/ready", "L’état du serveur"),
)
_PAGE = """<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>ftgraph</title></head>
<body>
<main>
<h1>ftgraph</h1>
<p>Quelles solutions existent pour ce frein, dans ce bassin\u202f? Version {version}. {state}</p>
<ul>
{links}
</ul>
<p>Formats\u202f: JSON, CSV, XLSX, GeoJSON, Turtle et JSON-LD, par le suffixe (.csv),
par «\u202fformat=csv\u202f» ou par l’en-tête Accept.</p>
</main>
</body>
</html>
"""


async def home(request: Request) -> Response:
    """Une page qui dit ce qu’il y a ici."""
    try:
        served = await state_of(request).newest()
        state = f"Génération {served.generation}\u202f: {served.index.count} solutions."
    except StoreError as error:
        state = html.escape(f"{error.fr} {error.cure}")
    links = "\n".join(f'<li><a href="{html.escape(path)}">{label}</a></li>' for path, label in _LINKS)
    page = _PAGE.format(version=__version__, state=state, links=links)
    return Response(page, headers={"Cache-Control": "no-cache", "Content-Language": "fr"}, media_type="text/html")


def router() -> APIRouter:
    """The route of this module."""
    routes = APIRouter()
    routes.add_api_route("/", home, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
