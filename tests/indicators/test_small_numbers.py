"""No withheld cell can be found again: a reader who tries every table of whole numbers finds several that fit."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftgraph.indicators.small_numbers import Line, Table, withheld

THRESHOLD = 5


def crossed(grid: list[list[int]]) -> tuple[list[int], list[Line]]:
    """A table with its margins: rows, columns, and the grand total; cells row by row, the total last in each."""
    rows = [[*row, sum(row)] for row in grid]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    width = len(rows[0])
    cells = [value for row in rows for value in row]
    lines = [
        Line(r * width + width - 1, tuple(r * width + c for c in range(width - 1)), True) for r in range(len(rows))
    ]
    lines += [
        Line((len(rows) - 1) * width + c, tuple(r * width + c for r in range(len(rows) - 1)), True)
        for c in range(width)
    ]
    return cells, lines


def other_values(values: list[int], lines: list[Line], hidden: frozenset[int], cell: int, wanted: int) -> int:
    """How many values, up to `wanted`, a withheld cell may have in tables that fit all that is shown.

    Every way to fill the withheld cells with whole numbers from 1 up (0, where that is the truth) is tried, those
    nearest to the true ones first.
    """
    of_cell = {each: [line for line in lines if each in (line.total, *line.parts)] for each in hidden}
    most = max(values) + THRESHOLD

    def fits(filled: dict[int, int], line: Line) -> bool:
        parts = [filled.get(each, None if each in hidden else values[each]) for each in line.parts]
        total = filled.get(line.total, None if line.total in hidden else values[line.total])
        least = sum(
            min(1, values[each]) if value is None else value for each, value in zip(line.parts, parts, strict=True)
        )
        return total is None or (least <= total and (None in parts or least == total))

    def fill(filled: dict[int, int], left: list[int]) -> bool:
        if not left:
            return True
        for value in sorted(range(min(1, values[left[0]]), most + 1), key=lambda each: abs(each - values[left[0]])):
            filled[left[0]] = value
            if all(fits(filled, line) for line in of_cell[left[0]]) and fill(filled, left[1:]):
                return True
            del filled[left[0]]
        return False

    others = sorted(hidden - {cell})
    count = 0
    for value in sorted(range(min(1, values[cell]), most + 1), key=lambda each: abs(each - values[cell])):
        start = {cell: value}
        count += all(fits(start, line) for line in of_cell[cell]) and fill(start, others)
        if count == wanted:
            break
    return count


GRIDS = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=3)
)


@settings(max_examples=100, deadline=None)
@given(GRIDS)
def test_no_withheld_cell_of_a_crossed_table_can_be_found_again(grid):
    values, lines = crossed(grid)
    hidden, unsafe = withheld(Table(values, lines), THRESHOLD)
    assert not unsafe
    assert all(number in hidden for number, value in enumerate(values) if 0 < value < THRESHOLD)
    for cell in hidden:
        assert other_values(values, lines, hidden, cell, 2) == 2, (grid, cell)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=4))
def test_a_small_cell_of_a_list_may_be_any_small_number(parts):
    values = [*parts, sum(parts)]
    lines = [Line(len(parts), tuple(range(len(parts))), True)]
    hidden, unsafe = withheld(Table(values, lines), THRESHOLD)
    assert not unsafe
    for cell in hidden:
        wanted = THRESHOLD if 0 < values[cell] < THRESHOLD else 2
        assert other_values(values, lines, hidden, cell, wanted) == wanted, (parts, cell)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=3), min_size=2, max_size=3))
def test_nested_territories_keep_what_is_within_them(basins):
    """Basins in départements in a région: cells of basins, then départements, then the région."""
    values = [value for basin in basins for value in basin]
    lines, start = [], 0
    for number, basin in enumerate(basins):
        lines.append(Line(len(values) + number, tuple(range(start, start + len(basin))), True))
        start += len(basin)
    top = len(values) + len(basins)
    lines.append(Line(top, tuple(range(len(values), top)), True))
    values = [*values, *(sum(basin) for basin in basins), sum(map(sum, basins))]
    hidden, unsafe = withheld(Table(values, lines), THRESHOLD)
    assert not unsafe
    for cell in hidden:
        assert other_values(values, lines, hidden, cell, 2) == 2, (basins, cell)


def test_the_complement_goes_with_the_small_cell():
    values, lines = [3, 97, 100], [Line(2, (0, 1), True)]
    assert withheld(Table(values, lines), THRESHOLD) == (frozenset({0, 1}), frozenset())


def test_nothing_is_withheld_where_nothing_is_small():
    values, lines = crossed([[5, 60], [70, 8]])
    assert withheld(Table(values, lines), THRESHOLD) == (frozenset(), frozenset())


def test_a_small_rest_is_kept_too():
    """One part of a public: those outside it are 3 people, which the total would give away."""
    hidden, _ = withheld(Table([97, 100], [Line(1, (0,), False)]), THRESHOLD)
    assert hidden
    assert withheld(Table([90, 100], [Line(1, (0,), False)]), THRESHOLD)[0] == frozenset()


def test_two_small_cells_that_a_total_pins_down_need_a_third():
    hidden, _ = withheld(Table([1, 1, 50, 52], [Line(3, (0, 1, 2), True)]), THRESHOLD)
    assert hidden == frozenset({0, 1, 2})


def test_what_others_publish_cannot_be_withheld_and_is_said():
    table = Table([3, 97, 100], [Line(2, (0, 1), True)], fixed=frozenset({1, 2}))
    hidden, unsafe = withheld(table, THRESHOLD)
    assert (hidden, unsafe) == (frozenset({0}), frozenset({0}))


def test_what_others_withhold_is_not_given_away():
    """The first cell is withheld elsewhere, for a value unknown here: its complement is not shown."""
    table = Table([None, 97, 100], [Line(2, (0, 1), True)], hidden=frozenset({0}))
    hidden, unsafe = withheld(table, THRESHOLD)
    assert not unsafe
    assert {0} < hidden


@pytest.mark.parametrize("adds_up", [True, False])
def test_a_rate_is_hidden_with_another(adds_up):
    table = Table([3, 97, 100], [Line(2, (0, 1), True)], adds_up=adds_up)
    assert len(withheld(table, THRESHOLD)[0]) == 2
