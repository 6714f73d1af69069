"""What every store starts from: the ontology, the vocabularies, the reference data, the national territories."""

import io
from collections.abc import Callable, Iterable
from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize

from ftgraph import assets, namespaces
from ftgraph.graph.store import Store, Writer
from ftgraph.publish import territories as territory_triples
from ftgraph.sources import territories
from ftgraph.sources.territories import Territories

Load = Callable[[Writer], None]
"""What a publication does to the graph."""


def load(writer: Writer, known: Territories, base: str) -> None:
    """Replace the graphs of the ontology, the vocabularies, the reference data and the territories.

    All come from what this version ships. The reference data are target schemes, indicators, facts and articles.
    """
    ontology = assets.ontology()
    _load_turtle(writer, namespaces.graph(base, "ontology"), sorted(ontology.glob("*.ttl")))
    _load_turtle(writer, namespaces.graph(base, "vocabularies"), sorted((ontology / "vocabularies").glob("*.ttl")))
    _load_turtle(writer, namespaces.graph(base, "reference"), sorted((assets.data() / "reference").glob("*.ttl")))
    triples = "".join(territory_triples.triples(known, base)).encode()
    writer.replace_graph(namespaces.graph(base, "territories"), io.BytesIO(triples))


def under(load_more: Load, store: Store, base: str, known: Territories | None = None) -> Load:
    """`load_more` after the ground where the store is empty: nothing can be placed without it.

    `known`: the territories, where they were read already.
    """
    empty = store.current() == 0

    def step(writer: Writer) -> None:
        if empty:
            load(writer, known or territories.load(), base)
        load_more(writer)

    return step


def _load_turtle(writer: Writer, graph: str, files: Iterable[Path]) -> None:
    out = io.BytesIO()
    for file in files:
        serialize((quad.triple for quad in parse(path=file, format=RdfFormat.TURTLE)), out, format=RdfFormat.N_TRIPLES)
    out.seek(0)
    writer.replace_graph(graph, out)
