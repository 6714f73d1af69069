"""Strangers' queries over a remote store: guarded as in the sandbox, asked of foreign servers, given back alike."""

import io
import json
from dataclasses import replace

import pyoxigraph as ox
import pytest

from ftgraph.errors import QueryOverLimit, QueryRefused, QueryTimeout, UsageError
from ftgraph.graph.forwarding import Forwarding
from ftgraph.graph.querying import Dataset
from ftgraph.graph.remote import RemoteStore
from ftgraph.settings import Settings

G, H = "urn:test:g", "urn:test:h"
EVERY = "SELECT ?o WHERE { ?s ?p ?o } ORDER BY ?o"


@pytest.fixture
def store(remote_settings: Settings) -> RemoteStore:
    """Two graphs of a generation, and on the same server one that is not ftgraph's."""
    store = RemoteStore(remote_settings)
    store.system.endpoint.update('INSERT DATA { GRAPH <urn:test:other> { <urn:s> <urn:p> "secret" } }')
    with store.writer("test") as writer:
        writer.replace_graph(
            G,
            io.BytesIO(
                b'<urn:s> <urn:p> "1" .\n<urn:s> <urn:q> true .\n'.replace(
                    b"true", b'"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
                )
            ),
        )
        writer.replace_graph(H, io.BytesIO(b'<urn:s> <urn:p> "2"@fr .\n'))
        writer.publish("test")
    return store


@pytest.fixture
def ask(store: RemoteStore, remote_settings: Settings):
    def _ask(query: str, *, settings: Settings | None = None, **more):
        return Forwarding(settings or remote_settings, store).run(query, **more)

    return _ask


def values(answer) -> list[str]:
    return [next(iter(row.values()))["value"] for row in json.loads(answer.body)["results"]["bindings"]]


def test_every_form_in_every_format(ask) -> None:
    assert values(ask(EVERY)) == ["1", "2", "true"]
    assert ask(EVERY, results_format="text/csv").body.split() == [b"o", b"1", b"2", b"true"]
    assert b'"2"@fr' in ask(EVERY, results_format="text/tab-separated-values").body
    assert (
        b"<boolean>true</boolean>"
        in ask("ASK { ?s <urn:q> true }", results_format="application/sparql-results+xml").body
    )
    assert json.loads(ask("ASK { ?s <urn:none> ?o }").body)["boolean"] is False
    for kind in ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"):
        answer = ask("CONSTRUCT { ?s <urn:said> ?o ; <urn:again> ?o } WHERE { ?s ?p ?o }", rdf_format=kind)
        assert answer.media_type == kind
        assert {str(quad.predicate) for quad in ox.parse(answer.body, ox.RdfFormat.from_media_type(kind))} == {
            "<urn:said>",
            "<urn:again>",
        }


def test_graphs_bear_their_own_names(ask) -> None:
    graphs = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    assert values(ask(graphs)) == [G, H]
    assert values(ask("PREFIX t: <urn:test:> SELECT ?o WHERE { GRAPH t:h { ?s ?p ?o } }")) == ["2"]
    assert values(ask(f"SELECT ?o WHERE {{ GRAPH ?g {{ ?s <urn:p> ?o }} FILTER(?g = <{G}>) }}")) == ["1"]
    made = ask("CONSTRUCT { ?g <urn:holds> ?s } WHERE { GRAPH ?g { ?s ?p ?o } }", rdf_format="application/n-triples")
    assert f"<{H}> <urn:holds>".encode() in made.body


def test_the_dataset_asked_for_is_the_one_seen(ask) -> None:
    assert values(ask(f"SELECT ?o FROM <{H}> WHERE {{ ?s ?p ?o }}")) == ["2"]
    assert values(ask("PREFIX t: <urn:test:> SELECT ?o FROM NAMED t:h WHERE { GRAPH ?g { ?s ?p ?o } }")) == ["2"]
    assert values(ask(f"SELECT ?o FROM <{H}> WHERE {{ ?s <urn:p> ?o }}", dataset=Dataset((G,)))) == ["1"]


def test_nothing_else_on_the_server_is_seen(ask, store: RemoteStore) -> None:
    other = "<urn:test:other>"
    assert values(ask(f"SELECT ?o WHERE {{ GRAPH {other} {{ ?s ?p ?o }} }}")) == []
    assert values(ask(f"SELECT ?o FROM {other} WHERE {{ ?s ?p ?o }}")) == []
    assert values(ask(EVERY, dataset=Dataset(("urn:test:other",)))) == []
    assert values(ask(f"SELECT ?o FROM <{store.system.graph}> WHERE {{ ?s ?p ?o }}")) == []
    assert "secret" not in values(ask(EVERY))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }",
        "INSERT DATA { <urn:a> <urn:b> 1 }",
        'SELECT (<urn:function>("x") AS ?y) WHERE {}',
        'PREFIX b: <urn:functions:> SELECT (b:exec("x") AS ?y) WHERE {}',
    ],
)
def test_what_is_refused(ask, query: str) -> None:
    with pytest.raises(QueryRefused):
        ask(query)


def test_the_servers_own_language_is_refused(virtuoso_settings: Settings) -> None:
    store = RemoteStore(virtuoso_settings)
    with store.writer("test") as writer:
        writer.replace_graph(G, io.BytesIO(b'<urn:s> <urn:p> "1" .\n'))
        writer.publish("test")
    for query in (
        'define get:soft "soft" SELECT * FROM <http://127.0.0.1:1/x> WHERE { ?s ?p ?o }',
        'SELECT (bif:file_to_string("/etc/passwd") AS ?y) WHERE {}',
        'SELECT * WHERE { ?s <bif:contains> "x" }',
        "PREFIX bif: <bif:> SELECT * WHERE { ?s bif:contains 'x' }",
    ):
        with pytest.raises(UsageError):
            Forwarding(virtuoso_settings, store).run(query)


def test_a_faulty_query_says_where(ask) -> None:
    with pytest.raises(UsageError) as caught:
        ask("SELECT ?s WHERE {\n ?s ?p")
    assert "ligne 2" in caught.value.fr


def test_limits_of_rows_bytes_and_time(ask, store: RemoteStore, remote_settings: Settings) -> None:
    with store.writer("test") as writer:
        lines = "".join(f'<urn:s{number}> <urn:p> "{number}" .\n' for number in range(3_000))
        writer.replace_graph(G, io.BytesIO(lines.encode()))
        writer.publish("test")
    every = "SELECT ?s ?o WHERE { ?s ?p ?o }"
    with pytest.raises(QueryOverLimit):
        ask(every, settings=replace(remote_settings, query_rows=100))
    with pytest.raises(QueryOverLimit):
        ask("CONSTRUCT WHERE { ?s ?p ?o }", settings=replace(remote_settings, query_rows=100))
    with pytest.raises(QueryOverLimit):
        ask(every, settings=replace(remote_settings, query_bytes=1_000))
    # Seconds, not hours: a server may go on with a query that nobody waits for, and the other tests ask it too.
    few = " ".join(f'"{number}"' for number in range(4))
    pairs = f"?a ?b ?c . ?d ?e ?f VALUES ?i {{ {few} }} FILTER(STR(?c) < CONCAT(STR(?f), ?i))"
    heavy = f"SELECT (COUNT(*) AS ?n) WHERE {{ {pairs} }}"
    with pytest.raises(QueryTimeout):
        ask(heavy, settings=replace(remote_settings, query_time_s=0.5))
