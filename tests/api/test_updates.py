"""`/sparql/update`: who may, what may be written, what an acknowledged write leaves."""

import json

import pyoxigraph as ox
import pytest

from ftgraph import audit, keys
from ftgraph.errors import FtgraphError
from ftgraph.graph.querying import Dataset
from ftgraph.graph.targets import writes_no_graph, written_targets
from ftgraph.graph.using import using
from ftgraph.settings import Settings

MINE = "https://example.org/graph/essai"
INSERT = f'INSERT DATA {{ GRAPH <{MINE}> {{ <https://example.org/a> <https://example.org/p> "un" }} }}'
DIRECT = "application/sparql-update"


@pytest.fixture
def settings(shelf, row) -> Settings:
    shelf.publish([row("a")])
    return Settings(store=shelf.settings.store, updates=1)


@pytest.fixture
def bearer(settings):
    def make(*scopes: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {keys.create(settings, '-'.join(scopes), scopes)[1]}"}

    return make


def count(client, graph: str = MINE) -> int:
    query = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    answer = client.get("/sparql", params={"query": query, "format": "json"})
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_an_acknowledged_update_is_a_generation_that_is_read_at_once(settings, bearer, open_client) -> None:
    client, who = open_client(settings), bearer("update")
    assert count(client) == 0
    first = client.request("POST", "/sparql/update", content=INSERT, headers={**who, "Content-Type": DIRECT})
    assert first.status_code == 200, first.text
    assert first.json()["generation"] == 2
    assert first.headers["etag"].startswith('"2-')
    assert count(client) == 1
    form = client.request("POST", "/sparql/update", data={"update": INSERT.replace("un", "deux")}, headers=who)
    assert form.json()["generation"] == 3
    assert count(client) == 2
    assert client.get("/api/v1/solutions").json()["total"] == 1
    log = [json.loads(line) for line in audit.path(settings).read_text().splitlines()]
    assert [(each["outcome"], each["generation"]) for each in log] == [
        ("started", 0), ("published", 2), ("started", 0), ("published", 3),
    ]  # fmt: skip
    assert {each["name"] for each in log} == {"update"}


def test_who_may_not_is_told_so_before_the_body_is_read(settings, bearer, open_client) -> None:
    client = open_client(settings)

    async def body():
        raise AssertionError("the body was read")
        yield b""

    def status(headers: dict[str, str]) -> tuple[int, str]:
        answer = client.request("POST", "/sparql/update", content=body(), headers={"Content-Type": DIRECT, **headers})
        return answer.status_code, answer.json()["type"].rpartition("/")[2]

    assert status({}) == (401, "unauthorised")
    assert status({"Authorization": "Bearer ftg_0_x"}) == (401, "unauthorised")
    assert status({"Authorization": "Basic YTpi"}) == (401, "unauthorised")
    assert status(bearer("import")) == (403, "forbidden")
    ended = bearer("update")
    keys.revoke(settings, "update")
    assert status(ended) == (401, "unauthorised")
    read_only = open_client(Settings(store=settings.store))
    refused = read_only.request("POST", "/sparql/update", content=body(), headers=bearer("admin"))
    assert refused.status_code == 403
    assert client.request("POST", "/sparql/update").headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1:1/x>",
        "LOAD SILENT <http://127.0.0.1:1/x> INTO GRAPH <https://example.org/g>",
        "INSERT { GRAPH <urn:x:g> { ?s ?p ?o } } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "DROP ALL",
        "CLEAR NAMED",
        "DROP SILENT GRAPH <https://w3id.org/ftgraph/graph/vocabularies>",
        "CLEAR GRAPH <https://w3id.org/ftgraph/graph/catalogue/dora>",
        "PREFIX g: <https://w3id.org/ftgraph/graph/> DROP GRAPH g:derived",
        "PREFIX g: <https://w3id.org/ftgraph/graph/> DROP GRAPH g:d\\u0065rived",
        "DROP GRAPH <https://w3id.org/ftgraph/graph/d\\u0065rived>",
        "BASE <https://w3id.org/ftgraph/graph/> DROP GRAPH <derived>",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "WITH <https://w3id.org/ftgraph/graph/reference> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "COPY <urn:x:g> TO <https://w3id.org/ftgraph/graph/ontology>",
        # A comparison that looks like an IRI hides a closing brace from whoever cuts it wrongly.
        "PREFIX x: <urn:x> INSERT { } WHERE { FILTER(?a<x:b#> ) { { (\n) } ; DROP GRAPH "
        "<https://w3id.org/ftgraph/graph/vocabularies>",
        "INSERT { GRAPH <urn:x:g> { <urn:a> <urn:b> 1 } } WHERE { " + "{" * 60 + "}" * 60 + " }",
    ],
)
def test_what_reaches_out_or_writes_what_is_not_theirs_is_refused(settings, bearer, open_client, update) -> None:
    client = open_client(settings)
    answer = client.request(
        "POST", "/sparql/update", content=update, headers={**bearer("admin"), "Content-Type": DIRECT}
    )
    assert answer.status_code in (400, 403, 413), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/health/ready").json()["generation"] == 1


