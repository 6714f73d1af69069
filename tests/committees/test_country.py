"""A small country: conform, the check finds nothing; with defects sown in it, each of them is found, no more."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from ftgraph.committees.checking import Checker
from ftgraph.sources import territories
from ftgraph.sources.handed_in import HandedIn
from ftgraph.sources.territories import Territories
from ftgraph.validation import engines, preparation, rulesets

SIZES = (2, 4, 10)
SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def made() -> Iterator[SimpleNamespace]:
    """`country.py` and `sowing.py`, beside this test: tests are collected without their folders on the path."""
    folder = str(Path(__file__).parent)
    sys.path.insert(0, folder)
    try:
        import country
        import sowing

        yield SimpleNamespace(country=country.country, sown=sowing.sown, defects=sowing.defects)
    finally:
        sys.path.remove(folder)


@pytest.fixture(scope="module")
def places() -> Territories:
    return territories.load()


@pytest.fixture(scope="module")
def compiled():
    built: dict[tuple[str, str], engines.Shapes] = {}

    def _compiled(rule_set, engine):
        if (rule_set, engine) not in built:
            built[rule_set, engine] = engines.Shapes(rulesets.shapes((rule_set,)), engine)
        return built[rule_set, engine]

    return _compiled


def found(shapes, country):
    classes = preparation.ontology_classes()
    data = country.data()
    extra = preparation.derived(data, classes, country.day) + preparation.check_node(country.day)
    return {(result.shape, result.focus) for result in shapes.run(data + extra + rulesets.reference())}


@pytest.mark.parametrize("rule_set", rulesets.ALL)
def test_the_check_has_nothing_to_say_of_a_conform_country(made, places, rule_set):
    country = made.country(1, places, SIZES, rule_set)
    report = Checker((rule_set,)).check(HandedIn("pays.nt", "rdf", country.data()), on=country.day, rule_set=rule_set)
    assert [committee.iri for committee in report.committees if committee.findings] == []
    assert [committee.level for committee in report.committees] == ["NAT"] + ["REG"] * 2 + ["DEP"] * 4 + ["LOC"] * 10
    assert all(committee.count("kept") > 5 for committee in report.committees)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("rule_set", rulesets.ALL)
def test_what_was_sown_is_found_and_nothing_else(made, places, compiled, rule_set, seed):
    country, expected = made.sown(made.country(seed, places, SIZES, rule_set), made.defects(rule_set), seed)
    assert len(expected) > 12
    assert found(compiled(rule_set, "shacl"), country) == expected


@pytest.mark.slow  # a few committees take the reference engine half a minute
@pytest.mark.parametrize("rule_set", rulesets.ALL)
def test_the_reference_engine_finds_the_same(made, places, compiled, rule_set):
    country, expected = made.sown(made.country(1, places, (1, 1, 2), rule_set), made.defects(rule_set), 1)
    assert len(expected) >= 4
    assert found(compiled(rule_set, "pyshacl"), country) == expected


def test_every_defect_finds_a_committee_in_the_country(made, places):
    for rule_set in rulesets.ALL:
        defects = made.defects(rule_set)
        country = made.country(1, places, SIZES, rule_set)
        hosted = [defect.case for defect in defects if made.sown(country, [defect], 1)[1]]
        assert hosted == [defect.case for defect in defects]


def test_the_same_seed_makes_the_same_country(made, places):
    first, again, other = (made.country(seed, places, SIZES, rulesets.LABOUR_CODE).data() for seed in (5, 5, 6))
    assert first == again
    assert first != other
