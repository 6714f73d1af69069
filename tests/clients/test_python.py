"""SPARQLWrapper and rdflib's stores, as their own documentation uses them."""

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, JSONLD, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from ftgraph.namespaces import DEF, ROOT, VOC

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

RENNES = URIRef(f"{ROOT}/id/commune/35238")
EPCI = f"SELECT ?label WHERE {{ <{RENNES}> <{DEF}within> ?epci . ?epci a <{DEF}Epci> ; <{RDFS.label}> ?label }}"
SAID = f"CONSTRUCT {{ <{RENNES}> ?p ?o }} WHERE {{ <{RENNES}> ?p ?o }}"
PLACE = URIRef("urn:test:clients")


@pytest.fixture
def wrapper(example):
    return SPARQLWrapper(f"{example}/sparql")


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("sending", ["urlencoded", POSTDIRECTLY])
def test_sparqlwrapper_reads_rows(wrapper, method, sending) -> None:
    wrapper.setMethod(method)
    wrapper.setRequestMethod(sending)
    wrapper.setQuery(EPCI)
    wrapper.setReturnFormat(JSON)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert [row["label"]["value"] for row in rows] == ["Rennes Métropole"]


def test_sparqlwrapper_reads_every_format_of_rows(wrapper) -> None:
    wrapper.setQuery(EPCI)
    for kind in (CSV, TSV):
        wrapper.setReturnFormat(kind)
        assert "Rennes Métropole" in wrapper.queryAndConvert().decode()
    wrapper.setReturnFormat(XML)
    assert "Rennes Métropole" in wrapper.queryAndConvert().toxml()
    wrapper.setQuery(f"ASK {{ <{RENNES}> a <{DEF}Commune> }}")
    wrapper.setReturnFormat(JSON)
    assert wrapper.queryAndConvert()["boolean"] is True


@pytest.mark.parametrize("kind", [TURTLE, RDFXML, JSONLD, XML])
def test_sparqlwrapper_reads_graphs(wrapper, kind) -> None:
    wrapper.setQuery(SAID)
    wrapper.setReturnFormat(kind)
    found = wrapper.queryAndConvert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert (RENNES, RDF.type, URIRef(f"{DEF}Commune")) in graph


def test_sparqlwrapper_tells_a_malformed_query_from_the_rest(wrapper) -> None:
    wrapper.setQuery("SELECT * WHERE { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="ligne"):
        wrapper.query()


def test_rdflib_reads_the_server_as_a_store(example) -> None:
    graph = Graph(SPARQLStore(f"{example}/sparql"))
    assert (RENNES, RDF.type, URIRef(f"{DEF}Commune")) in graph
    assert graph.value(RENNES, RDFS.label) == Literal("Rennes", lang="fr")
    barriers = URIRef(f"{VOC}barrier")
    assert len(list(graph.subjects(SKOS.topConceptOf, barriers))) >= 10
    assert [str(row.label) for row in graph.query(EPCI)] == ["Rennes Métropole"]
    named = Graph(SPARQLStore(f"{example}/sparql"), identifier=URIRef(f"{ROOT}/graph/territories"))
    assert (RENNES, RDF.type, URIRef(f"{DEF}Commune")) in named
    assert (barriers, RDF.type, SKOS.ConceptScheme) not in named


def test_rdflib_follows_an_iri_to_what_is_said_of_it(example) -> None:
    for form in ("turtle", "xml", "json-ld"):
        graph = Graph().parse(f"{example}/id/commune/35238", format=form)
        assert (RENNES, RDF.type, URIRef(f"{DEF}Commune")) in graph, form


def test_sparqlwrapper_and_rdflib_write_with_a_key(writable) -> None:
    update = SPARQLWrapper(f"{writable.address}/sparql/update")
    update.addCustomHttpHeader("Authorization", f"Bearer {writable.key}")
    update.setMethod(POST)
    for sending in ("urlencoded", POSTDIRECTLY):
        update.setRequestMethod(sending)
        update.setQuery(f'INSERT DATA {{ GRAPH <{PLACE}> {{ <urn:a> <urn:p> "{sending}" }} }}')
        update.query()
    store = SPARQLUpdateStore(
        f"{writable.address}/sparql",
        f"{writable.address}/sparql/update",
        headers={"Authorization": f"Bearer {writable.key}"},
        autocommit=True,
    )
    graph = Graph(store, identifier=PLACE)
    graph.add((URIRef("urn:b"), URIRef("urn:p"), Literal("été", lang="fr")))
    graph.remove((URIRef("urn:a"), URIRef("urn:p"), Literal(POSTDIRECTLY)))
    said = {(str(subject), str(value)) for subject, value in graph.subject_objects(URIRef("urn:p"))}
    assert said == {("urn:a", "urlencoded"), ("urn:b", "été")}
