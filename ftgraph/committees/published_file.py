"""A published source of committees, as the file that it was: to be checked again on any day, against any rule set."""

from dataclasses import replace

import pyoxigraph as ox

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import graph as graph_iri
from ftgraph.sources import rdf_intake
from ftgraph.sources.handed_in import HandedIn


def published_file(graph: Queryable, base: str, key: str) -> HandedIn:
    """What the source `key` published. It says nothing of lines and cells: the graph does not keep them.

    Raises `SourceError` when what is in the graph is no committee file.
    """
    text = queries.text("catalogue/contents", graph=graph_iri(base, "committees", key))
    data = ox.serialize(graph.construct(text), format=ox.RdfFormat.N_TRIPLES)
    return replace(rdf_intake.read(data or b"", f"{key}.nt"), name=key, places={}, faults=())
