"""What the command line and the HTTP door both answer on the network: its document, and tables to read it in."""

from collections.abc import Callable, Sequence

from ftgraph.exports.formats import GEXF, GRAPHML, SVG, Format
from ftgraph.exports.network import changed, documents, drawing, graph_files, linked, merged
from ftgraph.exports.network.grids import Grid, Say, say_in
from ftgraph.network import before_after as counted
from ftgraph.network import leaving, standing
from ftgraph.network import merging as scored
from ftgraph.network import silos as apart
from ftgraph.network.records import Network
from ftgraph.wording import Language

Answer = tuple[object, Sequence[Grid]]
Ask = Callable[[Network, int, Say], Answer]


def before_after(network: Network, generation: int, say: Say) -> Answer:
    """How many bodies before and after, and the meetings saved."""
    found = counted.before_after(network)
    document = documents.BeforeAfterDocument(generation, network.day, network.area, found)
    return document, changed.before_after(found, say)


def merging(network: Network, generation: int, say: Say) -> Answer:
    """Which bodies could merge."""
    found = scored.merging(network)
    return documents.MergingDocument(generation, network.day, network.area, found), merged.merging(found, say)


def seats(network: Network, generation: int, say: Say) -> Answer:
    """Who sits in how many bodies, before and after."""
    found = counted.who_sits(network)
    document = documents.NetworkSeatsDocument(generation, network.day, network.area, len(found), found)
    return document, changed.seats(found, say)


def actors(network: Network, generation: int, say: Say) -> Answer:
    """Who links whom."""
    sides = standing.shape(network.before), standing.shape(network.after)
    document = documents.StandingsDocument(generation, network.day, network.area, *sides)
    return document, linked.actors(network, *sides, say)


def silos(network: Network, generation: int, say: Say) -> Answer:
    """Who is never in the same room."""
    found = apart.silos(network)
    return documents.SilosDocument(generation, network.day, network.area, found), linked.silos(found, say)


def one_actor(network: Network, generation: int, say: Say, name: str) -> Answer:
    """One actor, by key or name, and what its leaving would do. Raises `UsageError` where none or several match."""
    found = leaving.one_actor(network, leaving.find(network, name).key)
    return documents.OneActorDocument(generation, network.day, network.area, found), linked.one_actor(found, say)


def file(network: Network, kind: Format, graph: str, language: Language) -> bytes:
    """The network drawn, as a graph for another program, or its links as a table."""
    if kind is SVG:
        return drawing.svg(network, say_in(language)).encode()
    if kind is GRAPHML:
        return graph_files.graphml(network, graph)
    if kind is GEXF:
        return graph_files.gexf(network, graph)
    return graph_files.links_csv(network, language)
