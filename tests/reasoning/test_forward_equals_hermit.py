"""The forward rules and HermiT, the oracle, class every individual alike: on the example and on generated graphs."""

import pytest

from ftgraph.namespaces import ROOT
from ftgraph.reasoning import classification, hermit
from ftgraph.reasoning.forward import Closure
from ftgraph.reasoning.rules import Unsupported, rules_of

from .conftest import Sower, needs_java

pytestmark = needs_java


def differences(knowledge, rules):
    """Individuals that the two do not class alike; both must find no contradiction."""
    closure = Closure(rules, knowledge.statements)
    assert not closure.clashes
    world = hermit.world_of(knowledge)
    assert hermit.check(world).consistent
    oracle = hermit.types(world)
    ours = {each: {kind for kind in closure.types[each] if not kind.startswith("_:")} for each in closure.individuals()}
    assert ours
    return {
        each: (oracle.get(each, frozenset()) ^ ours.get(each, set()))
        for each in {*oracle, *ours}
        if oracle.get(each, frozenset()) != ours.get(each, set())
    }


def test_on_the_example(demo):
    what = classification.published(demo, ROOT)
    assert differences(what.knowledge, rules_of(what.knowledge.statements)) == {}
    forward = classification.classify(demo, what)
    assert forward.rows
    assert classification.classify(demo, what, "hermit").rows == forward.rows


@pytest.mark.parametrize("seed", [1, 2])
def test_on_generated_graphs(ontology, rules, seed):
    sower = Sower(ontology, rules, seed)
    sound = []
    for number in range(700):
        island = sower.island(number)
        if not Closure(rules, ontology.with_assertions(island).statements).clashes:
            sound += island
    assert len(sound) > 500
    assert differences(ontology.with_assertions(sound), rules) == {}


def test_a_contradiction_of_one_is_a_contradiction_of_the_other(ontology, rules):
    sower = Sower(ontology, rules, 3)
    broken = 0
    for number in range(200):
        island = ontology.with_assertions(sower.island(number))
        if Closure(rules, island.statements).clashes:
            broken += 1
            assert not hermit.check(hermit.world_of(island)).consistent, number
        if broken == 5:
            return
    raise AssertionError("no contradiction was generated")


def test_what_the_rules_do_not_know_is_refused_not_passed_over(given):
    knowledge, _ = given("ft:Odd a owl:Class ; owl:complementOf ft:Actor .")
    with pytest.raises(Unsupported, match="complementOf"):
        rules_of(knowledge.statements)


# Axioms that the ontology does not have, each of a kind that the rules take: what no data of today would show.
FUTURE = {
    "a party that nobody knows": (
        "ft:WithState a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ft:Contract"
        " [ a owl:Restriction ; owl:onProperty ft:party ; owl:someValuesFrom ft:PublicBody ] ) ] ."
        " :c a ft:StateLocalContract .",
        "c",
        "WithState",
    ),
    "the one choice left, told last": (
        "ft:Odd a owl:Class ; owl:disjointWith ft:StateService . ft:Odder a owl:Class ; rdfs:subClassOf ft:Odd ."
        " :c a ft:RegulatorFunder, ft:Odder .",
        "c",
        "TerritorialGovernment",
    ),
    "a chain of links that follow from others": (
        "ft:firstSignature a owl:ObjectProperty ; rdfs:subPropertyOf ft:signature ."
        " ft:soleSignatory a owl:ObjectProperty ; rdfs:subPropertyOf ft:signatory ."
        " :c a ft:Contract ; ft:signature :s . :s ft:soleSignatory :d . :t ft:signatory :e . :c ft:firstSignature :t ."
        " :d a ft:StateService . :e a ft:LocalAuthority .",
        "c",
        "StateLocalContract",
    ),
    "a relation that carries over, and where it starts": (
        "ft:below a owl:ObjectProperty, owl:TransitiveProperty ; rdfs:domain ft:Actor . ft:Ruled a owl:Class ;"
        " owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ft:Actor"
        " [ a owl:Restriction ; owl:onProperty ft:below ; owl:someValuesFrom ft:Country ] ) ] ."
        " :c ft:below :d . :d ft:below :e . :e ft:below :f . :f a ft:Country .",
        "c",
        "Ruled",
    ),
}


@pytest.mark.parametrize("name", FUTURE)
def test_on_axioms_that_may_come(given, name):
    turtle, thing, expected = FUTURE[name]
    knowledge, _ = given(turtle)
    rules = rules_of(knowledge.statements)
    assert differences(knowledge, rules) == {}
    closure = Closure(rules, knowledge.statements)
    assert f"https://w3id.org/ftgraph/def#{expected}" in closure.types[f"https://example.org/data#{thing}"]
