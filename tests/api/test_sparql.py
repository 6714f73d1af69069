"""`/sparql`: the SPARQL 1.1 Protocol as clients speak it, and what it refuses."""

import csv
import io
import time
import xml.etree.ElementTree as ET
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from ftgraph.exports.formats import RDF_FORMATS, RESULTS_FORMATS
from ftgraph.namespaces import DEF, ROOT

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
TITLES = f"SELECT ?s ?o WHERE {{ ?s a <{DEF}Solution> ; <http://purl.org/dc/terms/title> ?o }} ORDER BY ?s ?o"
GRAPH = f"CONSTRUCT {{ ?s a <{DEF}Solution> }} WHERE {{ ?s a <{DEF}Solution> }}"
SOLUTIONS = f"{ROOT}/graph/solutions/essai"
TERRITORIES = f"{ROOT}/graph/territories"
DIRECT = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def rows(answer):
    assert answer.status_code == 200, answer.text
    return [{name: term["value"] for name, term in row.items()} for row in answer.json()["results"]["bindings"]]


def count(client, *graphs, query=COUNT):
    asked = urlencode([("query", query), *graphs])
    return int(rows(client.get(f"/sparql?{asked}"))[0]["n"])


def test_the_three_ways_to_ask_give_the_same(client):
    asked = urlencode({"query": TITLES})
    first = rows(client.get(f"/sparql?{asked}"))
    assert next(row["o"] for row in first) == "Permis à petit prix"
    assert rows(client.request("POST", "/sparql", content=asked, headers=FORM)) == first
    assert rows(client.request("POST", "/sparql", content=TITLES.encode(), headers=DIRECT)) == first


@pytest.mark.parametrize("kind", RESULTS_FORMATS, ids=lambda kind: kind.name)
def test_rows_in_every_format(client, kind):
    answer = client.get(f"/sparql?query={quote(TITLES)}", headers={"Accept": kind.media_type})
    assert answer.headers["content-type"].startswith(kind.media_type)
    match kind.name:
        case "json":
            found = len(answer.json()["results"]["bindings"])
        case "xml":
            found = len(ET.fromstring(answer.content).findall(".//{*}result"))
        case "csv":
            found = len(list(csv.reader(io.StringIO(answer.text)))) - 1
        case _:
            found = len(answer.text.splitlines()) - 1
    assert found == 6


@pytest.mark.parametrize("kind", RDF_FORMATS, ids=lambda kind: kind.name)
def test_graphs_in_every_format(client, kind):
    answer = client.get(f"/sparql?query={quote(GRAPH)}", headers={"Accept": kind.media_type})
    assert answer.headers["content-type"].startswith(kind.media_type)
    form = ox.RdfFormat.from_media_type(kind.media_type)
    assert len({quad.triple for quad in ox.parse(answer.content, format=form)}) == 6


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/xml;q=0.1, application/json", ""])
def test_json_under_its_other_names(client, accept):
    answer = client.get(f"/sparql?query={quote(TITLES)}", headers={"Accept": accept})
    assert answer.headers["content-type"] == "application/sparql-results+json"


def test_a_form_of_answer_that_does_not_exist_is_406_and_says_what_there_is(client):
    answer = client.get(f"/sparql?query={quote(TITLES)}", headers={"Accept": "text/turtle"})
    assert answer.status_code == 406
    assert "sparql-results+json" in answer.json()["cure"]


def test_the_dataset_of_the_request_comes_before_that_of_the_query(client):
    everything = count(client)
    solutions = count(client, ("default-graph-uri", SOLUTIONS))
    territories = count(client, ("default-graph-uri", TERRITORIES))
    assert 0 < solutions < everything
    both = count(client, ("default-graph-uri", SOLUTIONS), ("default-graph-uri", TERRITORIES))
    assert both == solutions + territories
    from_territories = f"SELECT (COUNT(*) AS ?n) FROM <{TERRITORIES}> WHERE {{ ?s ?p ?o }}"
    assert count(client, query=from_territories) == territories
    assert count(client, ("default-graph-uri", SOLUTIONS), query=from_territories) == solutions


def test_named_graphs_of_the_request_are_the_only_ones(client):
    graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert count(client, query=graphs) > 2
    assert count(client, ("named-graph-uri", SOLUTIONS), query=graphs) == 1
    assert count(client, ("named-graph-uri", SOLUTIONS)) == 0, "the default graph is then empty"
    assert count(client, query=graphs.replace("WHERE", f"FROM NAMED <{SOLUTIONS}> WHERE")) == 1


