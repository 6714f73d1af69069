"""Nothing that anyone hands in makes ftgraph reach out: a listener on this machine is the witness, and hears none."""

import io
import select
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from ftgraph import keys
from ftgraph.errors import FtgraphError
from ftgraph.graph import engine_check, generations
from ftgraph.graph.endpoint import Endpoint
from ftgraph.graph.store import open_store
from ftgraph.reasoning import load
from ftgraph.settings import Settings
from ftgraph.sources import rdf_intake
from ftgraph.validation.engines import Shapes

GRAPH = "https://example.org/graph/outbound"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:owl="http://www.w3.org/2002/07/owl#"'
QUERIES = (
    "SELECT * WHERE { SERVICE <@> { ?s ?p ?o } }",
    "SELECT * WHERE { SERVICE SILENT <@> { ?s ?p ?o } }",
    "SELECT * WHERE { BIND(<@> AS ?there) SERVICE ?there { ?s ?p ?o } }",
    "SELECT * WHERE { S\\u0045RVICE <@> { ?s ?p ?o } }",
    "PREFIX x: <@> SELECT * WHERE { SERVICE x: { ?s ?p ?o } }",
    "SELECT * FROM <@> WHERE { ?s ?p ?o }",
    "SELECT * FROM NAMED <@> WHERE { GRAPH ?g { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } FROM <@> WHERE { ?s ?p ?o }",
    "DESCRIBE <@>",
    "ASK { GRAPH <@> { ?s ?p ?o } }",
    "LOAD <@>",
)
UPDATES = (
    "LOAD <@>",
    "LOAD SILENT <@> INTO GRAPH <urn:x:g>",
    "L\\u004fAD <@>",
    "INSERT { GRAPH <urn:x:g> { ?s ?p ?o } } WHERE { SERVICE <@> { ?s ?p ?o } }",
    "INSERT { GRAPH <urn:x:g> { ?s ?p ?o } } USING <@> WHERE { ?s ?p ?o }",
    "INSERT { GRAPH <urn:x:g> { ?s ?p ?o } } USING NAMED <@> WHERE { GRAPH ?g { ?s ?p ?o } }",
    "COPY <@> TO <urn:x:g>",
)
DOCUMENTS = (
    ("ld.jsonld", "application/ld+json", '{"@context": "@@", "@id": "urn:a", "name": "b"}'),
    ("import.jsonld", "application/ld+json", '{"@context": {"@import": "@@"}, "@id": "urn:a"}'),
    ("scoped.jsonld", "application/ld+json", '{"@context": {"p": {"@id": "urn:p", "@context": "@@"}}, "p": {"q": 1}}'),
    ("list.jsonld", "application/ld+json", '{"@context": [{"p": "urn:p"}, "@@"], "p": 1}'),
    ("dtd.rdf", "application/rdf+xml", f'<!DOCTYPE r SYSTEM "@@"><rdf:RDF {RDF}/>'),
    ("entity.rdf", "application/rdf+xml", f'<!DOCTYPE r [<!ENTITY a SYSTEM "@@">]><rdf:RDF {RDF}>&a;</rdf:RDF>'),
    ("percent.rdf", "application/rdf+xml", f'<!DOCTYPE r [<!ENTITY % a SYSTEM "@@"> %a;]><rdf:RDF {RDF}/>'),
    ("style.rdf", "application/rdf+xml", f'<?xml-stylesheet href="@@"?><rdf:RDF {RDF}/>'),
    ("imports.rdf", "application/rdf+xml",
     f'<rdf:RDF {RDF}><owl:Ontology rdf:about="urn:o"><owl:imports rdf:resource="@@"/></owl:Ontology></rdf:RDF>'),
    ("imports.ttl", "text/turtle", "<urn:o> a owl:Ontology ; owl:imports <@@> ."),
    ("imports.ttl", "text/turtle",
     "@prefix owl: <http://www.w3.org/2002/07/owl#> . @base <@@> . <urn:o> a owl:Ontology ; owl:imports <@@>, <x> ."),
    ("imports.nt", "application/n-triples", "<urn:o> <http://www.w3.org/2002/07/owl#imports> <@@> .\n"),
    ("shapes.nt", "application/n-triples", "<urn:o> <http://www.w3.org/ns/shacl#shapesGraph> <@@> .\n"),
    ("quads.trig", "application/trig", "GRAPH <@@> { <urn:o> <http://www.w3.org/2002/07/owl#imports> <@@> }"),
    ("csv.csv", "text/csv", "@@;@@\n=WEBSERVICE(\"@@\");@@\n"),
)  # fmt: skip


