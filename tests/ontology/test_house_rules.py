"""Our terms and vocabularies keep the house rules, and each rule can fail: one case file, one test."""

from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, SH

from ftgraph import assets

HOUSE = rdflib.Namespace("https://w3id.org/ftgraph/shapes/ontology#")
CASES = sorted((Path(__file__).parent / "cases").glob("*.ttl"))
VOCABULARIES = sorted((assets.ontology() / "vocabularies").glob("*.ttl"))

Result = tuple[rdflib.term.Node | None, rdflib.term.Node | None]


def results(data: rdflib.Graph, shapes: rdflib.Graph) -> set[Result]:
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    return pairs(report)


def pairs(report: rdflib.Graph) -> set[Result]:
    found = report.objects(None, SH.result)
    return {(report.value(result, SH.focusNode), report.value(result, SH.sourceShape)) for result in found}


def rules(shapes: rdflib.Graph) -> set[rdflib.term.Node]:
    """The shapes that target something: the helpers `NotOurTerm` and `NotOurConcept` do not."""
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
    return {shape for target in targets for shape in shapes.subjects(target)}


def test_the_ontology_keeps_the_rules(union, house):
    assert results(union, house) == set()


@pytest.mark.slow
@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: path.stem)
def test_a_vocabulary_keeps_the_rules(path, house):
    # Exceptions for codes of others stand in the alignments.
    data = rdflib.Graph().parse(path).parse(assets.ontology() / "alignments.ttl")
    assert results(data, house) == set()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path, house):
    data = rdflib.Graph().parse(path)
    expected = pairs(data)
    report = data.value(predicate=RDF.type, object=SH.ValidationReport)
    assert bool(data.value(report, SH.conforms)) is not bool(expected)
    assert results(data, house) == expected


def test_each_rule_has_a_failing_case(house):
    failing = {shape for path in CASES for _, shape in pairs(rdflib.Graph().parse(path))}
    assert rules(house) == failing


def test_each_rule_speaks_french_and_english(house):
    for shape in set(house.subjects(RDF.type, SH.NodeShape)):
        assert isinstance(shape, rdflib.URIRef)
        assert sorted(message.language for message in house.objects(shape, SH.message)) == ["en", "fr"], shape


@pytest.mark.parametrize("name", ["NoSubclassCycle", "LabelFrench"])
def test_a_report_carries_both_messages(name, house):
    # pySHACL drops the language tags of a SPARQL constraint's messages: read them from the source shape.
    data = rdflib.Graph().parse(Path(__file__).parent / "cases" / f"{name}.ttl")
    _, report, _ = pyshacl.validate(data, shacl_graph=house, inference="none")
    expected = {str(message) for message in house.objects(HOUSE[name], SH.message)}
    found = list(report.objects(None, SH.result))
    assert found
    for result in found:
        assert {str(message) for message in report.objects(result, SH.resultMessage)} == expected


def test_an_anonymous_cardinality_is_found_too(house):
    data = rdflib.Graph()
    restriction = rdflib.BNode()
    data.add((restriction, RDF.type, OWL.Restriction))
    data.add((restriction, OWL.onProperty, rdflib.URIRef("https://example.org/x#p")))
    data.add((restriction, OWL.maxCardinality, rdflib.Literal(1)))
    assert {shape for _, shape in results(data, house)} == {HOUSE.NoCardinalityAxiom}


def test_the_rules_are_valid_shacl(house):
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=house, inference="none", meta_shacl=True)
    assert conforms, text
