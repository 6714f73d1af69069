"""Contradictions, narrowed to a smallest set and put into words; HermiT confirms that it is one, and the smallest."""

import pytest

from ftgraph.errors import SourceError
from ftgraph.reasoning import hermit, inconsistency, statements
from ftgraph.reasoning.inconsistency import clashes, smallest

from .conftest import PREFIXES, needs_java

BOTH = ':x a ft:AssociatedPartner, ft:SpecialisedOperator ; skos:prefLabel "La Passerelle"@fr . :y a ft:Operator .'
PLACE = (
    ':c a ft:Contract ; ft:signature [ ft:signatory :d ] . :d a ft:Departement ; skos:prefLabel "Ille-et-Vilaine"@fr .'
)
LEVELS = ":k a ft:Committee ; ft:level voc:committee-level\\/DEP, voc:committee-level\\/REG ."
# Either kind of funder is apart from either kind of operator: no single axiom says so.
UNIONS = ":f a ft:RegulatorFunder, ft:NetworkOperator ."


def test_a_partner_that_is_an_operator_is_told_in_words(given):
    (found,) = inconsistency.explain(*given(BOTH))
    assert found.headline.fr == (
        "« La Passerelle » est dit à la fois « opérateur spécialisé » (donc « opérateur du réseau ») et "
        "« partenaire associé », que l’ontologie tient pour exclusifs."
    )
    assert found.headline.say("en").startswith("“La Passerelle” is said to be both ")
    assert [each.fr for each in found.facts] == [
        "« La Passerelle » est dit « partenaire associé ».",
        "« La Passerelle » est dit « opérateur spécialisé ».",
    ]
    assert [each.fr for each in found.rules] == [
        "Tout ce qui est « opérateur associé » est aussi « opérateur du réseau ».",
        "Tout ce qui est « opérateur spécialisé » est aussi « opérateur associé ».",
        "Rien n’est à la fois « partenaire associé » et « opérateur du réseau » : "
        "l’ontologie les tient pour exclusifs.",
    ]


@pytest.mark.parametrize("turtle", [BOTH, PLACE, LEVELS, UNIONS], ids=["both", "place", "levels", "unions"])
def test_nothing_can_be_left_out(given, turtle):
    knowledge, _ = given(turtle)
    kept = smallest(knowledge.statements, clashes)
    assert 0 < len(kept) < 30
    assert clashes(kept)
    for left in range(len(kept)):
        assert not clashes([*kept[:left], *kept[left + 1 :]])


@needs_java
@pytest.mark.parametrize("turtle", [BOTH, UNIONS], ids=["both", "unions"])
def test_hermit_agrees_that_it_is_one_and_the_smallest(given, turtle):
    knowledge, _ = given(turtle)
    kept = smallest(knowledge.statements, clashes)

    def consistent(some):
        return hermit.check(hermit.world_of(knowledge, some)).consistent

    assert not consistent(kept)
    for left in range(len(kept)):
        assert consistent([*kept[:left], *kept[left + 1 :]])


@needs_java
def test_hermit_narrows_down_what_the_rules_do_not_know(given):
    knowledge, names = given(
        "ft:Odd a owl:Class ; rdfs:subClassOf [ owl:complementOf ft:Actor ] . :o a ft:Odd, ft:Operator ."
    )
    # A tenth of the axioms is enough, and HermiT is slow to start: those of actors, and what was added.
    told = ("#Odd", "#Operator", "#AssociatedOperator", "#NetworkOperator", "#Actor")
    near = tuple(
        each for each in knowledge.statements if getattr(each.triples[0].subject, "value", "").endswith((*told, "#o"))
    )
    small = statements.Knowledge(knowledge.background, near)
    (found,) = inconsistency.explain(small, names, "hermit")
    assert found.headline.fr == "Ces affirmations se contredisent."
    assert len(found.facts) == 2
    assert 2 <= len(found.rules) <= 4


@needs_java
def test_the_ontology_and_the_vocabularies_hold(given):
    knowledge = statements.of_triples([statements.ontology_triples(), statements.vocabulary_triples()])
    _, names = given("")
    found = inconsistency.check(knowledge, names)
    assert found.holds
    assert found.assertions > 2000
    assert inconsistency.check(knowledge, names, "forward").holds