COPY = f"INSERT {{ GRAPH <{MINE}> {{ ?s a ?t }} }} WHERE {{ ?s a ?t }}"


def test_the_graphs_that_the_request_names_are_what_an_update_reads(settings, bearer, open_client) -> None:
    client, who = open_client(settings), {**bearer("update"), "Content-Type": DIRECT}
    solutions = "https://w3id.org/ftgraph/graph/solutions/essai"
    vocabularies = "https://w3id.org/ftgraph/graph/vocabularies"

    def update(text: str, *given: tuple[str, str]):
        return client.request("POST", "/sparql/update", params=list(given), content=text, headers=who)

    default, named = ("using-graph-uri", solutions), ("using-named-graph-uri", vocabularies)
    assert update(COPY, default).status_code == 200
    assert count(client) == 2  # a solution and its structure
    read_named = f"INSERT {{ GRAPH <{MINE}> {{ ?g a ?g }} }} WHERE {{ GRAPH ?g {{ ?s a ?t }} }}"
    assert update(read_named, named).status_code == 200
    assert count(client) == 3
    form = client.request(
        "POST",
        "/sparql/update",
        data={"update": COPY.replace("?s a ?t }", "?t a ?s }", 1), "using-graph-uri": solutions},
        headers={"Authorization": who["Authorization"]},
    )
    assert form.status_code == 200, form.text
    assert count(client) == 5
    twice = update(COPY.replace(" WHERE", f" USING <{solutions}> WHERE"), default)
    assert (twice.status_code, twice.json()["type"].rpartition("/")[2]) == (400, "usage")
    assert update(COPY, ("using-graph-uri", "file:///etc/passwd")).status_code == 400
    assert update(COPY, ("using-graph-uri", "http://a b> {} ; DROP ALL #")).status_code == 400


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ("", 200),
        ('; <http://purl.org/dc/terms/modified> "hier"', 422),
        ('; <http://www.w3.org/2003/01/geo/wgs84_pos#lat> "nord"', 422),
        ("; <http://purl.org/dc/terms/title> [] ; <http://purl.org/dc/terms/modified> []", 200),
    ],
)
def test_a_solution_that_is_none_of_ours_stops_nothing(settings, bearer, open_client, stated, status) -> None:
    client, who = open_client(settings), {**bearer("update"), "Content-Type": DIRECT}
    for kind in ("Solution", "Structure"):
        subject = f"<https://example.org/x/y> a <https://w3id.org/ftgraph/def#{kind}>"
        update = f"INSERT DATA {{ GRAPH <{MINE}> {{ {subject} {stated if kind == 'Solution' else ''} }} }}"
        answer = client.request("POST", "/sparql/update", content=update, headers=who)
        assert answer.status_code == (status if kind == "Solution" else 200), answer.text
    ids = [each["id"] for each in client.get("/api/v1/solutions").json()["rows"]]
    assert ids == (["a", "y"] if status == 200 else ["a"])
    assert client.get("/solutions/a").status_code == 200


