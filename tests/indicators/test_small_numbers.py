"""No withheld cell can be found again, by a reader who works out all that the shown ones say."""

import importlib.util
import itertools
import random
from math import inf
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftgraph.indicators.additions import made_from
from ftgraph.indicators.axes import Axis
from ftgraph.indicators.small_numbers import Table, withheld

_spec = importlib.util.spec_from_file_location("attacker", Path(__file__).with_name("attacker.py"))
attacker = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(attacker)
Reader, made_of = attacker.Reader, attacker.made_of
THRESHOLD = 5


def axis(*values: set[int], families: tuple[str, ...] = ()) -> Axis:
    return Axis(list(map(frozenset, values)), list(families or ("",) * len(values)))


def whole_axis(number: int) -> Axis:
    """A total and its parts."""
    return axis(set(range(number)), *({each} for each in range(number)))


def counted(axes, people, places=None):
    """The table of what some people, by atom, make on all or some places."""
    places = places or list(itertools.product(*(range(len(each.atoms)) for each in axes)))
    values = [sum(people[atom] for atom in made_of(axes, place)) for place in places]
    apart = made_from(axes, places, values)
    virtual = frozenset(range(len(places), len(places) + len(apart)))
    return Table(axes, [*places, *apart], [*values, *apart.values()], virtual=virtual)


def spreads(table: Table, hidden):
    """Each withheld cell → over how many numbers it is known to be able to go."""
    cells = {cell: made_of(table.axes, place) for cell, place in enumerate(table.places) if cell not in table.virtual}
    shown = {atoms: table.values[cell] for cell, atoms in cells.items() if cell not in hidden}
    # Zeros are seldom withheld: a reader holds the others to be somebody.
    reader = Reader(shown, [cells[cell] for cell in hidden if table.values[cell] and cells[cell] not in shown])
    found = {}
    for cell in hidden:
        least, most = reader.bounds(cells[cell])
        found[cell] = inf if most == inf else most - least
    return found


def needed(table: Table, cell: int) -> int:
    return THRESHOLD - 1 if 0 < table.values[cell] < THRESHOLD else 1


def check(table: Table):
    hidden, unsafe = withheld(table, THRESHOLD)
    assert not unsafe
    for cell, value in enumerate(table.values):
        assert cell in hidden or cell in table.virtual or not 0 < value < THRESHOLD
    for cell, spread in spreads(table, hidden).items():
        assert spread >= needed(table, cell), (table.places, table.values, hidden, cell)
    return hidden


PEOPLE = st.one_of(st.integers(0, 9), st.integers(0, 40))


def people_of(atoms):
    return st.fixed_dictionaries(dict.fromkeys(atoms, PEOPLE))


@st.composite
def crossed(draw, most=3):
    axes = [whole_axis(number) for number in draw(st.lists(st.integers(2, 3), min_size=1, max_size=most))]
    atoms = list(itertools.product(*(sorted(each.atoms[0]) for each in axes)))
    return counted(
        axes, dict(zip(atoms, draw(st.lists(PEOPLE, min_size=len(atoms), max_size=len(atoms))), strict=True))
    )


@st.composite
def overlapping(draw):
    """Départements and bassins cut the same communes in their own ways; some are told with women and men."""
    communes = list(range(draw(st.integers(2, 5))))
    values, families = [set(communes)], ["pays"]
    for family in ("departement", "bassin", "epci")[: draw(st.integers(2, 3))]:
        of = draw(st.lists(st.integers(0, 2), min_size=len(communes), max_size=len(communes)))
        for number in sorted(set(of)):
            values.append({commune for commune, each in zip(communes, of, strict=True) if each == number})
            families.append(family)
    places = axis(*values, families=tuple(families))
    axes = [places, whole_axis(2)] if draw(st.booleans()) else [places]
    atoms = list(itertools.product(*(sorted(each.atoms[0]) for each in axes)))
    cells = list(itertools.product(*(range(len(each.atoms)) for each in axes)))
    told = draw(st.lists(st.sampled_from(cells), min_size=2, max_size=len(cells), unique=True))
    return counted(axes, draw(people_of(atoms)), sorted(told))


