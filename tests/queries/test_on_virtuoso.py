"""Every query file has the same rows on the embedded store and on Virtuoso, on the example and its golden parameters.

One test, so that the example is copied once: a minute or two. What differs is told query by query, all of it at once.
"""

import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, serialize

from ftgraph import queries
from ftgraph.errors import FtgraphError
from ftgraph.graph.store import Queryable, Reader, open_store
from ftgraph.queries import Query
from ftgraph.settings import Settings

GOLDEN = Path(__file__).parent / "golden"
GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"


@pytest.fixture(scope="module")
def on_virtuoso(demo: Reader, virtuoso: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The example, copied graph by graph to Virtuoso."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        store = open_store(Settings(store=f"{virtuoso}/sparql", store_user="dba", store_password="dba"))
        with store.writer("copy") as writer:
            for (graph,) in demo.select(GRAPHS):
                whole = demo.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
                writer.replace_graph(graph.value, io.BytesIO(serialize(whole, format=RdfFormat.N_TRIPLES)))
            writer.publish("copy")
        with store.reader() as reader:
            yield reader


def rows(graph: Queryable, query: Query, parameters: dict[str, object]) -> Counter[tuple[str, ...]]:
    """The rows of an answer, each with how often it comes; blank nodes are alike, their names are the store's."""
    text = query.text(**parameters)
    found = graph.construct(text) if "CONSTRUCT" in query.body else graph.select(text)
    return Counter(tuple("_" if isinstance(term, BlankNode) else str(term) for term in row) for row in found)


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_every_query_has_the_same_rows(demo: Reader, on_virtuoso: Reader) -> None:
    differing: dict[str, object] = {}
    for query in queries.catalogue():
        if query.name.startswith("engine/"):
            continue  # what `store check` asks, of small graphs of its own; on a whole store, sorting all values aborts
        parameters = json.loads((GOLDEN / f"{query.name}.json").read_text(encoding="utf-8"))["parameters"]
        wanted = rows(demo, query, parameters)
        try:
            found = rows(on_virtuoso, query, parameters)
        except FtgraphError as error:
            differing[query.name] = str(error)
            continue
        if found != wanted:
            differing[query.name] = {
                "embedded alone": list(wanted - found)[:3],
                "virtuoso alone": list(found - wanted)[:3],
            }
    assert not differing, json.dumps(differing, ensure_ascii=False, indent=1)