def test_using_is_written_where_it_is_read_and_nowhere_else() -> None:
    both = Dataset(("urn:x:a", "urn:x:b"), ("urn:x:n",))
    clause = "USING <urn:x:a> USING <urn:x:b> USING NAMED <urn:x:n> "
    for before, after in (
        ("INSERT DATA { <urn:s> <urn:p> 'WHERE' }", "INSERT DATA { <urn:s> <urn:p> 'WHERE' }"),
        ("DROP GRAPH <urn:x:g>", "DROP GRAPH <urn:x:g>"),
        ("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", f"DELETE {{ ?s ?p ?o }} {clause}WHERE {{ ?s ?p ?o }}"),
        ("DELETE WHERE { ?s ?p ?o }", f"DELETE {{ ?s ?p ?o }} {clause}WHERE {{ ?s ?p ?o }}"),
        (
            "INSERT { ?s ?p 1 } WHERE { { SELECT * WHERE { ?s ?p ?o } } } ; DELETE WHERE { GRAPH <urn:g> { ?s ?p 2 } }",
            f"INSERT {{ ?s ?p 1 }} {clause}WHERE {{ {{ SELECT * WHERE {{ ?s ?p ?o }} }} }} ; "
            f"DELETE {{ GRAPH <urn:g> {{ ?s ?p 2 }} }} {clause}WHERE {{ GRAPH <urn:g> {{ ?s ?p 2 }} }}",
        ),
    ):
        assert using(before, both) == after
        assert using(before, Dataset()) == before
        ox.Store().update(after.replace("DROP GRAPH", "DROP SILENT GRAPH"))
    for wrong in ("DELETE WHERE", "DELETE WHERE ;", "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"):
        with pytest.raises(FtgraphError):
            using(wrong, both)


def test_what_is_only_read_is_no_target() -> None:
    voc = "https://w3id.org/ftgraph/graph/vocabularies"
    update = (
        f"INSERT {{ GRAPH <urn:x:g> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{voc}> {{ ?s ?p ?o }} GRAPH ?g {{ ?s ?p 1 }} }}"
    )
    assert written_targets(update) == {"", "urn:x:g"}
    assert written_targets(f"{update} ; DELETE WHERE {{ GRAPH <{voc}> {{ ?s ?p ?o }} }}") == {"", "urn:x:g", voc}
    with pytest.raises(FtgraphError):
        written_targets("} INSERT DATA { }")


def test_a_broken_update_is_told_with_its_place_and_nothing_changes(settings, bearer, open_client) -> None:
    client, who = open_client(settings), {**bearer("update"), "Content-Type": DIRECT}
    answer = client.request("POST", "/sparql/update", content="INSERT DATA { <a> }", headers=who)
    assert answer.status_code == 400
    assert "ligne 1" in answer.json()["detail"]
    for missing in (f"DROP GRAPH <{MINE}>", f"CLEAR GRAPH <{MINE}>"):
        answer = client.request("POST", "/sparql/update", content=missing, headers=who)
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (400, "usage"), answer.text
        assert MINE in answer.json()["detail"]
    assert client.request("POST", "/sparql/update", content=INSERT, headers=who).json()["generation"] == 2


def test_a_write_past_its_time_says_that_nothing_was_changed(settings, bearer, open_client) -> None:
    short = Settings(store=settings.store, updates=1, update_time_s=0.1, lock_wait_s=2.0)
    client, who = open_client(short), {**bearer("update"), "Content-Type": DIRECT}
    many = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(4))
    voc = "https://w3id.org/ftgraph/graph/vocabularies"
    update = f"INSERT {{ GRAPH <{MINE}> {{ ?a0 ?b1 ?c2 }} }} WHERE {{ GRAPH <{voc}> {{ {many} }} }}"
    answer = client.request("POST", "/sparql/update", content=update, headers=who)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (503, "write-not-applied")
    assert answer.headers["retry-after"]
    assert client.get("/health/ready").json()["generation"] == 1
    again = open_client(settings)
    assert again.request("POST", "/sparql/update", content=INSERT, headers=who).json()["generation"] == 2