@settings(max_examples=40, deadline=None)
@given(crossed())
def test_no_withheld_cell_of_a_crossed_table_can_be_found_again(table):
    check(table)


@settings(max_examples=100, deadline=None)
@given(overlapping())
def test_no_withheld_cell_of_overlapping_territories_can_be_found_again(table):
    check(table)


def test_a_bassin_across_two_departements_is_not_found_by_taking_the_rest_from_them():
    """Two départements, a bassin in each, and a third one of 3 people across both: 1 and 2 of them."""
    places = axis({0, 1}, {2, 3}, {0}, {3}, {1, 2}, families=("departement",) * 2 + ("bassin",) * 3)
    table = counted([places], {(0,): 60, (1,): 1, (2,): 2, (3,): 80})
    hidden = check(table)
    assert 4 in hidden
    assert len(hidden) > 1


def test_the_complement_goes_with_the_small_cell():
    assert check(counted([whole_axis(2)], {(0,): 3, (1,): 97})) == {1, 2}


def test_nothing_is_withheld_where_nothing_is_small():
    people = dict(zip(itertools.product((0, 1), (0, 1)), (5, 60, 70, 8), strict=True))
    assert not check(counted([whole_axis(2), whole_axis(2)], people))


def test_a_small_difference_is_kept_too():
    """One part of a whole: those outside it are 3 people, which the total would give away."""
    few, many = ({(0,): 97, (1,): 3}, {(0,): 90, (1,): 10})
    assert check(counted([whole_axis(2)], few, [(0,), (1,)]))
    assert not check(counted([whole_axis(2)], many, [(0,), (1,)]))


def test_two_small_cells_that_a_total_pins_down_need_a_third():
    assert check(counted([whole_axis(3)], {(0,): 1, (1,): 1, (2,): 50})) == {1, 2, 3}


def three(*values: int | None, **said):
    """A total, then its two parts."""
    return Table([whole_axis(2)], [(0,), (1,), (2,)], values, **said)


def test_what_others_publish_cannot_be_withheld_and_is_said():
    assert withheld(three(100, 3, 97, fixed=frozenset({0, 2})), THRESHOLD) == ({1}, {1})


def test_what_others_withhold_is_not_given_away():
    """The first part is withheld elsewhere, for a value unknown here: its complement is not shown."""
    hidden, unsafe = withheld(three(100, None, 97, hidden=frozenset({1})), THRESHOLD)
    assert not unsafe
    assert {1} < hidden


@pytest.mark.parametrize("adds_up", [True, False])
def test_a_rate_is_hidden_with_another(adds_up):
    assert len(withheld(three(100, 3, 97, adds_up=adds_up), THRESHOLD)[0]) == 2


def fewest(table: Table) -> int:
    """How many cells must be withheld at the least: all ways are tried, the shortest first."""
    small = {cell for cell, value in enumerate(table.values) if cell not in table.virtual and 0 < value < THRESHOLD}
    others = [cell for cell in range(len(table.values)) if cell not in small | table.virtual]
    for number in range(len(others) + 1):
        for more in itertools.combinations(others, number):
            hidden = small | set(more)
            if all(spread >= needed(table, cell) for cell, spread in spreads(table, hidden).items()):
                return len(hidden)
    raise AssertionError


def test_little_more_than_the_fewest_cells_is_withheld():
    """On small tables with one or two small numbers, where all ways can be tried."""
    chance = random.Random(3)
    withheld_here = least = 0
    for _ in range(12):
        axes = [whole_axis(2), whole_axis(chance.choice((2, 3)))]
        atoms = list(itertools.product(*(sorted(each.atoms[0]) for each in axes)))
        people = {atom: chance.choice((2, 3, 8, 12, 20, 30)) for atom in atoms}
        table = counted(axes, people)
        withheld_here += len(check(table))
        least += fewest(table)
    assert least <= withheld_here <= 1.2 * least
