"""What is new of individuals, and the reasons given in words."""

import pytest

from ftgraph.errors import UsageError
from ftgraph.namespaces import DEF, ROOT
from ftgraph.reasoning import classification
from ftgraph.reasoning.forward import Closure
from ftgraph.reasoning.rules import rules_of

DATA = "https://example.org/data#"
CONTRACT = f"{ROOT}/id/contract/departement-35/pacte-des-solidarites-d-ille-et-vilaine"


@pytest.fixture(scope="module")
def found(demo):
    return classification.classify(demo, classification.published(demo, ROOT))


@pytest.mark.parametrize(
    ("turtle", "thing", "expected"),
    [
        (":cd a ft:LocalAuthority ; ft:exercisesPower voc:power\\/department .", "cd", {"DepartmentalAuthority"}),
        (
            ":c a ft:Contract ; ft:signature :s1, :s2 . :s1 ft:signatory :d . :s2 ft:signatory :e ."
            " :d a ft:StateService . :e a ft:AuthorityGrouping .",
            "c",
            {"StateLocalContract"},
        ),
        (  # the same, the signatures told after the signatories
            ":s1 ft:signatory :d . :s2 ft:signatory :e . :d a ft:StateService . :e a ft:AuthorityGrouping ."
            " :c ft:signature :s1, :s2 ; a ft:Contract .",
            "c",
            {"StateLocalContract"},
        ),
        (
            ":ml a ft:SpecialisedOperator ; ft:makesCommitment :e . :e a ft:Commitment .",
            "ml",
            {"CharterBoundOperator", "CharterParty"},
        ),
        (":n a ft:UnmetNeed ; ft:raisedTo :k . :k a ft:Committee .", "n", {"RaisedNeed", "HandledNeed"}),
        (":x a ft:Actor . :c ft:party :x .", "x", set()),
        (":c a ft:Contract ; ft:party :x .", "x", {"Actor"}),
        # A State–authority contract that is only said to be one has parties that nobody knows.
        (":c a ft:StateLocalContract .", "c", set()),
        (":o a ft:CharterBoundOperator .", "o", set()),
        # A territorial committee that is neither regional nor local can only be departmental.
        (":k a ft:TerritorialCommittee ; ft:level voc:committee-level\\/DEP .", "k", {"DepartmentalCommittee"}),
    ],
    ids=[
        "powers",
        "contract",
        "contract backwards",
        "charter",
        "need",
        "nothing",
        "range",
        "unknown parties",
        "above",
        "level",
    ],
)
def test_news(given, turtle, thing, expected):
    knowledge, _ = given(turtle)
    closure = Closure(rules_of(knowledge.statements), knowledge.statements)
    individual = DATA + thing
    new = classification.news(closure, knowledge.statements, individual, closure.types[individual])
    assert {each.removeprefix(DEF) for each in new} == expected


def test_a_contract_of_the_example_and_its_reasons(found):
    (row,) = (each for each in found.rows if each.individual == CONTRACT)
    assert row.kind == f"{DEF}StateLocalContract"
    assert [each.fr for each in row.said] == ["contrat"]
    facts = [each.fr for each in row.facts]
    assert "« Préfecture d’Ille-et-Vilaine » est dit « service de l’État »." in facts
    assert any("« Conseil départemental d’Ille-et-Vilaine »" in each for each in facts)
    assert "Ce à quoi mène « porte la signature » puis « signataire » en est « partie »." in [e.fr for e in row.rules]
    assert any(each.say("en").startswith("“Préfecture") for each in row.facts)


def test_what_is_written_already_is_not_news(found):
    assert not {"Actor", "PublicBody", "Contract", "Committee"} & {each.kind.removeprefix(DEF) for each in found.rows}
    assert all(each.facts for each in found.rows)


def test_dates_are_left_out_and_counted(found):
    assert found.dated > 100
    assert found.values > 100


def test_one_source_reads_less_than_all(demo, found):
    one = classification.classify(demo, classification.published(demo, ROOT, ["departement-35"]))
    assert one.sources == ("committees-departement-35",)
    assert 0 < one.assertions < found.assertions
    assert CONTRACT in {each.individual for each in one.rows}


def test_one_thing_alone_is_classed_as_among_all(demo, found):
    for individual in {each.individual for each in found.rows}:
        alone = classification.of_thing(demo, individual)
        assert {each.kind for each in alone} == {each.kind for each in found.rows if each.individual == individual}
    assert classification.of_thing(demo, f"{ROOT}/id/nothing") == ()


def test_wrong_names_are_refused(demo, found):
    with pytest.raises(UsageError, match="nulle-part"):
        classification.published(demo, ROOT, ["nulle-part"])
    with pytest.raises(UsageError, match="Rien"):
        classification.of_class(found.rows, "Rien")
    with pytest.raises(UsageError, match="elk"):
        classification.engine_of("elk")
    assert classification.of_class(found.rows, "StateLocalContract")
    assert classification.of_class(found.rows, "") == found.rows


def test_too_many_assertions_are_refused(demo, monkeypatch):
    monkeypatch.setattr("ftgraph.reasoning.assertions.MOST_ASSERTIONS", 100)
    with pytest.raises(UsageError, match="100 affirmations"):
        classification.published(demo, ROOT)
