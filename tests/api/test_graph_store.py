"""`/graphs`: the SPARQL 1.1 Graph Store Protocol, open to read, with a key to write."""

import gzip
from dataclasses import replace

import pytest
from pyoxigraph import RdfFormat, parse

from ftgraph import keys
from ftgraph.errors import QueryOverLimit
from ftgraph.exports.formats import RDF_FORMATS
from ftgraph.graph.store import open_store
from ftgraph.publish import edits
from ftgraph.settings import Settings

MINE = "https://example.org/graph/essai"
ONE = '<https://example.org/a> <https://example.org/p> "un" .\n'
TWO = '<https://example.org/a> <https://example.org/p> "deux" .\n'
PLACE = {"graph": MINE}
NT = {"Accept": "application/n-triples"}


@pytest.fixture
def settings(shelf, row) -> Settings:
    shelf.publish([row("a")])
    return Settings(store=shelf.settings.store, updates=1)


@pytest.fixture
def who(settings) -> dict[str, str]:
    token = keys.create(settings, "essai", ["update"])[1]
    return {"Authorization": f"Bearer {token}", "Content-Type": "text/turtle"}


def test_a_graph_is_put_completed_read_and_removed(settings, who, open_client) -> None:
    client = open_client(settings)

    def lines() -> list[str]:
        return sorted(client.get("/graphs", params=PLACE, headers=NT).text.splitlines())

    assert client.get("/graphs", params=PLACE).status_code == 404
    put = client.request("PUT", "/graphs", params=PLACE, content=ONE, headers=who)
    assert (put.status_code, put.json()["generation"]) == (201, 2)
    assert lines() == [ONE.strip()]
    post = client.request("POST", "/graphs", params=PLACE, content=TWO, headers=who)
    assert (post.status_code, post.json()["generation"]) == (200, 3)
    assert lines() == sorted([ONE.strip(), TWO.strip()])
    assert client.request("PUT", "/graphs", params=PLACE, content=TWO, headers=who).status_code == 200
    assert lines() == [TWO.strip()]
    head = client.request("HEAD", "/graphs", params=PLACE, headers=NT)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("application/n-triples")
    assert "content-length" not in head.headers, "it is not known before the graph is sent"
    tagged = client.get("/graphs", params=PLACE, headers={**NT, "If-None-Match": head.headers["etag"]})
    assert tagged.status_code == 304
    assert client.request("DELETE", "/graphs", params=PLACE, headers=who).json()["generation"] == 5
    assert client.get("/graphs", params=PLACE).status_code == 404
    assert client.request("DELETE", "/graphs", params=PLACE, headers=who).status_code == 404


def test_a_graph_too_large_to_be_read_is_not_completed(settings, monkeypatch) -> None:
    monkeypatch.setattr(edits, "_MOST_CHANGED", 1)
    store = open_store(settings)
    put = edits.Edit("graph-replace", "essai", graph=MINE, body=(ONE + TWO).encode(), media_type="text/turtle")
    edits.apply(store, settings, put)
    with pytest.raises(QueryOverLimit):
        edits.apply(store, settings, replace(put, action="graph-add"))


def test_a_write_upon_what_has_changed_is_refused(settings, who, open_client) -> None:
    client = open_client(settings)

    def put(body: str, **headers: str):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.request("PUT", "/graphs", params=PLACE, content=body, headers={**who, **named})

    assert put(ONE, If_Match="*").status_code == 412
    made = put(ONE, If_None_Match="*")
    assert made.status_code == 201
    assert put(TWO, If_None_Match="*").status_code == 412
    read = client.get("/graphs", params=PLACE, headers=NT).headers["etag"]
    assert put(TWO, If_Match=read).status_code == 200
    late = put(ONE, If_Match=made.headers["etag"])
    assert (late.status_code, late.json()["type"].rpartition("/")[2]) == (412, "precondition-failed")
    assert client.get("/graphs", params=PLACE, headers=NT).text == TWO


