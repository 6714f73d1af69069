"""Discovery and dumps: what a client finds from the well-known addresses is there, and is what it is said to be."""

import gzip
import hashlib
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import DCAT, DCTERMS, FOAF, RDF, VOID, Graph, Literal, URIRef

from ftgraph.graph.store import open_store
from ftgraph.namespaces import ROOT, graph
from ftgraph.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
HERE = "http://test"
ESSAI = "solutions/essai"
PARSERS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}


@pytest.fixture(scope="module")
def files(client) -> dict[str, Any]:
    answer = client.get("/dumps").json()
    return {each["name"]: each for each in answer["files"]}


def path(file: dict[str, Any]) -> str:
    return str(file["address"]).removeprefix(HERE)


def quads(body: bytes, form: RdfFormat) -> Iterator[Any]:
    return parse(gzip.decompress(body), format=form)


def test_a_dump_is_the_whole_graph(client, published: Settings, files: dict[str, Any]) -> None:
    answer = client.get(path(files["ftgraph.nq.gz"]))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/gzip"
    found = set(quads(answer.content, RdfFormat.N_QUADS))
    with open_store(published).reader() as reader:
        every = reader.select("SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        expected = {tuple(map(str, row)) for row in every}
    assert {(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in found} == expected
    assert files["ftgraph.nq.gz"]["triples"] == len(expected)


def test_a_dump_of_one_source(client, files: dict[str, Any]) -> None:
    as_quads = list(quads(client.get(path(files[f"{ESSAI}.nq.gz"])).content, RdfFormat.N_QUADS))
    as_turtle = list(quads(client.get(path(files[f"{ESSAI}.ttl.gz"])).content, RdfFormat.TURTLE))
    assert {each.graph_name.value for each in as_quads} == {graph(ROOT, "solutions", "essai")}
    assert {each.triple for each in as_quads} == {each.triple for each in as_turtle}
    assert len(as_quads) == files[f"{ESSAI}.nq.gz"]["triples"]


def test_the_name_of_a_graph_may_hold_an_escaped_slash(client, files: dict[str, Any]) -> None:
    name = next(each for each in files if "%2F" in each and each.endswith(".nq.gz"))
    assert len(list(quads(client.get(path(files[name])).content, RdfFormat.N_QUADS))) == files[name]["triples"]


def test_a_dump_comes_with_its_digest_and_in_pieces(client, files: dict[str, Any]) -> None:
    where = path(files[f"{ESSAI}.ttl.gz"])
    whole = client.get(where)
    digest = hashlib.sha256(whole.content).hexdigest()
    assert client.get(f"{where}.sha256").text == f"{digest}  essai.ttl.gz\n"
    assert whole.headers["etag"] == f'"{digest}"'
    assert "immutable" in whole.headers["cache-control"]
    listed = {each["name"]: each for each in client.get("/dumps").json()["files"]}[f"{ESSAI}.ttl.gz"]
    assert (listed["sha256"], listed["bytes"]) == (digest, len(whole.content))
    middle = client.get(where, headers={"Range": "bytes=10-19", "If-Range": whole.headers["etag"]})
    assert middle.status_code == 206
    assert middle.content == whole.content[10:20]
    assert middle.headers["content-range"] == f"bytes 10-19/{len(whole.content)}"
    changed = client.get(where, headers={"Range": "bytes=10-19", "If-Range": '"other"'})
    assert (changed.status_code, changed.content) == (200, whole.content)
    assert client.get(where, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
    assert client.get(where, headers={"If-Modified-Since": whole.headers["last-modified"]}).status_code == 304
    both = {"If-Modified-Since": whole.headers["last-modified"], "If-None-Match": '"other"'}
    assert client.get(where, headers=both).status_code == 200


@pytest.mark.parametrize(
    "given", ["bytes=9-0", "bytes=a-b", "octets=0-9", "bytes=", "bytes=5", "0-9", "bytes=0-9;x", "bytes=0-1,9-2", "-"]
)
def test_what_is_no_range_is_as_if_it_were_not_there(client, files: dict[str, Any], given: str) -> None:
    where = path(files[f"{ESSAI}.ttl.gz"])
    answer = client.get(where, headers={"Range": given})
    assert (answer.status_code, len(answer.content)) == (200, int(answer.headers["content-length"]))


def test_ranges_of_a_dump(client, files: dict[str, Any]) -> None:
    where = path(files[f"{ESSAI}.ttl.gz"])
    whole = client.get(where).content
    assert client.get(where, headers={"Range": "bytes=-5"}).content == whole[-5:]
    assert client.get(where, headers={"Range": "BYTES = 5-, "}).content == whole[5:]
    several = client.get(where, headers={"Range": "bytes=0-1,4-5"})
    assert several.status_code == 206
    assert several.headers["content-type"].startswith("multipart/byteranges")
    head = client.request("HEAD", where, headers={"Range": "bytes=0-9"})
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(whole)))
    for beyond in ("bytes=999999999-", "bytes=-0", f"bytes={len(whole)}-"):
        refused = client.get(where, headers={"Range": beyond})
        assert refused.status_code == 416
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["content-range"] == f"bytes */{len(whole)}"
        assert refused.json()["type"].endswith("/range-not-satisfiable")


def test_the_latest_dump_leads_to_the_dated_one(client, files: dict[str, Any]) -> None:
    answer = client.get("/dumps/latest/ftgraph.nq.gz")
    assert answer.status_code == 302
    assert answer.headers["location"] == path(files["ftgraph.nq.gz"])


def test_only_dumps_are_served(client, files: dict[str, Any]) -> None:
    stamp = path(files["ftgraph.nq.gz"]).split("/")[2]
    for name in (
        f"{stamp}/nothing.nq.gz",
        f"{stamp}/ftgraph.nq",
        f"{stamp}/..%2f..%2fcurrent",
        f"{stamp}/../../current",
        "2001-01-01T000000Z-1/ftgraph.nq.gz",
        "x/ftgraph.nq.gz",
    ):
        assert client.get(f"/dumps/{name}").status_code == 404, name


def test_an_older_generation_keeps_its_dump(
    shelf, row: Callable[..., Any], open_client: Callable[[Settings], Any]
) -> None:
    shelf.publish([row("x")])
    client = open_client(shelf.settings)
    before = {each["name"]: path(each) for each in client.get("/dumps").json()["files"]}[f"{ESSAI}.nq.gz"]
    first = client.get(before).content
    shelf.publish([row("y")])
    client.wait(0.3)
    client.get("/health/ready")
    assert client.get(before).content == first
    assert b"/solution/x>" in gzip.decompress(first)


@pytest.mark.parametrize("suffix", PARSERS)
def test_the_catalogue_lists_each_source_and_its_dumps(client, files: dict[str, Any], suffix: str) -> None:
    answer = client.get(f"/catalogue.{suffix}")
    found = Graph().parse(data=answer.content, format=PARSERS[suffix])
    here = URIRef(f"{HERE}/catalogue")
    assert (here, RDF.type, DCAT.Catalog) in found
    for name in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher):
        assert any(found.objects(here, name)), name
    addresses = {str(each) for each in found.objects(None, DCAT.downloadURL)}
    assert addresses <= {each["address"] for each in files.values()}
    for dataset in found.objects(here, DCAT.dataset):
        assert (dataset, RDF.type, DCAT.Dataset) in found
        assert any(found.objects(dataset, DCTERMS.title))
        assert any(found.objects(dataset, DCTERMS.description))
        for each in found.objects(dataset, DCAT.distribution):
            assert (each, RDF.type, DCAT.Distribution) in found
            assert any(found.objects(each, DCAT.accessURL))
    publisher = found.value(here, DCTERMS.publisher)
    assert any(found.objects(publisher, FOAF.name))
    assert (URIRef(f"{HERE}/catalogue#territories"), RDF.type, DCAT.Dataset) in found


