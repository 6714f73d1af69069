"""How many quads each graph has, asked in SPARQL: the same question for every kind of store."""

import pyoxigraph as ox

from ftgraph.graph.store import Queryable

_QUERY = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"


def quads_by_graph(store: Queryable) -> dict[str, int]:
    """Quads by the IRI of their graph; a graph without any is not there."""
    counts: dict[str, int] = {}
    for graph, quads in store.select(_QUERY):
        if isinstance(graph, ox.NamedNode) and isinstance(quads, ox.Literal):
            counts[graph.value] = int(quads.value)
    return counts