def test_graphs_are_named_directly_or_by_parameter_and_one_at_a_time(settings, open_client) -> None:
    client = open_client(settings)
    path = "/graphs/solutions/essai"
    by_path = client.get(path, headers=NT)
    name = "https://w3id.org/ftgraph/graph/solutions/essai"
    assert by_path.status_code == 200
    assert by_path.text == client.get("/graphs", params={"graph": name}, headers=NT).text
    union = client.get("/graphs?default", headers=NT).text.splitlines()
    assert set(by_path.text.splitlines()) < set(union)
    for wrong in (
        "/graphs",
        "/graphs?graph=a",
        "/graphs?default&graph=urn:x:a",
        "/graphs?graph=file:///etc",
        f"{path}?default",
    ):
        assert client.get(wrong).status_code == 400, wrong
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_all_formats_say_the_same(settings, open_client) -> None:
    client = open_client(settings)

    def triples(kind) -> set[str]:
        answer = client.get("/graphs/vocabularies", headers={"Accept": kind.media_type})
        assert answer.status_code == 200, kind
        return {str(each.triple) for each in parse(answer.content, format=RdfFormat.from_media_type(kind.media_type))}

    told = [triples(kind) for kind in RDF_FORMATS]
    assert len(told[0]) > 2_000
    assert all(each == told[0] for each in told)


PATCH = "application/sparql-update"
A, P = "<https://example.org/a>", "<https://example.org/p>"


