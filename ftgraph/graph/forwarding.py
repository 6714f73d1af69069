"""Queries that strangers send, over a remote store: guarded here, answered there, given back in the format asked for.

They are refused on the same grounds as in `sandbox`, and must be SPARQL 1.1: a server's own extensions may read files
or reach the network. They see the graphs of one generation, never what else the server holds. An answer is counted
while it is read: past its time, bytes or rows the connection is closed; whether the server stops too is the server's
affair (Virtuoso is told the limit).
"""

import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ftgraph.errors import QueryRefused
from ftgraph.graph.endpoint import Bounds
from ftgraph.graph.faults import bad_query
from ftgraph.graph.limits import check
from ftgraph.graph.querying import Dataset
from ftgraph.graph.remote import RemoteReader, RemoteStore
from ftgraph.graph.remote_names import NOWHERE, Names
from ftgraph.graph.store import Row
from ftgraph.graph.tokens import Token, tokens
from ftgraph.namespaces import PREFIXES
from ftgraph.settings import Settings

_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
# What comes over the network is JSON or N-Triples, longer than most formats that it is given back in.
_LONGER = 4
_SCHEME = re.compile(r"<([A-Za-z][A-Za-z0-9+.\-]*):")


@dataclass(frozen=True)
class Forwarded:
    """An answer, whole, and its media type."""

    media_type: str
    body: bytes


class Forwarding:
    """See `sandbox.Sandbox`. Shared by threads."""

    def __init__(self, settings: Settings, store: RemoteStore) -> None:
        self._settings = settings
        self._store = store

    def run(
        self,
        query: str,
        *,
        results_format: str = "application/sparql-results+json",
        rdf_format: str = "text/turtle",
        dataset: Dataset = Dataset(),  # noqa: B008 - frozen
        generation: int | None = None,
    ) -> Forwarded:
        """See `sandbox.Sandbox.run`."""
        check(query)
        reader = self._store.reader(generation)
        _check_standard(query, reader.endpoint.dialect.outside)
        seconds, size = self._settings.query_time_s, self._settings.query_bytes
        bounds = Bounds(time.monotonic() + seconds, size * _LONGER, self._settings.query_rows)
        text, own = _without_from(query)
        graphs = _on_server(dataset or own, reader.names)
        form = next((token.word for token in tokens(text) if token.word in _FORMS), "")
        if form in {"CONSTRUCT", "DESCRIBE"}:
            found = self._triples(reader, text, graphs, bounds, rdf_format)
        else:
            found = self._rows(reader, text, form, graphs, bounds, results_format)
        reader.check()
        return found

    def _rows(
        self, reader: RemoteReader, text: str, form: str, graphs: Dataset, bounds: Bounds, media_type: str
    ) -> Forwarded:
        kind = ox.QueryResultsFormat.from_media_type(media_type) or ox.QueryResultsFormat.JSON
        aimed = reader.names.aimed(text)
        if form == "ASK":
            body = _document([], [], truth=reader.endpoint.truth(aimed, graphs, bounds))
        else:
            table = reader.endpoint.table(aimed, graphs, bounds)
            body = _document(table.names, reader.names.told(text, table.rows))
        if kind != ox.QueryResultsFormat.JSON:
            body = ox.parse_query_results(body, ox.QueryResultsFormat.JSON).serialize(format=kind) or b""
        return Forwarded(kind.media_type, body)

    def _triples(self, reader: RemoteReader, text: str, graphs: Dataset, bounds: Bounds, media_type: str) -> Forwarded:
        kind = ox.RdfFormat.from_media_type(media_type) or ox.RdfFormat.TURTLE
        found = reader.endpoint.triples(reader.names.aimed(text), graphs, bounds)
        return Forwarded(kind.media_type, ox.serialize(reader.names.told_triples(text, found), format=kind) or b"")


