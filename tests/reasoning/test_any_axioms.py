"""Axioms that a file may bring, well made or not: refused in words or applied, never passed over, never a fall."""

import pytest

from ftgraph.errors import SourceError, UsageError
from ftgraph.namespaces import DEF
from ftgraph.reasoning import classification
from ftgraph.reasoning.assertions import Read
from ftgraph.reasoning.classification import Published
from ftgraph.reasoning.forward import Closure
from ftgraph.reasoning.rules import Unsupported, rules_of

from .conftest import needs_java

SOME = "[ a owl:Restriction ; owl:onProperty ft:party ; owl:someValuesFrom %s ]"
MANY = " ".join(f"ft:A{number}" for number in range(2000))


@pytest.mark.parametrize(
    "turtle",
    [
        "ft:Odd a owl:Class ; rdfs:subClassOf _:b . _:b owl:intersectionOf _:b .",
        "ft:Odd a owl:Class ; rdfs:subClassOf [ owl:unionOf _:l ] . _:l rdf:first ft:Actor .",
        "ft:Odd a owl:Class ; rdfs:subClassOf [ owl:unionOf _:l ] . _:l rdf:first ft:Actor ; rdf:rest _:l .",
        "ft:Odd a owl:Class ; rdfs:subClassOf [ owl:unionOf [ a owl:Class ] ] .",
        f"[ a owl:AllDisjointClasses ; owl:members ( {MANY} ) ] .",
    ],
    ids=["in itself", "no end", "no end either", "no list", "a crowd"],
)
def test_an_ill_made_expression_is_refused(given, turtle):
    with pytest.raises(SourceError):
        given("@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . " + turtle)


def test_a_long_list_and_a_long_chain_are_read(given):
    chain = " ".join(f"ft:C{number} rdfs:subClassOf ft:C{number + 1} ." for number in range(3000))
    knowledge, _ = given(f"ft:Odd a owl:Class ; rdfs:subClassOf [ owl:unionOf ( {MANY} ) ] . {chain}")
    assert f"{DEF}C3000" in rules_of(knowledge.statements).above()[f"{DEF}C0"]


@pytest.mark.parametrize(
    "turtle",
    [
        "ft:Odd a owl:Class ; rdfs:subClassOf owl:Nothing .",
        ":x a owl:Nothing .",
        "ft:within a owl:AsymmetricProperty .",
        "ft:code a owl:InverseFunctionalProperty .",
        f"ft:Odd a owl:Class ; owl:equivalentClass {SOME % 'owl:Thing'} .",
    ],
)
def test_what_the_rules_do_not_know_is_refused(given, turtle):
    knowledge, _ = given(turtle)
    with pytest.raises(Unsupported):
        rules_of(knowledge.statements)


def test_what_an_unknown_party_is_said_to_be_counts(given):
    knowledge, _ = given(
        f"ft:WithState a owl:Class ; owl:equivalentClass {SOME % 'ft:PublicBody'} ."
        + " ft:Odd a owl:Class ; rdfs:subClassOf "
        + SOME % "[ a owl:Class ; owl:intersectionOf ( ft:StateService ft:Signatory ) ]"
        + " . :c a ft:Odd ."
    )
    closure = Closure(rules_of(knowledge.statements), knowledge.statements)
    assert f"{DEF}WithState" in closure.types["https://example.org/data#c"]


def test_the_one_choice_left_is_met_whole(given):
    knowledge, _ = given(
        "ft:Odd a owl:Class ; rdfs:subClassOf [ a owl:Class ; owl:unionOf ( ft:Operator"
        " [ a owl:Class ; owl:intersectionOf ( ft:Contract ft:Signed ) ] ) ] . ft:Signed a owl:Class ."
        " ft:Else a owl:Class ; owl:disjointWith ft:Operator . :c a ft:Odd, ft:Else ."
    )
    closure = Closure(rules_of(knowledge.statements), knowledge.statements)
    assert closure.types["https://example.org/data#c"] >= {f"{DEF}Contract", f"{DEF}Signed"}


@pytest.mark.parametrize("name", ["a b", "<", "within"])
def test_what_names_no_class_is_refused(name):
    with pytest.raises(UsageError, match="pas de classe"):
        classification.of_class((), name)


@needs_java
def test_a_contradiction_that_only_hermit_sees_is_one(given):
    knowledge, names = given(
        "ft:U a owl:Class ; rdfs:subClassOf [ a owl:Class ; owl:unionOf ( ft:A ft:B ) ] . ft:A a owl:Class ;"
        f" rdfs:subClassOf {SOME % 'ft:C'} . ft:B a owl:Class ; rdfs:subClassOf {SOME % 'ft:C'} ."
        " ft:C a owl:Class ; rdfs:subClassOf ft:Committee, ft:OperatorBoard . :u a ft:U ."
    )
    what = Published(knowledge, Read((), (), 0, 0), names)
    found = classification.classify(None, what, "hermit")
    assert (found.contradictions, found.rows) == (1, ())
