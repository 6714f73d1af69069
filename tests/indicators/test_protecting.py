"""What a file may publish: along the cube's dimensions, nested territories and periods, whatever others publish."""

from dataclasses import replace
from decimal import Decimal

import pytest
from pyroaring import BitMap

from ftgraph.errors import SourceError
from ftgraph.indicators.protecting import protect
from ftgraph.sources.observation_rows import Cell, Observation
from ftgraph.sources.periods import Period

AREAS = {
    "region": ("region", BitMap([1, 2, 3])),
    "a": ("departement", BitMap([1])),
    "b": ("departement", BitMap([2, 3])),
}
YEAR, FIRST = Period(2026, "year"), Period(2026, "half", 1)


@pytest.fixture
def observe(structure):
    def _observe(key, place, value, base=None, period=FIRST, **codes):
        notations = list(structure.wholes)
        for name, code in codes.items():
            notations[structure.position(name)] = code
        iri = structure.indicator(key).iri
        number = None if value is None else Decimal(value)
        status = "withheld" if value is None else "final"
        return Observation(Cell(iri, place, period, tuple(notations)), number, status, base)

    return _observe


def hidden(given, structure, published=(), threshold=11):
    made = protect(given, list(published), structure, AREAS.get, threshold)
    return [number for number, each in enumerate(made.observations) if each.value is None], made


def test_the_complement_in_a_dimension_is_withheld(observe, structure):
    given = [
        observe("registered", "a", 100),
        observe("registered", "a", 4, gender="F"),
        observe("registered", "a", 96, gender="M"),
    ]
    found, made = hidden(given, structure)
    assert found == [1, 2]
    assert (made.small, made.also) == (1, 1)
    assert hidden(given, structure, threshold=0)[0] == []


def test_a_territory_is_not_found_by_taking_the_others_from_the_whole(observe, structure):
    given = [observe("registered", "region", 100), observe("registered", "a", 4), observe("registered", "b", 96)]
    assert hidden(given, structure)[0] == [1, 2]


def test_a_place_left_out_is_not_given_away(observe, structure):
    """Only b is told; a, which is in no line, would be the four that remain."""
    given = [observe("registered", "region", 100), observe("registered", "b", 96)]
    assert hidden(given, structure)[0]


def test_territories_that_overlap_are_not_found_by_difference(observe, structure):
    """A bassin across a and b: with the other one of each département, its two parts are known, and one is of 3."""
    areas = {
        "a": ("departement", BitMap([1, 2])),
        "b": ("departement", BitMap([3, 4])),
        "in-a": ("bassin", BitMap([1])),
        "in-b": ("bassin", BitMap([4])),
        "across": ("bassin", BitMap([2, 3])),
    }
    told = {"a": 53, "b": 90, "in-a": 50, "in-b": 60, "across": 33}
    given = [observe("registered", place, value) for place, value in told.items()]
    made = protect(given, [], structure, areas.get, 11)
    assert made.small == 0
    assert made.also > 0
    # One commune more in the EPCI than in the bassin within it: those of the commune are 4.
    areas = {"bassin": ("bassin", BitMap([1, 2])), "epci": ("epci", BitMap([1, 2, 3]))}
    given = [observe("registered", "bassin", 60), observe("registered", "epci", 64)]
    assert protect(given, [], structure, areas.get, 11).also > 0


def test_periods_of_a_flow_add_up_and_those_of_a_stock_do_not(observe, structure):
    second = Period(2026, "half", 2)

    def three(key):
        return [observe(key, "a", 100, period=YEAR), observe(key, "a", 4), observe(key, "a", 96, period=second)]

    assert hidden(three("inflow"), structure)[0] == [1, 2]
    assert hidden(three("registered"), structure)[0] == [1]


def test_those_outside_a_public_are_not_found(observe, structure):
    given = [observe("registered", "a", 100), observe("registered", "a", 97, public="seniors")]
    assert hidden(given, structure)[0]


def test_an_indicator_that_breaks_another_down_is_the_same_number(observe, structure):
    given = [
        observe("registered", "a", 100),
        observe("profile", "a", 4, gender="F"),
        observe("registered", "a", 96, gender="M"),
    ]
    assert hidden(given, structure)[0] == [1, 2]


def test_a_rate_on_few_people_is_withheld(observe, structure):
    given = [
        observe("return-to-work", "a", "50", base=100),
        observe("return-to-work", "a", "50", base=8, gender="F"),
        observe("return-to-work", "a", "50", base=92, gender="M"),
    ]
    assert hidden(given, structure)[0] == [1, 2]
    few = [observe("return-to-work", "a", "3", base=100)]
    assert hidden(few, structure)[0] == [0]


def test_a_rate_broken_down_on_nobody_knows_how_many_is_withheld(observe, structure):
    given = [observe("return-to-work", "a", "50"), observe("return-to-work", "a", "40", gender="F")]
    found, made = hidden(given, structure)
    assert 1 in found
    assert (made.small, made.unknown) == (0, 1)


def test_what_others_publish_counts(observe, structure):
    small = observe("registered", "a", 4, gender="F")
    others = [observe("registered", "a", 100), observe("registered", "a", 96, gender="M")]
    with pytest.raises(SourceError, match="autre source"):
        hidden([small], structure, others)
    # One more number that is not published elsewhere leaves room to withhold.
    given = [small, observe("registered", "a", 96, gender="M")]
    assert hidden(given, structure, others[:1])[0] == [0, 1]


def test_what_others_withhold_is_withheld_here(observe, structure):
    other = replace(observe("registered", "a", None, gender="F"))
    given = [observe("registered", "a", 20, gender="F")]
    assert hidden(given, structure, [other])[0] == [0]


def test_the_example_keeps_its_small_numbers(example, structure, demo_index):
    def areas(iri):
        found = demo_index.territories.by_iri(iri)
        return (found.kind, demo_index.territories.members(found.number)) if found else None

    made = protect(example, [], structure, areas, 11)
    kept = {each.cell: each for each in made.observations}
    assert made.small > 20
    assert made.also > 0
    for each in example:
        indicator = structure.indicators[each.cell.indicator]
        if indicator.adds_up and 0 < each.value < 11:
            assert kept[each.cell].value is None
    shown = [each for each in made.observations if each.value is not None]
    assert len(shown) > 0.9 * len(example)


def test_what_others_have_made_safe_is_their_affair(observe, structure):
    """They withhold a and b of the région; this file is of another half."""
    others = [observe("registered", "region", 100), observe("registered", "a", None), observe("registered", "b", None)]
    given = [observe("registered", "a", 50, period=Period(2026, "half", 2))]
    assert hidden(given, structure, others)[0] == []
    # But what it adds of the same half may not give theirs away.
    assert hidden([observe("registered", "a", 50)], structure, others)[0] == [0]
