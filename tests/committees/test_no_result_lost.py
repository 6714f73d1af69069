"""Whatever is taken out of a file, each result of the engine is in exactly one finding, or its rule says why not."""

from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftgraph.committees.findings import rule_of
from ftgraph.sources.handed_in import HandedIn
from ftgraph.validation import engines, preparation, rulesets


@pytest.fixture(scope="module")
def shapes():
    return {name: engines.Shapes(rulesets.shapes((name,))) for name in rulesets.ALL}


@pytest.fixture(scope="module")
def surroundings():
    return preparation.ontology_classes(), rulesets.reference()


@pytest.mark.parametrize("name", ["dep-2023", "dep-law"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.data())
def test_no_result_is_lost_and_none_is_told_twice(name, seed, checker, file_of, day_of, shapes, surroundings):
    lines = sorted(file_of(name).data.splitlines(keepends=True))
    dropped = seed.draw(st.sets(st.integers(0, len(lines) - 1), min_size=1, max_size=40))
    data = "".join(line for number, line in enumerate(lines) if number not in dropped)
    day = day_of(name)
    classes, reference = surroundings
    rule_set = rulesets.PREFIGURATION if name.endswith("2023") else rulesets.LABOUR_CODE
    complete = data + preparation.derived(data, classes, day) + preparation.check_node(day) + reference
    results = shapes[rule_set].run(complete)

    report = checker.check(HandedIn(name, "rdf", data), on=day, rule_set=rule_set, composition=False)
    told = Counter(
        (finding.shape, finding.focus, finding.path, finding.value, finding.message.fr)
        for committee in report.committees
        for finding in committee.findings
    )
    silent = {
        outcome.rule
        for committee in report.committees
        for outcome in committee.outcomes
        if outcome.state == "undecidable"
    }
    mentioned = {
        str(term).strip("<>") for quad in ox.parse(data.encode(), format=ox.RdfFormat.N_TRIPLES) for term in quad.triple
    }
    due = [result for result in set(results) if rule_of(result.shape) not in silent and result.focus in mentioned]
    assert sum(told.values()) == len(due)
    assert max(told.values(), default=1) == 1
    assert {key[:2] for key in told} == {(result.shape, result.focus) for result in due}
