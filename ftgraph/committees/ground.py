"""What the territories' own graph says of those that a committee names: published once there, not again with each.

A territory that two graphs name has its name twice for whoever asks the union of all. A committee is published without
it, and read with it.
"""

from collections.abc import Iterable

from ftgraph import namespaces, queries
from ftgraph.graph.store import Queryable


def stated(graph: Queryable, base: str, nodes: Iterable[str]) -> frozenset[str]:
    """The class and the name of those of `nodes` that are national territories, as lines of N-Triples."""
    named = sorted(node for node in set(nodes) if not node.startswith("_:"))
    if not named:
        return frozenset()
    ground = namespaces.graph(base, "territories")
    text = queries.text("committees/named-territories", territory=named, graph=ground)
    return frozenset(f"{triple} .\n" for triple in graph.construct(text))
