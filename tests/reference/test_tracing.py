"""Every fact of the document is carried by something; what is not yet is named here."""

import re

import pytest

from ftgraph import queries, tracing
from ftgraph.errors import UsageError
from ftgraph.tracing import KINDS, Fact
from ftgraph_api.pages import declared

# This list only gets shorter: a fact leaves it when something carries it, none comes in.
NOT_CARRIED: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def facts() -> tuple[Fact, ...]:
    return tracing.trace(declared.pages())


def test_each_fact_is_carried_but_those_named_here(facts):
    assert len(facts) == 181
    assert tuple(each.identifier for each in tracing.uncarried(facts)) == NOT_CARRIED


def test_facts_come_in_the_order_of_the_document(facts):
    numbers = [tuple(map(int, each.identifier[1:].split("."))) for each in facts]
    assert numbers == sorted(numbers)
    assert all(each.page == number[0] for each, number in zip(facts, numbers, strict=True))


def test_a_carrier_has_a_name_in_both_languages_and_one_kind(facts):
    carriers = {carrier for fact in facts for carrier in fact.carriers}
    assert {carrier.kind for carrier in carriers} == set(KINDS)
    for carrier in carriers:
        assert carrier.label.fr, carrier
        assert carrier.label.en, carrier
        assert carrier.name.startswith(("https://", "/")) or carrier.kind == "question", carrier
        assert bool(carrier.identifier) is (carrier.kind == "rule"), carrier


def test_a_fact_tells_all_that_carries_it(facts):
    fact = tracing.one(facts, "p8.16")
    named = {(each.kind, each.identifier or each.name.rpartition("/")[2]) for each in fact.carriers}
    assert {
        ("term", "def#ProjectReview"),
        ("value", "project-review"),
        ("rule", "R-DEP-08"),
        ("data", "DEP.deliverable.agenda"),
        ("question", "in-force"),
        ("page", "departement:35"),
    } <= named


def test_questions_and_pages_cite_facts_that_exist(facts):
    known = {each.identifier for each in facts}
    cited = [(query.name, each) for query in queries.catalogue() for each in query.sources]
    cited += [(page.carrier.name, each) for page in declared.pages() for each in page.facts]
    assert len(cited) > 60
    assert [pair for pair in cited if pair[1] not in known] == []


def test_no_fact_rests_on_a_page_alone():
    assert tracing.uncarried(tracing.trace()) == ()


def test_a_fact_that_does_not_exist_is_an_error_that_says_the_range(facts):
    with pytest.raises(UsageError) as error:
        tracing.one(facts, "P99.1")
    assert re.search(r"P1\.1 à P14\.1", error.value.cure)
