"""Solutions as RDF: valid CPSV-AP 3.2, the same in Turtle and in JSON-LD, true to the rows."""

from dataclasses import replace
from pathlib import Path

import orjson
import pyshacl
import pytest
from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from ftgraph.namespaces import PREFIXES, ROOT

SHAPES = Path(__file__).parent / "cpsv-ap-3.2.ttl"
# rdflib's JSON-LD parser calls what rdflib itself deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
SERVICE = URIRef(PREFIXES["cpsv"] + "PublicService")


def named(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(PREFIXES[prefix] + local)


def turtle(data: bytes) -> Graph:
    return Graph().parse(data=data, format="turtle")


def conforms(graph: Graph) -> tuple[bool, str]:
    shapes = Graph().parse(SHAPES)
    valid, _, text = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    return bool(valid), str(text)


def test_valid_cpsv_ap(exported) -> None:
    graph = turtle(exported("turtle"))
    assert len(set(graph.subjects(RDF.type, SERVICE))) == 3
    valid, text = conforms(graph)
    assert valid, text


@pytest.mark.parametrize(
    ("subject", "gone"),
    [
        ("cpsv:PublicService", "dct:identifier"),
        ("cpsv:PublicService", "dct:title"),
        ("cpsv:PublicService", "dct:description"),
        ("cpsv:PublicService", "cv:hasCompetentAuthority"),
        ("cv:PublicOrganisation", "skos:prefLabel"),
        ("cv:PublicOrganisation", "dct:spatial"),
        ("cv:Channel", "dct:identifier"),
        ("cv:Cost", "dct:identifier"),
        ("dct:Location", "rdf:type"),
        ("foaf:Document", "rdf:type"),
        ("cv:PublicOrganisation", "rdf:type"),
    ],
)
def test_the_shapes_notice_what_is_missing(exported, subject: str, gone: str) -> None:
    graph = turtle(exported("turtle"))
    things = list(graph.subjects(RDF.type, named(subject)))
    assert things
    for thing in things:
        graph.remove((thing, named(gone), None))
    assert not conforms(graph)[0]


def test_turtle_and_json_ld_say_the_same(exported) -> None:
    document = exported("jsonld")
    assert isomorphic(turtle(exported("turtle")), Graph().parse(data=document, format="json-ld"))


def test_the_context_is_in_the_file(exported) -> None:
    context = orjson.loads(exported("jsonld"))["@context"]
    assert isinstance(context, dict)
    assert context["title"] == {"@id": "dct:title", "@language": "fr"}
    assert all("@import" not in value for value in context.values() if isinstance(value, dict))


def test_english_labels_keep_the_two_the_same(exported) -> None:
    english = turtle(exported("turtle", language="en"))
    assert isomorphic(english, Graph().parse(data=exported("jsonld", language="en"), format="json-ld"))
    fee = URIRef(f"{ROOT}/voc/fee/gratuit")
    assert english.value(fee, named("skos:prefLabel")).language == "en"


def test_what_is_said_of_a_solution(exported) -> None:
    graph = turtle(exported("turtle"))
    thing = URIRef(f"{ROOT}/id/solution/dora--1")
    assert graph.value(thing, named("dct:title")) == Literal("Aide au permis", lang="fr")
    assert graph.value(thing, named("dct:description")).startswith("**Aide**")  # as the source wrote it
    assert graph.value(thing, named("ft:barrier")) == URIRef(f"{ROOT}/voc/barrier/mobilite--preparer-un-permis")
    assert graph.value(thing, named("dct:spatial")) == URIRef(f"{ROOT}/id/epci/243500139")
    assert graph.value(thing, named("geo:lat")).datatype == XSD.decimal
    assert graph.value(thing, named("dct:modified")) == Literal("2026-10-01", datatype=XSD.date)
    assert graph.value(thing, named("dct:source")) == URIRef(f"{ROOT}/id/dataset/dora")
    assert graph.value(thing, named("ft:example")) == Literal(True)
    assert len(list(graph.objects(thing, named("cv:hasChannel")))) == 2
    cost = graph.value(thing, named("cv:hasCost"))
    assert graph.value(cost, named("cv:hasValue")) == Literal(0.0)


def test_nothing_stated_is_not_everywhere(exported) -> None:
    """A service that states no zone has none; only its authority, which must have one, falls back."""
    graph = turtle(exported("turtle"))
    bare = URIRef(f"{ROOT}/id/solution/dora--2")
    assert graph.value(bare, named("dct:spatial")) is None
    assert graph.value(bare, named("dct:description")) == graph.value(bare, named("dct:title"))
    assert graph.value(bare, named("ft:example")) is None


def test_a_structure_is_described_once(exported, full) -> None:
    text = exported("turtle", [full, replace(full, id="x", iri=f"{ROOT}/id/solution/x")]).decode()
    assert text.count("cv:PublicOrganisation") == 1
    assert text.count("ft:Structure") == 1


def test_hostile_texts_stay_texts(exported, full) -> None:
    row = replace(full, title='"@fr . <x> <y> <z> .\n\\', page="https://example.org/a b>c")
    graph = turtle(exported("turtle", [row]))
    thing = URIRef(row.iri)
    assert str(graph.value(thing, named("dct:title"))) == row.title
    assert isomorphic(graph, Graph().parse(data=exported("jsonld", [row]), format="json-ld"))