@pytest.mark.parametrize(
    ("update", "outside"),
    [
        ("INSERT DATA { <urn:a> <urn:b> 1 }", True),
        ("DELETE WHERE { ?s ?p ?o }", True),
        ("DELETE { ?s ?p ?o } WHERE { GRAPH <urn:g> { ?s ?p ?o } }", True),
        ("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } <urn:a> <urn:b> 1 }", True),
        ("COPY <urn:a> TO DEFAULT", True),
        ("WITH <urn:g> INSERT { ?s ?p 1 } WHERE { ?s ?p 0 } ; INSERT DATA { <urn:a> <urn:b> 1 }", True),
        ("\\u0049NSERT DATA { <urn:a> <urn:b> 1 }", True),
        ("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 . <urn:a> <urn:c> 2 } }", False),
        ("WITH <urn:g> DELETE { ?s ?p 0 } INSERT { ?s ?p 1 } WHERE { ?s ?p 0 }", False),
        ("DELETE WHERE { GRAPH <urn:g> { ?s ?p ?o } . }", False),
        ("DELETE { } INSERT { GRAPH <urn:g> { ?s a <urn:t> } } WHERE { ?s ?p ?o }", False),
        ("CLEAR GRAPH <urn:g>", False),
        ("INSERT", False),
    ],
)
def test_what_is_written_outside_named_graphs_is_seen(update: str, outside: bool) -> None:
    assert writes_no_graph(update) is outside


def test_an_update_without_a_graph_is_refused(settings, bearer, open_client) -> None:
    """It would be in no source: neither `/graphs?default` nor a dump would hold it."""
    client, who = open_client(settings), {**bearer("update"), "Content-Type": DIRECT}
    answer = client.request("POST", "/sparql/update", content="INSERT DATA { <urn:a> <urn:b> 1 }", headers=who)
    assert answer.status_code == 403
    assert "GRAPH <IRI>" in answer.json()["cure"]


@pytest.mark.parametrize(
    "update",
    [
        f"INSERT DATA {{ GRAPH <{MINE}> {{ << <urn:s> <urn:p> 1 >> <urn:q> 1 }} }}",
        f"INSERT DATA {{ GRAPH <{MINE}> {{ <urn:s> <urn:p> <<( <urn:a> <urn:b> 1 )>> }} }}",
        f"INSERT DATA {{ GRAPH <{MINE}> {{ <urn:s> <urn:p> 1 {{| <urn:q> 1 |}} }} }}",
        f"INSERT DATA {{ GRAPH <{MINE}> {{ <urn:s> <urn:p> 1 ~ <urn:r> }} }}",
        f"INSERT {{ GRAPH <{MINE}> {{ ?s <urn:p> ?t }} }} WHERE {{ BIND(triple(<urn:s>, <urn:p>, 1) AS ?t) }}",
    ],
)
def test_triples_in_triples_are_refused(settings, bearer, open_client, update: str) -> None:
    """RDF 1.2: what they leave in the graph is no RDF 1.1, in which dumps, results and other stores are read."""
    client = open_client(settings)
    answer = client.request("POST", "/sparql/update", data={"update": update}, headers=bearer("update"))
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "query-refused")
    assert "RDF 1.2" in answer.json()["detail"]


def test_what_looks_like_a_triple_in_a_triple_is_not_one(settings, bearer, open_client) -> None:
    text = f'INSERT DATA {{ GRAPH <{MINE}> {{ <urn:triple> <urn:~> "<< {{| ~ TRIPLE(" }} }} # << x >>'
    answer = open_client(settings).request("POST", "/sparql/update", data={"update": text}, headers=bearer("update"))
    assert answer.status_code == 200, answer.text