def test_imported_sources_are_in_the_catalogue(demo_settings: Settings, open_client: Callable[[Settings], Any]) -> None:
    client = open_client(demo_settings)
    found = Graph().parse(data=client.get("/catalogue.ttl").content, format="turtle")
    source = URIRef(f"{ROOT}/id/dataset/exemple-35")
    assert (URIRef(f"{HERE}/catalogue"), DCAT.dataset, source) in found
    stems = {str(each).rpartition("/graph")[2] for each in found.objects(source, DCAT.downloadURL)}
    distributions = [str(found.value(each, DCAT.downloadURL)) for each in found.objects(source, DCAT.distribution)]
    assert stems == set()
    assert all("/solutions/exemple-35." in each for each in distributions)
    assert len(distributions) == 2


def test_void_leads_to_the_endpoint_and_the_dumps(client, files: dict[str, Any]) -> None:
    found = Graph().parse(data=client.get("/.well-known/void").content, format="turtle")
    dataset = found.value(URIRef(f"{HERE}/.well-known/void"), FOAF.primaryTopic)
    assert (dataset, VOID.sparqlEndpoint, URIRef(f"{HERE}/sparql")) in found
    assert (dataset, VOID.triples, Literal(files["ftgraph.nq.gz"]["triples"])) in found
    subsets = list(found.objects(dataset, VOID.subset))
    assert {str(each) for each in found.objects(None, VOID.dataDump)} == {each["address"] for each in files.values()}
    assert len(subsets) == len(files) // 2 - 1


def test_what_is_not_acceptable(client) -> None:
    assert client.get("/catalogue", headers={"Accept": "image/png"}).status_code == 406
    first = client.get("/catalogue", headers={"Accept": "text/turtle"})
    kept = {"Accept": "text/turtle", "If-None-Match": first.headers["etag"]}
    assert client.get("/catalogue", headers=kept).status_code == 304


def test_the_sitemap_leads_to_pages_that_answer(client) -> None:
    def locations(address: str) -> list[str]:
        root = ElementTree.fromstring(client.get(address).content)
        return [str(each.text).removeprefix(HERE) for each in root.iter() if each.tag.endswith("}loc")]

    parts = locations("/sitemap.xml")
    addresses = [address for part in parts for address in locations(part)]
    assert {"/solutions/a", "/", "/manques", "/contrats", "/gouvernance", "/territoires"} <= set(addresses)
    assert "/embed" not in addresses
    for address in addresses:
        assert client.get(address).status_code == 200, address
    assert client.get("/sitemap-solutions-99.xml").status_code == 404
    assert client.get("/sitemap-solutions-x.xml").status_code == 404
    assert f"Sitemap: {HERE}/sitemap.xml" in client.get("/robots.txt").text


def test_security_txt_needs_a_contact(client, published: Settings, open_client: Callable[[Settings], Any]) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    told = open_client(Settings(store=published.store, contact="securite@exemple.fr"))
    text = told.get("/.well-known/security.txt").text
    assert "Contact: mailto:securite@exemple.fr\n" in text
    assert "Expires: " in text
