"""The ontology's file: readable by both libraries, complete against the model, true to its sources."""

import re
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from ftgraph import assets
from ftgraph.namespaces import DEF, ROOT, VOC

FACT = f"{ROOT}/id/fact/"
ARTICLE = f"{ROOT}/id/article/"
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
MODEL = Path(__file__).parents[2] / "docs" / "model.md"
LAW = Path(__file__).parents[2].parent / "shared" / "domain" / "code-du-travail-5311.txt"


def terms(graph: rdflib.Graph) -> set[str]:
    return {str(term) for kind in KINDS for term in graph.subjects(RDF.type, kind) if str(term).startswith(DEF)}


@pytest.mark.parametrize("name", ["ontology/ftgraph.ttl", "ontology/alignments.ttl", "shapes/ontology.ttl"])
def test_rdflib_and_pyoxigraph_read_the_same_triples(name):
    path = assets.ontology().parent / name
    with path.open("rb") as file:
        count = sum(1 for _ in pyoxigraph.parse(file, format=pyoxigraph.RdfFormat.TURTLE))
    assert count == len(rdflib.Graph().parse(path)) > 0


@pytest.mark.checkout
def test_every_term_of_the_model_exists(ontology):
    if not MODEL.is_file():
        pytest.skip("docs/model.md is absent: not a checkout")
    named = {DEF + name for name in re.findall(r"\bft:([A-Za-z]+)", MODEL.read_text(encoding="utf-8"))}
    assert len(named) > 60
    assert named <= terms(ontology)


def test_the_number_of_terms_stays_usable(ontology):
    classes = {term for term in ontology.subjects(RDF.type, OWL.Class) if isinstance(term, rdflib.URIRef)}
    assert 90 <= len(classes) <= 170
    assert 120 <= len(terms(ontology)) - len(classes) <= 260


def test_the_ontology_defines_only_its_own_terms(union):
    foreign = {s for s in union.subjects(RDFS.isDefinedBy) if not str(s).startswith(DEF)}
    assert foreign == set()


def test_alignments_speak_only_of_known_terms(union, ontology):
    used = {str(node) for triple in union for node in triple if str(node).startswith(DEF)}
    assert used - {DEF} == terms(ontology)


def test_concepts_in_axioms_are_in_the_vocabularies(ontology):
    vocabularies = rdflib.Graph()
    for path in sorted((assets.ontology() / "vocabularies").glob("*.ttl")):
        vocabularies.parse(path)
    named = {node for triple in ontology for node in triple if str(node).startswith(VOC)}
    assert named
    assert named <= set(vocabularies.subjects(RDF.type, SKOS.Concept))


def test_defined_classes_are_subclasses_as_written_too(ontology):
    # Engines that read rdfs:subClassOf only (sh:class, queries) must see what a definition entails.
    for whole, definition in ontology.subject_objects(OWL.equivalentClass):
        for members in ontology.objects(definition, OWL.unionOf):
            for member in ontology.items(members):
                assert whole in ontology.transitive_objects(member, RDFS.subClassOf), (member, whole)
        for members in ontology.objects(definition, OWL.intersectionOf):
            for member in ontology.items(members):
                if isinstance(member, rdflib.URIRef):
                    assert member in ontology.transitive_objects(whole, RDFS.subClassOf), (whole, member)


def cited(graph: rdflib.Graph, prefix: str) -> set[str]:
    sources = {str(source) for source in graph.objects(None, DCTERMS.source)}
    return {source.removeprefix(prefix) for source in sources if source.startswith(prefix)}


def test_every_cited_fact_is_in_the_deck(ontology, deck, record_property):
    facts = set(re.findall(r"^- (P\d+\.\d+) ", deck, flags=re.MULTILINE))
    known = cited(ontology, FACT)
    record_property("facts", f"{len(known)} of {len(facts)}; not cited: {sorted(facts - known)}")
    assert len(facts) == 181
    assert known <= facts
    assert len(known) >= 160


def test_every_cited_article_is_in_the_law(ontology):
    if not LAW.is_file():
        pytest.skip(f"no {LAW.name} beside the repository: the shared folder is absent")
    articles = set(re.findall(r"^### (\S+)", LAW.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert cited(ontology, ARTICLE) <= articles


def test_french_texts_are_typeset(ontology):
    for term, text in ontology.subject_objects(SKOS.definition):
        assert "'" not in text, term
        if text.language == "fr":
            assert not re.search(r" [;:!?»]|« ", text), term
            assert text.endswith((".", "…")), term
