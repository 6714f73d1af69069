"""`GET /api/v1/network…`: before and after the committees, who meets whom, what could merge, what a leaving does."""

from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.exports.formats import NETWORK_FILES
from ftgraph.exports.network import answers, documents, graph_files
from ftgraph.exports.network.grids import say_in
from ftgraph.network.records import Network
from ftgraph_api import documents as described
from ftgraph_api import listings, networks
from ftgraph_api.asking import Asking, answered, read
from ftgraph_api.listings import Listing
from ftgraph_api.parameters import FORMAT, LANGUAGE, Parameter, table
from ftgraph_api.state import Served

TERRITORY = Parameter(
    "territory",
    (
        "Territoire, et ceux qu’il contient : region:53, departement:35, code ou nom ; tous par défaut.",
        "Territory, with those inside it: region:53, departement:35, a code or a name; all of them by default.",
    ),
    example="departement:35",
)
ON = Parameter("on", ("Jour de l’après ; par défaut, aujourd’hui.", "The day of “after”; today by default."), "date")
GRAPH = Parameter(
    "graph",
    (
        "GraphML et GEXF : acteurs et instances, acteurs qui se rencontrent, ou instances qui ont des membres communs.",
        "GraphML and GEXF: actors and bodies, actors who meet, or bodies that share members.",
    ),
    values=graph_files.GRAPHS,
    default=graph_files.SITS,
)
FILES = table(TERRITORY, ON, GRAPH, LANGUAGE, FORMAT)
PARAMETERS = table(TERRITORY, ON, LANGUAGE, FORMAT)


def before_and_after(asking: Asking, served: Served) -> bytes:
    """Combien d’instances avant et après, territoire par territoire, et les réunions épargnées par an."""
    return _rendered(answers.before_after, asking, served)


def merge(asking: Asking, served: Served) -> bytes:
    """Quelles instances pourraient être réunies, avec un score expliqué par ses trois parts."""
    return _rendered(answers.merging, asking, served)


def who_sits(asking: Asking, served: Served) -> bytes:
    """Qui siège dans combien d’instances, avant et après, et combien de réunions cela fait."""
    return _rendered(answers.seats, asking, served)


def links(asking: Asking, served: Served) -> bytes:
    """Qui relie qui : acteurs rencontrés, ponts, seuls liens, cercles, groupes sans lien."""
    return _rendered(answers.actors, asking, served)


def never(asking: Asking, served: Served) -> bytes:
    """Quels acteurs ne sont jamais dans la même salle, par catégorie et par paire."""
    return _rendered(answers.silos, asking, served)


def one_actor(asking: Asking, served: Served) -> bytes:
    """Un acteur : où il siège, qui il ne rencontre jamais, ce que son départ ferait."""
    return _rendered(partial(answers.one_actor, name=asking.request.path_params["actor"]), asking, served)


async def file(request: Request) -> Response:
    """Le réseau dessiné (SVG), ou pour un logiciel de graphes (GraphML, GEXF pour Gephi), ou ses liens (CSV)."""
    return await answered(read(request, FILES, NETWORK_FILES), _file)


def _file(asking: Asking, served: Served) -> tuple[str, bytes]:
    graph = asking.given.text("graph") or graph_files.SITS
    return "reseau", answers.file(_network(asking, served), asking.kind, graph, asking.language)


def _rendered(ask: answers.Ask, asking: Asking, served: Served) -> bytes:
    document, grids = ask(_network(asking, served), served.generation, say_in(asking.language))
    return documents.render(asking.kind, document, grids)


def _network(asking: Asking, served: Served) -> Network:
    territory = asking.given.text("territory")
    area = served.index.territories.resolve(territory, asking.today).iri if territory else ""
    return networks.of_territory(served, asking.day, area)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["network"])
    base = "/api/v1/network"
    one = f"{base}/actors/{{actor}}"
    listings.add(
        routes,
        Listing(f"{base}/before-after", before_and_after, documents.BeforeAfterDocument, PARAMETERS, "avant-apres"),
        Listing(f"{base}/merge", merge, documents.MergingDocument, PARAMETERS, "reunir"),
        Listing(f"{base}/seats", who_sits, documents.NetworkSeatsDocument, PARAMETERS, "qui-siege-combien"),
        Listing(f"{base}/actors", links, documents.StandingsDocument, PARAMETERS, "qui-relie-qui"),
        Listing(f"{base}/silos", never, documents.SilosDocument, PARAMETERS, "silos"),
        Listing(one, one_actor, documents.OneActorDocument, PARAMETERS, "acteur", errors=(404,)),
    )
    described.add_suffixed(routes, base, file, NETWORK_FILES, described.parameters(FILES, formats=NETWORK_FILES))
    return routes
