"""Dereferencing, as ordinary clients do it: rdflib reads what is sent, and must find the same graph in every format."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from ftgraph import assets
from ftgraph.exports.jsonld_triples import CONTEXT
from ftgraph.graph.store import open_store
from ftgraph.namespaces import DEF, ROOT, thing
from ftgraph.publish.generation import publish
from ftgraph.settings import Settings

# rdflib 7's own JSON-LD parser uses a class that it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
PARSERS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
COMMUNE = "/doc/commune/35238"


def graph(answer: Any) -> Graph:
    kind = answer.headers["content-type"].partition(";")[0]
    return Graph().parse(data=answer.content, format=PARSERS[kind])


def links(answer: Any) -> list[tuple[str, str, str]]:
    """Address, relation and type of each link of the header."""
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', answer.headers["link"])
    return [(str(a), str(r), str(t)) for a, r, t in found]


def test_a_thing_leads_to_its_document(client) -> None:
    answer = client.get("/id/commune/35238?format=turtle")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/doc/commune/35238?format=turtle"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_document_says_what_the_graph_knows(client) -> None:
    answer = client.get(COMMUNE, headers={"Accept": "text/turtle"})
    found = graph(answer)
    rennes = URIRef(thing(ROOT, "commune", "35238"))
    assert answer.status_code == 200
    assert (rennes, RDF.type, URIRef(f"{DEF}Commune")) in found
    assert (rennes, RDFS.label, Literal("Rennes", lang="fr")) in found
    # What it points to has its name, and what points to it is there.
    assert (URIRef(thing(ROOT, "epci", "243500139")), RDFS.label, Literal("Rennes Métropole", lang="fr")) in found
    assert (URIRef(thing(ROOT, "solution", "a")), URIRef(f"{DEF}location"), rennes) in found


@pytest.mark.parametrize("path", [COMMUNE, "/doc/solution/b", "/voc/fee", "/voc/fee/gratuit", "/def"])
def test_every_format_holds_the_same_graph(client, path: str) -> None:
    graphs = [graph(client.get(path, headers={"Accept": kind})) for kind in PARSERS]
    assert len(graphs[0]) > 3
    for other in graphs[1:]:
        assert isomorphic(graphs[0], other)


@pytest.mark.parametrize(
    ("address", "accept", "expected"),
    [
        (COMMUNE, "", "text/turtle"),
        (COMMUNE, "*/*", "text/turtle"),
        (COMMUNE, BROWSER, "text/html"),
        (COMMUNE, "application/rdf+xml", "application/rdf+xml"),
        (COMMUNE, "text/turtle;q=0.4, application/ld+json;q=0.8", "application/ld+json"),
        (COMMUNE, "application/n-triples, */*;q=0.1", "application/n-triples"),
        (COMMUNE, "text/csv", "text/csv"),
        (f"{COMMUNE}?format=jsonld", "text/turtle", "application/ld+json"),
        (f"{COMMUNE}.ttl", "application/ld+json", "text/turtle"),
        (f"{COMMUNE}.html", "text/turtle", "text/html"),
        (f"{COMMUNE}.rdf", "", "application/rdf+xml"),
        ("/voc/fee.csv", "", "text/csv"),
        ("/voc/fee/gratuit.nt", "", "application/n-triples"),
        ("/def.jsonld", "", "application/ld+json"),
        ("/def", BROWSER, "text/html"),
    ],
)
def test_the_format_is_the_one_asked_for(client, address: str, accept: str, expected: str) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == expected
    assert "Accept" in answer.headers["vary"]
    path = answer.request.url.path.removesuffix(f".{address.rpartition('.')[2]}") if "." in address else COMMUNE
    offered = {kind for _, relation, kind in links(answer) if relation == "alternate"}
    assert expected not in offered
    assert offered | {expected} >= {*PARSERS, "text/csv", "text/html"}
    if path == COMMUNE and address.startswith(COMMUNE):
        assert (COMMUNE, "canonical", "") in links(answer)
        assert (thing(ROOT, "commune", "35238"), "describes", "") in links(answer)


def test_406_lists_what_there_is(client) -> None:
    answer = client.get(COMMUNE, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["access-control-allow-origin"] == "*"
    for kind in PARSERS:
        assert kind in answer.json()["cure"]


def test_an_unchanged_representation_is_not_sent_again(client) -> None:
    first = client.get(COMMUNE, headers={"Accept": "text/turtle"})
    other = client.get(COMMUNE, headers={"Accept": "application/ld+json"})
    assert first.headers["etag"] != other.headers["etag"]
    assert not first.headers["etag"].startswith("W/")
    kept = {"Accept": "text/turtle", "If-None-Match": first.headers["etag"]}
    again = client.get(COMMUNE, headers=kept)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    dated = client.get(COMMUNE, headers={"If-Modified-Since": first.headers["last-modified"]})
    assert dated.status_code == 304
    old = client.get(COMMUNE, headers={"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"})
    assert old.status_code == 200
    wrong_tag = {"If-None-Match": '"x"', "If-Modified-Since": first.headers["last-modified"]}
    assert client.get(COMMUNE, headers=wrong_tag).status_code == 200


def test_nothing_there(client) -> None:
    for path in ("/doc/commune/99999", "/doc/commune/%3Cscript%3E", "/voc/nothing", "/voc/fee/nothing", "/doc/x"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert answer.headers["content-type"] == "application/problem+json"


def test_what_was_removed_is_gone(shelf, row: Callable[..., Any], open_client: Callable[[Settings], Any]) -> None:
    shelf.publish([row("x"), row("y")])
    shelf.publish([row("y")])
    client = open_client(shelf.settings)
    answer = client.get("/doc/solution/x")
    assert answer.status_code == 410
    assert answer.json()["type"].endswith("/gone")
    assert client.get("/doc/solution/y").status_code == 200
    assert client.get("/doc/solution/z").status_code == 404


def test_a_key_may_hold_anything(shelf, row: Callable[..., Any], open_client: Callable[[Settings], Any]) -> None:
    name = "a/b é.ttl"
    shelf.publish([row(name, title="Étrange")])
    client = open_client(shelf.settings)
    iri = thing(ROOT, "solution", name)
    followed = client.get(client.get(iri.removeprefix(ROOT)).headers["location"] + ".ttl")
    assert followed.status_code == 200
    assert any(graph(followed).triples((URIRef(iri), None, None)))


def test_jsonld_holds_its_context_or_names_it(client) -> None:
    held = client.get(f"{COMMUNE}.jsonld").json()["@context"]
    published = client.get("/context/v1.jsonld")
    assert published.headers["content-type"] == "application/ld+json"
    terms = published.json()["@context"]
    assert held
    assert {name: terms[name] for name in held} == held
    for asked in (
        {"headers": {"Accept": f'application/ld+json;profile="{CONTEXT}"'}},
        {"params": {"format": "jsonld", "profile": CONTEXT}},
    ):
        named = client.get(COMMUNE, **asked)
        assert named.json()["@context"] == CONTEXT
        assert (CONTEXT, "profile", "") in links(named)
        # Read with the published context, it says the same.
        whole = {**named.json(), "@context": terms}
        assert isomorphic(
            Graph().parse(data=json.dumps(whole), format="json-ld"), graph(client.get(f"{COMMUNE}.jsonld"))
        )
    assert client.get(COMMUNE, params={"profile": "urn:other"}).status_code == 400


def test_the_context_agrees_with_the_ontology() -> None:
    # A property without a term is written with its prefix: none is left so.
    terms = json.loads((assets.ontology() / "context" / "v1.jsonld").read_bytes())["@context"]
    found = Graph().parse(assets.ontology() / "ftgraph.ttl")
    owl = "http://www.w3.org/2002/07/owl#"
    ours = {value["@id"]: value.get("@type") for value in terms.values() if isinstance(value, dict)}
    for kind, links_to_things in (("ObjectProperty", True), ("DatatypeProperty", False)):
        known = [str(each) for each in found.subjects(RDF.type, URIRef(owl + kind)) if str(each).startswith(DEF)]
        told = [ours[f"ft:{each.removeprefix(DEF)}"] for each in known]
        assert len(told) > 20
        assert all((each == "@id") == links_to_things for each in told)


def test_a_hub_is_paged(shelf, row: Callable[..., Any], open_client: Callable[[Settings], Any]) -> None:
    shelf.publish([row(f"s{number}") for number in range(130)])
    client = open_client(shelf.settings)
    seen: set[Any] = set()
    address = "/voc/fee/gratuit.ttl"
    pages = 0
    while address:
        answer = client.get(address)
        seen |= set(graph(answer).subjects(URIRef(f"{DEF}fee"), None))
        following = [where for where, relation, _ in links(answer) if relation == "next"]
        address, pages = (following[0] if following else ""), pages + 1
    assert pages == 2
    assert len(seen) == 130
    for wrong in ("0", "101", "x", "-1", "99999999"):
        assert client.get("/voc/fee/gratuit", params={"page": wrong}).status_code == 400


def test_a_base_that_is_not_the_server(tmp_path: Path, open_client: Callable[[Settings], Any]) -> None:
    settings = Settings(store=str(tmp_path / "store"), base="https://exemple.fr/reseau")
    subject = thing(settings.base, "solution", "a")
    said = f'<{subject}> <{RDFS.label}> "Ici"@fr .\n'.encode()
    graph_name = f"{settings.base}/graph/solutions/essai"
    publish(open_store(settings), settings, "essai", lambda writer: writer.replace_graph(graph_name, io.BytesIO(said)))
    client = open_client(settings)
    answer = client.get("/doc/solution/a.nt")
    assert answer.status_code == 200, answer.text
    assert (URIRef(subject), RDFS.label, Literal("Ici", lang="fr")) in graph(answer)


def test_pages_lead_to_our_own_addresses(client) -> None:
    page = client.get(f"{COMMUNE}.html").text
    assert 'href="/doc/epci/243500139"' in page
    assert ">Rennes Métropole</a>" in page
    assert f'href="{COMMUNE}.ttl"' in page
    ontology = client.get("/def.html").text
    assert 'id="Solution"' in ontology
    english = client.get(f"{COMMUNE}.html?lang=en").text
    assert "What points to it" in english


def test_a_vocabulary_holds_its_values(client) -> None:
    found = graph(client.get("/voc/fee"))
    scheme = URIRef(f"{ROOT}/voc/fee")
    values = set(found.subjects(SKOS.inScheme, scheme))
    assert URIRef(f"{ROOT}/voc/fee/gratuit") in values
    assert all(any(found.objects(each, SKOS.prefLabel)) for each in values)


def test_other_sites_may_ask(client) -> None:
    answer = client.request("OPTIONS", COMMUNE)
    assert answer.status_code == 204
    assert "GET" in answer.headers["access-control-allow-methods"]
    assert client.request("HEAD", COMMUNE).status_code == 200