class Witness:
    """A port of this machine that nobody has any reason to open."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}/x"

    def heard(self, wait_s: float = 0.5) -> bool:
        """Whether someone came."""
        return bool(select.select([self._listener], [], [], wait_s)[0])

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def witness() -> Iterator[Witness]:
    made = Witness()
    yield made
    made.close()


def test_the_witness_hears_who_comes(witness) -> None:
    assert not witness.heard(0.05)
    with socket.create_connection(("127.0.0.1", int(witness.address.rpartition(":")[2].partition("/")[0]))):
        assert witness.heard()


def test_no_entrance_of_the_server_reaches_out(shelf, row, serve, witness) -> None:
    shelf.publish([row("a")])
    who = {"Authorization": f"Bearer {keys.create(shelf.settings, 'essai', ['admin'])[1]}"}
    _, address = serve(shelf.settings.store, updates="1", query_rate="0")
    there = witness.address
    with httpx.Client(base_url=address, timeout=60) as client:

        def sent(method: str, path: str, **more: object) -> None:
            answer = client.request(method, path, **more)  # type: ignore[arg-type]
            assert answer.status_code < 500, (path, more, answer.text)

        for each in QUERIES:
            query = each.replace("@", there)
            sent("POST", "/sparql", data={"query": query})
            sent("GET", "/donnees/sparql", params={"query": query})
        sent("GET", "/sparql", params={"query": "ASK { ?s ?p ?o }", "default-graph-uri": there})
        sent("GET", "/sparql", params={"query": "ASK { ?s ?p ?o }", "named-graph-uri": there})
        sent("GET", "/api/v1/queries/dumps/graph", params={"graph": there})
        sent("GET", "/graphs", params={"graph": there})
        sent("GET", f"/doc/solution/{there}")
        for each in UPDATES:
            update = each.replace("@", there)
            sent("POST", "/sparql/update", data={"update": update}, headers=who)
            patch = {**who, "Content-Type": "application/sparql-update"}
            sent("PATCH", "/graphs", params={"graph": GRAPH}, content=update, headers=patch)
        insert = "INSERT { GRAPH <urn:x:g> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
        sent("POST", "/sparql/update", data={"update": insert, "using-graph-uri": there}, headers=who)
        for name, kind, text in DOCUMENTS:
            body = text.replace("@@", there).encode()
            for method in ("PUT", "POST"):
                sent(method, "/graphs", params={"graph": GRAPH}, content=body, headers={**who, "Content-Type": kind})
            for job in ("check", "compare"):
                sent("POST", f"/api/v1/committees/{job}", params={"file": name}, content=body)
            sent("POST", "/verifier", files={"file": (name, body, kind)}, data={"rule_set": "declared"})
        moved = {"Host": there.removeprefix("http://"), "X-Forwarded-Host": there, "Referer": there, "Origin": there}
        sent("GET", "/sparql", headers=moved)
    assert not witness.heard()


@pytest.mark.parametrize(("name", "kind", "text"), DOCUMENTS, ids=[name for name, _, _ in DOCUMENTS])
def test_no_reader_of_rdf_reaches_out(witness, name, kind, text) -> None:
    with suppress(FtgraphError):
        rdf_intake.read(text.replace("@@", witness.address).encode(), name)
    assert not witness.heard(0.05)


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_no_shacl_engine_reaches_out(witness, engine) -> None:
    there = witness.address
    data = f"<urn:o> <http://www.w3.org/2002/07/owl#imports> <{there}> .\n"
    data += f"<urn:o> <http://www.w3.org/ns/shacl#shapesGraph> <{there}> .\n"
    shape = (
        f"<urn:s> <http://www.w3.org/2002/07/owl#imports> <{there}> .\n"
        "<urn:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/shacl#NodeShape> .\n"
        "<urn:s> <http://www.w3.org/ns/shacl#targetNode> <urn:o> .\n"
        "<urn:s> <http://www.w3.org/ns/shacl#nodeKind> <http://www.w3.org/ns/shacl#Literal> .\n"
    )
    assert len(Shapes(shape, engine).run(data)) == 1
    for query in (
        f"SELECT $this FROM <{there}> {{ ?s ?p ?o }}",
        f"SELECT $this {{ SERVICE <{there}> {{ ?s ?p ?o }} }}",
    ):
        reaching = shape + (
            "<urn:s> <http://www.w3.org/ns/shacl#sparql> <urn:c> .\n"
            f'<urn:c> <http://www.w3.org/ns/shacl#select> "{query}" .\n'
        )
        with pytest.raises(FtgraphError, match="irait chercher"):
            Shapes(reaching, engine)
    assert not witness.heard()


def test_the_reasoner_follows_no_import(witness, tmp_path: Path) -> None:
    file = tmp_path / "importing.ttl"
    owl = "@prefix owl: <http://www.w3.org/2002/07/owl#> ."
    file.write_text(f"{owl} <urn:o> a owl:Ontology ; owl:imports <{witness.address}> .", encoding="utf-8")
    load([file])
    assert not witness.heard()


class Sending:
    """A server named by a setting, which sends whoever asks to the witness; it counts what it is asked."""

    def __init__(self, there: str, status: int) -> None:
        asked = self.asked = []

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", "0")))
                asked.append(f"{self.command} {self.path}")
                self.send_response(status)
                self.send_header("Location", there)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - as the library calls them

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.store = f"http://127.0.0.1:{self._server.server_port}/query"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(params=[301, 302, 303, 307, 308])
def sending(request, witness) -> Iterator[Sending]:
    made = Sending(witness.address, request.param)
    yield made
    made.close()


def asking(settings: Settings, folder: Path) -> dict[str, Callable[[], object]]:
    """Each way in which a remote store is spoken to."""
    endpoint, store = Endpoint(settings), open_store(settings)
    question = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    return {
        "select": lambda: endpoint.select("SELECT ?s WHERE { ?s ?p ?o }", ["urn:g"]),
        "ask": lambda: endpoint.ask("ASK { ?s ?p ?o }", ["urn:g"]),
        "construct": lambda: list(endpoint.construct(question, ["urn:g"])),
        "streamed": lambda: list(endpoint.streamed(question, ["urn:g"])),
        "update": lambda: endpoint.update("INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }"),
        "upload": lambda: endpoint.upload("urn:g", io.BytesIO(b""), 0),
        "reader": store.reader,
        "writer": lambda: store.writer("essai"),
        "list": lambda: generations.list_generations(settings),
        "rollback": lambda: generations.rollback(settings),
        "verify": lambda: generations.verify(settings),
        "backup": lambda: generations.backup(settings, folder / "backup"),
    }


@pytest.mark.parametrize("account", ["", "dba"])
def test_a_store_that_sends_elsewhere_is_not_followed(
    sending, witness, account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    settings = Settings(
        store=sending.store, store_user=account, store_password=account, store_timeout_s=5, store_write_s=5
    )
    for engine in ("", "#engine=virtuoso"):
        for name, ask in asking(Settings(**{**vars(settings), "store": sending.store + engine}), tmp_path).items():
            before = len(sending.asked)
            with pytest.raises(FtgraphError):
                ask()
            assert len(sending.asked) > before, name
    assert not any(each.passed for each in engine_check.check(settings))
    assert not witness.heard()


def test_a_server_over_a_store_that_sends_elsewhere_does_not_follow(
    witness, open_client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    sending = Sending(witness.address, 302)
    try:
        settings = Settings(store=sending.store, keys=str(tmp_path / "keys.json"), updates=1, store_timeout_s=5)
        who = {"Authorization": f"Bearer {keys.create(settings, 'essai', ['admin'])[1]}"}
        client = open_client(settings)
        for path in ("/health/ready", "/", "/graphs?graph=urn:g", "/sparql?query=ASK%7B%7D", "/api/v1/solutions"):
            assert client.get(path).status_code >= 500, path
        insert = {"update": "INSERT DATA { GRAPH <urn:x:g> { <urn:s> <urn:p> 1 } }"}
        assert client.request("POST", "/sparql/update", data=insert, headers=who).status_code >= 500
        assert sending.asked
    finally:
        sending.close()
    assert not witness.heard()
