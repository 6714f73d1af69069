"""How many quads each graph has, asked in SPARQL: the same question for every kind of store."""

from collections.abc import Iterable

import pyoxigraph as ox

from ftgraph import queries
from ftgraph.graph.store import Queryable, Row

QUESTION = "dumps/graphs"


def quads_by_graph(store: Queryable) -> dict[str, int]:
    """Quads by the IRI of their graph; a graph without any is not there."""
    return counts(store.select(queries.text(QUESTION)))


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """What the rows of `QUESTION` say."""
    found: dict[str, int] = {}
    for graph, quads in rows:
        if isinstance(graph, ox.NamedNode) and isinstance(quads, ox.Literal):
            found[graph.value] = int(quads.value)
    return found