def test_a_bare_request_is_answered_by_the_description_of_the_service(client):
    answer = client.get("/sparql")
    quads = set(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))
    assert any(quad.object.value.endswith("UnionDefaultGraph") for quad in quads)
    formats = [quad for quad in quads if quad.predicate.value.endswith("resultFormat")]
    assert len(formats) == len(RESULTS_FORMATS) + len(RDF_FORMATS)


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("GET", f"/sparql?query={quote(COUNT)}&query={quote(COUNT)}", {}, b"", 400),
        ("GET", "/sparql?default-graph-uri=urn:x", {}, b"", 400),
        ("GET", f"/sparql?query={quote(COUNT)}&default-graph-uri=file:///etc/passwd", {}, b"", 400),
        ("GET", f"/sparql?query={quote(COUNT)}&default-graph-uri=http://a%20b", {}, b"", 400),
        ("GET", "/sparql?query=%FF", {}, b"", 400),
        ("POST", "/sparql", DIRECT, b"\xff\xfe", 400),
        ("POST", "/sparql", FORM, b"update=CLEAR+ALL", 400),
        ("POST", "/sparql", {"Content-Type": "text/plain"}, COUNT.encode(), 415),
        ("POST", "/sparql", {}, COUNT.encode(), 415),
        ("POST", "/sparql", DIRECT, b" " * 400_001, 413),
        ("POST", "/sparql", DIRECT, b"SELECT * { ?s ?p " + b" " * 60_000 + b"?o }", 413),
        ("POST", "/sparql", DIRECT, b"SELECT (" + b"STR(" * 960 + b"?s" + b")" * 960 + b" AS ?x) { ?s ?p ?o }", 413),
        ("POST", "/sparql", DIRECT, b"SELECT * { ?s " + b"/".join([b"<urn:p>"] * 2000) + b" ?o }", 413),
        ("POST", "/sparql", DIRECT, b"SELECT * { " + b"?a ?b ?c . " * 300 + b"}", 413),
        ("POST", "/sparql", DIRECT, b"SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("POST", "/sparql", DIRECT, b"INSERT DATA { <urn:a> <urn:b> <urn:c> }", 403),
        ("POST", "/sparql", DIRECT, b"LOAD <http://127.0.0.1:1/>", 403),
        ("POST", "/sparql", DIRECT, b"SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 403),
        ("PUT", "/sparql", {}, b"", 405),
    ],
)
def test_what_is_refused(client, method, path, headers, body, status):
    answer = client.request(method, path, headers=headers, content=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_faulty_query_says_where(client):
    answer = client.get("/sparql?" + urlencode({"query": "SELECT *\nWHERE { ?s ?p }"}))
    assert answer.status_code == 400
    body = answer.json()
    assert body["type"].endswith("/query-malformed")
    assert body["line"] == 2
    assert f"à la ligne 2, colonne {body['column']}, près de" in body["detail"]
    assert "{ ?s ?p }" in body["detail"]


def test_an_answer_is_tagged_and_not_sent_twice(client):
    path = f"/sparql?query={quote(TITLES)}"
    tag = client.get(path).headers["etag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get(path, headers={"Accept": "text/csv"}).headers["etag"] != tag
    assert client.get(f"{path}&default-graph-uri={quote(SOLUTIONS)}").headers["etag"] != tag


def test_a_page_of_another_site_may_ask(client):
    assert client.get("/sparql").headers["access-control-allow-origin"] == "*"
    assert client.request("OPTIONS", "/sparql").headers["access-control-allow-methods"].startswith("GET")


@pytest.mark.parametrize(
    "path", ["/sparql?query=SELECT", "/graphs?graph=urn:none", "/api/v1/solutions?barrier=x", "/x"]
)
def test_a_page_of_another_site_reads_what_is_wrong(client, path):
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert answer.headers["access-control-allow-origin"] == "*"


def test_what_is_open_to_read_is_so_from_other_sites(client):
    answer = client.get("/api/v1/solutions")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ETag" in answer.headers["access-control-expose-headers"]


def test_an_empty_query_is_none_and_the_service_describes_itself_in_a_named_format(client):
    assert client.get("/sparql?query=").status_code == 400
    assert client.request("POST", "/sparql", headers=DIRECT, content=b" ").status_code == 400
    described = client.get("/sparql?format=jsonld")
    assert (described.status_code, described.headers["content-type"]) == (200, "application/ld+json")


def test_a_heavy_query_costs_its_sender_only(published, open_client):
    from dataclasses import replace

    hurried = open_client(replace(published, query_time_s=1.0, query_workers=1))
    heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    answer = hurried.get(f"/sparql?query={quote(heavy)}")
    assert answer.status_code == 503, answer.text
    assert "1 seconde" in answer.json()["detail"]
    assert answer.headers["retry-after"]
    assert rows(hurried.get(f"/sparql?query={quote(COUNT)}"))
    assert hurried.get("/api/v1/solutions").status_code == 200


def test_a_question_asked_again_gets_the_same_answer_until_the_next_generation(shelf, row, open_client):
    shelf.publish([row("a")])
    client = open_client(shelf.settings)
    query = "SELECT ?n WHERE { ?s <http://purl.org/dc/terms/identifier> ?n } ORDER BY ?n"
    address = f"/sparql?{urlencode({'query': query})}"
    asked = {"Accept": "text/csv"}
    answers = [client.get(address, headers=asked) for _ in range(4)]  # asked, kept, known, known
    assert [each.text for each in answers] == ["n\r\na\r\ns\r\n"] * 4
    for each in answers[1:]:
        own = {"x-request-id"}
        assert {k: v for k, v in each.headers.items() if k not in own} == {
            k: v for k, v in answers[0].headers.items() if k not in own
        }
    assert client.get(address, headers={"Accept": "application/json"}).json()["head"] == {"vars": ["n"]}
    same = client.get(address, headers={**asked, "If-None-Match": answers[0].headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    shelf.publish([row("b")])
    client.wait(0.25)
    deadline = time.monotonic() + 60
    while client.get(address, headers=asked).text != "n\r\nb\r\ns\r\n":
        assert time.monotonic() < deadline
        client.wait(0.05)
    metrics = client.get("/metrics").text
    assert 'route="/sparql"' in metrics