def test_a_patch_changes_its_graph_and_no_other(settings, who, open_client) -> None:
    client = open_client(settings)

    def patch(update: str, **more):
        sent = {**who, "Content-Type": PATCH, **more}
        return client.request("PATCH", "/graphs", params=PLACE, content=update, headers=sent)

    def lines() -> list[str]:
        return sorted(client.get("/graphs", params=PLACE, headers=NT).text.splitlines())

    made = patch(f'INSERT DATA {{ {A} {P} "un" }}')
    assert (made.status_code, made.json()["generation"]) == (201, 2)
    assert lines() == [ONE.strip()]
    moved = patch('DELETE { ?s ?p "un" } INSERT { ?s ?p "deux" } WHERE { ?s ?p "un" }')
    assert (moved.status_code, lines()) == (200, [TWO.strip()])
    assert patch("DELETE WHERE { ?s ?p ?o }", **{"If-Match": made.headers["etag"]}).status_code == 412
    voc = "https://w3id.org/ftgraph/graph/vocabularies"
    for other in (
        f"INSERT DATA {{ GRAPH <{voc}> {{ {A} {P} 1 }} }}",
        f"INSERT DATA {{ GRAPH <{MINE}> {{ {A} {P} 1 }} }}",
        f"WITH <{voc}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        f"COPY DEFAULT TO <{voc}>",
        "CLEAR ALL",
        "LOAD <http://127.0.0.1:1/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ):
        refused = patch(other)
        assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (403, "query-refused"), other
    broken = patch("INSERT DATA {")
    assert broken.status_code == 400
    assert client.get("/health/ready").json()["generation"] == 3
    assert lines() == [TWO.strip()]
    assert patch("CLEAR DEFAULT").status_code == 200
    assert client.get("/graphs", params=PLACE).status_code == 404
    own = client.request(
        "PATCH", "/graphs/vocabularies", content="DELETE WHERE { ?s ?p ?o }", headers={**who, "Content-Type": PATCH}
    )
    assert own.status_code == 403


def test_a_patch_of_another_type_is_told_which_one_is_taken(settings, who, open_client) -> None:
    client = open_client(settings)
    refused = client.request("PATCH", "/graphs", params=PLACE, content=ONE, headers=who)
    assert (refused.status_code, refused.headers["accept-patch"]) == (415, PATCH)
    for path in ("/graphs", "/graphs/solutions/essai"):
        told = client.request("OPTIONS", path)
        assert told.headers["accept-patch"] == PATCH
        assert set(told.headers["allow"].split(", ")) == set("GET HEAD PUT POST PATCH DELETE OPTIONS".split())
        unknown = client.request("TRACE", path)
        assert unknown.status_code == 405
        assert unknown.headers["allow"].split(", ") == sorted(told.headers["allow"].split(", "))


def test_what_is_posted_to_the_store_itself_becomes_a_graph_whose_address_is_told(settings, who, open_client) -> None:
    client = open_client(settings)
    made = client.request("POST", "/graphs", content=ONE, headers=who)
    assert made.status_code == 201
    assert client.get(made.headers["location"], headers=NT).text == ONE
    assert client.request("POST", "/graphs", content=ONE, headers=who).headers["location"] != made.headers["location"]


@pytest.mark.parametrize("method", ["PUT", "POST", "PATCH", "DELETE"])
def test_what_may_not_be_written(settings, who, open_client, method) -> None:
    client = open_client(settings)
    sent = ONE
    if method == "PATCH":
        who, sent = {**who, "Content-Type": PATCH}, "DELETE WHERE { ?s ?p ?o }"

    async def body():
        raise AssertionError("the body was read")
        yield b""

    nobody = client.request(method, "/graphs", params=PLACE, content=body(), headers={"Content-Type": "text/turtle"})
    assert nobody.status_code == 401
    for own in ("derived", "catalogue/dora", "reference", "ontology", "vocabularies"):
        refused = client.request(method, f"/graphs/{own}", content=sent, headers=who)
        assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (403, "query-refused"), own
    assert client.request(method, "/graphs?default", content=sent, headers=who).status_code == 403
    assert client.get("/health/ready").json()["generation"] == 1


def test_what_cannot_be_read_changes_nothing(settings, who, open_client) -> None:
    client = open_client(settings)

    def status(body: str, kind: str) -> int:
        sent = {**who, "Content-Type": kind}
        return client.request("PUT", "/graphs", params=PLACE, content=body, headers=sent).status_code

    assert status("a b c", "text/turtle") == 400
    assert status("x", "application/pdf") == 415
    assert status("#" * 10_000_001, "text/turtle") == 413
    bomb = '<!DOCTYPE r [<!ENTITY a "x">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    assert status(bomb, "application/rdf+xml") == 400
    assert status('{"@context": "http://127.0.0.1:1/c", "@id": "urn:a"}', "application/ld+json") == 400
    assert client.get("/health/ready").json()["generation"] == 1


def test_a_file_without_triples_is_an_empty_graph_but_in_json(settings, who, open_client) -> None:
    client = open_client(settings)

    def put(body: str, kind: str = "text/turtle") -> int:
        sent = {**who, "Content-Type": kind}
        return client.request("PUT", "/graphs", params=PLACE, content=body, headers=sent).status_code

    assert put(ONE) == 201
    assert put('{"nom": "ce que le contexte ne dit pas"}', "application/ld+json") == 400
    assert client.get("/graphs", params=PLACE, headers=NT).text == ONE
    assert put("@prefix a: <urn:a:> .") == 200
    assert client.get("/graphs", params=PLACE).status_code == 404
    assert client.get("/graphs", params=PLACE, headers={"If-None-Match": "*"}).status_code == 404


def test_relative_iris_are_below_that_of_their_graph(settings, who, open_client) -> None:
    client = open_client(settings)
    client.request("PUT", "/graphs", params=PLACE, content="<> <#p> <deux> .", headers=who)
    told = f"<{MINE}> <{MINE}#p> <https://example.org/graph/deux> .\n"
    assert client.get("/graphs", params=PLACE, headers=NT).text == told


def test_a_compressed_body_is_refused_and_never_unpacked(settings, who, open_client) -> None:
    client, bomb = open_client(settings), gzip.compress(b"\n" * 50_000_000)
    for coding in ("gzip", "GZIP", "br", "deflate, gzip"):
        headers = {**who, "Content-Encoding": coding}
        answer = client.request("PUT", "/graphs", params=PLACE, content=bomb, headers=headers)
        assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity"), answer.text
    plain = {**who, "Content-Encoding": "identity"}
    assert client.request("PUT", "/graphs", params=PLACE, content=ONE, headers=plain).status_code == 201