@pytest.mark.parametrize("engine", ["forward", pytest.param("hermit", marks=needs_java)])
def test_a_class_without_possible_members_is_named(given, engine):
    knowledge, names = given(
        'ft:Impossible a owl:Class ; rdfs:subClassOf ft:Committee, ft:OperatorBoard ; rdfs:label "impossible"@fr .'
    )
    found = inconsistency.check(knowledge, names, engine)
    assert found.consistent
    assert not found.holds
    assert [label.fr for _, label in found.impossible] == ["impossible"]


SOME = "[ a owl:Restriction ; owl:onProperty ft:party ; owl:someValuesFrom %s ]"
THIS = "[ a owl:Restriction ; owl:onProperty ft:party ; owl:hasValue :rennes ]"
LINKED = (
    f"""ft:Chimera a owl:Class ; rdfs:subClassOf ft:Committee, ft:OperatorBoard ; rdfs:label "chimère"@fr .
    ft:Meets a owl:Class ; rdfs:subClassOf {SOME % "ft:Chimera"} ; rdfs:label "rencontre"@fr .
    ft:MeetsThose a owl:Class ; rdfs:subClassOf {SOME % "ft:Meets"} .
    ft:ToRennes a owl:Class ; rdfs:subClassOf {THIS} ; rdfs:label "vers Rennes"@fr ."""
    # A party is an actor, and no place is one: who would be of that class would contradict what is said of Rennes.
    """ :rennes a ft:Commune ; skos:prefLabel "Rennes"@fr ."""
    # Each of these two may have members, though not both: they say contrary things of one commune.
    """ ft:Here a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ft:here ; owl:hasValue :vitre ] .
    ft:There a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ft:there ; owl:hasValue :vitre ] .
    ft:here a owl:ObjectProperty ; rdfs:range ft:Actor . ft:there a owl:ObjectProperty ; rdfs:range ft:Territory ."""
)


@pytest.mark.parametrize("engine", ["forward", pytest.param("hermit", marks=needs_java)])
def test_a_class_is_impossible_by_what_it_leads_to_and_by_nothing_else(given, engine):
    knowledge, names = given(LINKED)
    found = inconsistency.check(knowledge, names, engine)
    assert [iri.rpartition("#")[2] for iri, _ in found.impossible] == ["Chimera", "Meets", "MeetsThose", "ToRennes"]


def test_what_a_class_leads_to_is_told(given):
    told = [each.headline.fr for each in inconsistency.explain(*given(LINKED))]
    assert told[1].startswith("Rien ne peut être « rencontre » : ce à quoi cela mène serait à la fois ")
    assert told[3].startswith("Rien ne peut être « vers Rennes » : « Rennes » serait à la fois ")


def test_a_class_that_every_branch_of_a_union_forbids_is_seen_by_hermit_alone(given):
    knowledge, _ = given(
        "ft:U a owl:Class ; rdfs:subClassOf [ a owl:Class ; owl:unionOf ( ft:A ft:B ) ] . ft:C a owl:Class ;"
        f" rdfs:subClassOf ft:Committee, ft:OperatorBoard . ft:A a owl:Class ; rdfs:subClassOf {SOME % 'ft:C'} ."
        f" ft:B a owl:Class ; rdfs:subClassOf {SOME % 'ft:C'} ."
    )
    assert [each.rpartition("#")[2] for each in inconsistency.impossible_classes(knowledge)] == ["A", "B", "C"]


def test_why_a_class_can_have_no_member(given):
    (found,) = inconsistency.explain(
        *given('ft:Impossible a owl:Class ; rdfs:subClassOf ft:Committee, ft:OperatorBoard ; rdfs:label "chimère"@fr .')
    )
    assert found.headline.fr.startswith("Rien ne peut être « chimère » : ce serait à la fois ")
    assert len(found.rules) == 3


def test_where_nothing_is_wrong_nothing_is_explained(given):
    assert inconsistency.explain(*given(":y a ft:Operator .")) == ()


def test_dated_values_are_left_out_and_counted(given):
    knowledge, _ = given(':c a ft:Contract ; ft:validFrom "2024-01-01"^^xsd:date .')
    assert knowledge.dated == 1


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", (PREFIXES + ":a ;;; [").encode(), b"[" * 2000], ids=["utf", "ttl", "deep"]
)
def test_a_file_that_cannot_be_read_is_refused(content):
    with pytest.raises(SourceError, match=r"essai\.ttl"):
        list(statements.of_triples([statements.read(content, "essai.ttl")]).statements)
