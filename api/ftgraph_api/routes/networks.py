"""`GET /api/v1/network…`: before and after the committees, who meets whom, what could merge, what a leaving does."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.exports.formats import COMMITTEE_FORMATS, GEXF, GRAPHML, NETWORK_FILES, SVG
from ftgraph.exports.network import changed, documents, drawing, graph_files, linked, merged
from ftgraph.exports.network.grids import Grid, Say, say_in
from ftgraph.network import before_after, leaving, merging, silos, standing
from ftgraph.network.records import Network
from ftgraph.wording import Language
from ftgraph_api import documents as described
from ftgraph_api import networks
from ftgraph_api.asking import Asking, read
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
Answer = Callable[[Network, int, Say], tuple[object, Sequence[Grid]]]


async def before_and_after(request: Request) -> Response:
    """Combien d’instances avant et après, territoire par territoire, et les réunions épargnées par an."""

    def answer(network: Network, generation: int, say: Say) -> tuple[object, Sequence[Grid]]:
        found = before_after.before_after(network)
        document = documents.BeforeAfterDocument(generation, network.day, network.area, found)
        return document, changed.before_after(found, say)

    return await _answer(request, answer, "avant-apres")


async def merge(request: Request) -> Response:
    """Quelles instances pourraient être réunies, avec un score expliqué par ses trois parts."""

    def answer(network: Network, generation: int, say: Say) -> tuple[object, Sequence[Grid]]:
        found = merging.merging(network)
        return documents.MergingDocument(generation, network.day, network.area, found), merged.merging(found, say)

    return await _answer(request, answer, "reunir")


async def who_sits(request: Request) -> Response:
    """Qui siège dans combien d’instances, avant et après, et combien de réunions cela fait."""

    def answer(network: Network, generation: int, say: Say) -> tuple[object, Sequence[Grid]]:
        found = before_after.who_sits(network)
        document = documents.NetworkSeatsDocument(generation, network.day, network.area, len(found), found)
        return document, changed.seats(found, say)

    return await _answer(request, answer, "qui-siege-combien")


async def links(request: Request) -> Response:
    """Qui relie qui : acteurs rencontrés, ponts, seuls liens, cercles, groupes sans lien."""

    def answer(network: Network, generation: int, say: Say) -> tuple[object, Sequence[Grid]]:
        sides = standing.shape(network.before), standing.shape(network.after)
        document = documents.StandingsDocument(generation, network.day, network.area, *sides)
        return document, linked.actors(network, *sides, say)

    return await _answer(request, answer, "qui-relie-qui")


async def never(request: Request) -> Response:
    """Quels acteurs ne sont jamais dans la même salle, par catégorie et par paire."""

    def answer(network: Network, generation: int, say: Say) -> tuple[object, Sequence[Grid]]:
        found = silos.silos(network)
        return documents.SilosDocument(generation, network.day, network.area, found), linked.silos(found, say)

    return await _answer(request, answer, "silos")


async def one_actor(request: Request) -> Response:
    """Un acteur : où il siège, qui il ne rencontre jamais, ce que son départ ferait."""
    name = request.path_params["actor"]

    def answer(network: Network, generation: int, say: Say) -> tuple[object, Sequence[Grid]]:
        found = leaving.one_actor(network, leaving.find(network, name).key)
        return documents.OneActorDocument(generation, network.day, network.area, found), linked.one_actor(found, say)

    return await _answer(request, answer, "acteur")


async def file(request: Request) -> Response:
    """Le réseau dessiné (SVG), ou pour un logiciel de graphes (GraphML, GEXF pour Gephi), ou ses liens (CSV)."""
    asking = read(request, FILES, NETWORK_FILES, suffix=request.path_params["suffix"])
    return await _made(asking, _file, "reseau")


async def _answer(request: Request, answer: Answer, name: str) -> Response:
    asking = read(request, PARAMETERS, COMMITTEE_FORMATS)
    return await _made(asking, partial(_rendered, answer), name)


async def _made(asking: Asking, make: Callable[[Asking, Served], bytes], name: str) -> Response:
    state = asking.state
    served = await state.newest()
    etag = asking.etag(served)
    if unchanged := asking.unchanged(etag):
        return unchanged
    made = state.made.get(etag)
    if made is None:
        made = (name, await asyncio.to_thread(make, asking, served))
        state.made.put(etag, made)
    return asking.answer(made[1], etag, name=made[0])


def _rendered(answer: Answer, asking: Asking, served: Served) -> bytes:
    document, grids = answer(_network(asking, served), served.generation, say_in(_language(asking)))
    return documents.render(asking.kind, document, grids)


def _file(asking: Asking, served: Served) -> bytes:
    network = _network(asking, served)
    if asking.kind is SVG:
        return drawing.svg(network, say_in(_language(asking))).encode()
    which = asking.given.one("graph") or graph_files.SITS
    if asking.kind is GRAPHML:
        return graph_files.graphml(network, which)
    if asking.kind is GEXF:
        return graph_files.gexf(network, which)
    return graph_files.links_csv(network, _language(asking))


def _network(asking: Asking, served: Served) -> Network:
    day, territory = asking.given.one("on") or asking.today, asking.given.one("territory")
    area = served.index.territories.resolve(territory, asking.today).iri if territory else ""
    return networks.of_territory(served, day, area)


def _language(asking: Asking) -> Language:
    return "en" if asking.language == "en" else "fr"


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["network"])
    shown = described.parameters(PARAMETERS, formats=COMMITTEE_FORMATS)
    base = "/api/v1/network"
    for path, handler, model in (
        ("before-after", before_and_after, documents.BeforeAfterDocument),
        ("merge", merge, documents.MergingDocument),
        ("seats", who_sits, documents.NetworkSeatsDocument),
        ("actors", links, documents.StandingsDocument),
        ("silos", never, documents.SilosDocument),
    ):
        described.add(routes, f"{base}/{path}", handler, model, COMMITTEE_FORMATS, shown)
    one = described.parameters(PARAMETERS, "actor", formats=COMMITTEE_FORMATS)
    described.add(
        routes, f"{base}/actors/{{actor}}", one_actor, documents.OneActorDocument, COMMITTEE_FORMATS, one, 404
    )
    described.add_suffixed(routes, base, file, NETWORK_FILES, described.parameters(FILES, formats=NETWORK_FILES))
    return routes
