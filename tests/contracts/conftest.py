"""Small graphs of contracts, written in Turtle by the tests."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from ftgraph.committees.file_graph import FileGraph
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import PREFIXES

_PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + "PREFIX x: <urn:x:>\n"


@pytest.fixture
def graph_of() -> Callable[[str], Queryable]:
    """A graph of the triples of a Turtle text, in which `x:` names things."""

    def make(turtle: str) -> Queryable:
        store = ox.Store()
        store.load(input=(_PROLOGUE + turtle).encode(), format=ox.RdfFormat.TURTLE)
        return FileGraph(store)

    return make
