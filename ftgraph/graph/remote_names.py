"""The names that graphs bear on a remote server: `<graph>#g<generation>.<mark>`, one for each time a graph is written.

A generation is a list of such graphs, so it is published by one small update and never changes, and two generations
share what did not change. Readers and writers put the names into queries, and take them out of answers.
"""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import pyoxigraph as ox

from ftgraph.graph.ntriples import iri
from ftgraph.graph.store import Row, Term
from ftgraph.graph.tokens import Token, tokens

NOWHERE = "urn:x-ftgraph:nowhere"  # a dataset of no graph at all would mean: the server's own
_MARK = re.compile(r"#g\d+\.[0-9a-f]{8}\Z")


def new_name(graph: str, generation: int) -> str:
    """A name for `graph` as written for a generation; no other writer gives the same."""
    return f"{graph}#g{generation}.{uuid.uuid4().hex[:8]}"


def graph_of(name: str) -> str:
    """The graph that a name is of."""
    return _MARK.sub("", name)


class Names:
    """Which graphs there are, by their names on the server."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {graph_of(name): name for name in names}
        self._graphs = {name: graph for graph, name in self._names.items()}

    @property
    def graphs(self) -> Mapping[str, str]:
        """Graph → its name."""
        return self._names

    @property
    def dataset(self) -> Sequence[str]:
        """The names, for a request's dataset: never none."""
        return sorted(self._graphs) or [NOWHERE]

    def put(self, name: str) -> None:
        """A graph is now `name`."""
        self.take(graph_of(name))
        self._names[graph_of(name)] = name
        self._graphs[name] = graph_of(name)

    def take(self, graph: str) -> None:
        """A graph is no more."""
        self._graphs.pop(self._names.pop(graph, ""), None)

    def aimed(self, text: str) -> str:
        """A query or an update with each graph's IRI, whole or prefixed, replaced by its name on the server.

        Strings and comments are left alone. An IRI of a graph stands for the graph wherever it is written.
        """
        found = list(tokens(text))
        prefixes = _prefixes(found)
        parts, done = [], 0
        for before, token in pairwise([Token("mark", "", 0), *found]):
            name = None if before.word == "PREFIX" else self._names.get(_meant(token, prefixes))
            if name is not None:
                parts += [text[done : token.start], iri(name)]
                done = token.start + len(token.text)
        return "".join([*parts, text[done:]])

    def told(self, query: str, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows of an answer to `query` with graphs in the place of their names."""
        if not any(first.word == "GRAPH" and second.kind == "variable" for first, second in pairwise(tokens(query))):
            return iter(rows)
        return (tuple(map(self._told, row)) for row in rows)

    def told_triples(self, query: str, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        """The triples of an answer to `query` with graphs in the place of their names."""
        rows = self.told(query, ((each.subject, each.predicate, each.object) for each in triples))  # type: ignore[misc]
        return (ox.Triple(*row) for row in rows)  # type: ignore[arg-type]

    def _told(self, term: Term | None) -> Term | None:
        if isinstance(term, ox.NamedNode) and (graph := self._graphs.get(term.value)):
            return ox.NamedNode(graph)
        return term


def _meant(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        return prefixes.get(prefix + ":", "") + local
    return ""


def _prefixes(found: Sequence[Token]) -> Mapping[str, str]:
    three = zip(found, found[1:], found[2:], strict=False)
    return {name.text: target.text[1:-1] for word, name, target in three if word.word == "PREFIX"}
