"""A published source of committees, as the file that it was: to be checked again on any day, against any rule set."""

from dataclasses import replace

import pyoxigraph as ox

from ftgraph import queries
from ftgraph.committees import ground
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import graph as graph_iri
from ftgraph.sources import rdf_intake
from ftgraph.sources.handed_in import HandedIn


def published_file(graph: Queryable, base: str, key: str) -> HandedIn:
    """What the source `key` published, with the names of its territories, which the ground states for it.

    It says nothing of lines and cells: the graph does not keep them.

    Raises `SourceError` when what is in the graph is no committee file.
    """
    text = queries.text("catalogue/contents", graph=graph_iri(base, "committees", key))
    triples = list(graph.construct(text))
    named = {triple.object.value for triple in triples if isinstance(triple.object, ox.NamedNode)}
    lines = [f"{triple} .\n" for triple in triples]
    data = "".join((*lines, *sorted(ground.stated(graph, base, named)))).encode()
    return replace(rdf_intake.read(data, f"{key}.nt"), name=key, places={}, faults=())