def _check_standard(query: str, outside: frozenset[str]) -> None:
    """Refuse what is not SPARQL 1.1, and IRIs by which the server does more: its functions, its schemes.

    Raises `UsageError`, with line and column; `QueryRefused`.
    """
    found = list(tokens(query))
    prefixes = {name.text: target.text for word, name, target in _threes(found) if word.word == "PREFIX"}
    for token, following in zip(found, [*found[1:], Token("mark", "", 0)], strict=True):
        scheme = _SCHEME.match(token.text) if token.kind == "iri" else None
        if scheme and scheme[1].lower() in outside:
            raise _refused(token.text)
        if following.text == "(" and token.kind in {"iri", "name"}:
            prefix = token.text.partition(":")[0] + ":"
            function = token.text if token.kind == "iri" else prefixes.get(prefix, "")
            if not function.startswith(f"<{PREFIXES['xsd']}"):
                raise _refused(token.text)
    try:
        ox.Store().query(query)
    except SyntaxError as error:
        raise bad_query(error) from error
    except (RuntimeError, ValueError) as error:  # what the engine here does not know is not SPARQL 1.1 either
        raise _refused(str(error)) from error


def _without_from(query: str) -> tuple[str, Dataset]:
    """The query without its `FROM` clauses, and what they say."""
    found = list(tokens(query))
    prefixes = {name.text: target.text[1:-1] for word, name, target in _threes(found) if word.word == "PREFIX"}
    kept, done = [], 0
    graphs: dict[bool, list[str]] = {False: [], True: []}
    for place, token in enumerate(found):
        if token.word != "FROM":
            continue
        by_name = found[place + 1].word == "NAMED"
        target = found[place + 1 + by_name]
        prefix, _, local = target.text.partition(":")
        graphs[by_name].append(target.text[1:-1] if target.kind == "iri" else prefixes.get(prefix + ":", "") + local)
        kept.append(query[done : token.start])
        done = target.start + len(target.text)
    return "".join([*kept, query[done:]]), Dataset(tuple(graphs[False]), tuple(graphs[True]))


def _on_server(dataset: Dataset, names: Names) -> Dataset:
    """The graphs asked for, by their names; all of them where none is asked for; never another one of the server."""
    if not dataset:
        return Dataset(tuple(names.dataset), tuple(names.dataset))
    default = tuple(names.graphs.get(graph, NOWHERE) for graph in dataset.default)
    by_name = tuple(names.graphs.get(graph, NOWHERE) for graph in dataset.named)
    return Dataset(default or (NOWHERE,), by_name or (NOWHERE,))


def _document(names: Sequence[str], rows: Iterator[Row] | Sequence[Row], truth: bool | None = None) -> bytes:
    """SPARQL 1.1 Query Results JSON."""
    if truth is not None:
        return json.dumps({"head": {}, "boolean": truth}).encode()
    bindings = [{name: _term(term) for name, term in zip(names, row, strict=True) if term is not None} for row in rows]
    told = {"head": {"vars": list(names)}, "results": {"bindings": bindings}}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _term(term: object) -> Mapping[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.Literal):
        told = {"type": "literal", "value": term.value}
        if term.language:
            return {**told, "xml:lang": term.language}
        plain = term.datatype.value == f"{PREFIXES['xsd']}string"
        return told if plain else {**told, "datatype": term.datatype.value}
    return {"type": "bnode", "value": term.value if isinstance(term, ox.BlankNode) else ""}


def _threes(found: Sequence[Token]) -> Iterator[tuple[Token, Token, Token]]:
    return zip(found, found[1:], found[2:], strict=False)


def _refused(said: str) -> QueryRefused:
    return QueryRefused(
        f"«\u202f{said[:100]}\u202f» n’est pas du SPARQL 1.1 seul\u202f: les fonctions propres au serveur distant "
        "ne sont pas ouvertes.",
        f"“{said[:100]}” is not SPARQL 1.1 alone: functions of the remote server are not open.",
        cure="Écrivez la requête avec les fonctions de SPARQL 1.1.",
        cure_en="Write the query with the functions of SPARQL 1.1.",
    )
