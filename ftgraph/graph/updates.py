"""Which graphs a SPARQL Update may write, found from its tokens: what has to be counted again, or staged."""

from itertools import pairwise

from ftgraph.graph.records import DEFAULT_GRAPH
from ftgraph.graph.tokens import tokens

_NAMING = {"GRAPH", "WITH", "INTO", "TO", "CLEAR", "DROP", "CREATE", "LOAD", "SILENT", "COPY", "MOVE", "ADD"}
_ANY = {"ALL", "NAMED"}


def written_graphs(update: str) -> frozenset[str] | None:
    """IRIs of all graphs that `update` may change (`""`: the default graph); `None`: any graph may be.

    Errs on the side of naming too many: a graph only read from is named too, and the default graph always is.
    """
    found = list(tokens(update))
    graphs = {DEFAULT_GRAPH}
    if found and found[-1].word in _ANY:
        return None
    for token, following in pairwise(found):
        if token.word in _ANY:  # DROP ALL, CLEAR NAMED; `USING NAMED` is only read: counted again for nothing
            return None
        if token.word not in _NAMING:
            continue
        if following.kind == "iri" and "\\" not in following.text:
            graphs.add(following.text[1:-1])
        elif following.kind in {"iri", "variable", "name"}:
            return None
    return frozenset(graphs)
