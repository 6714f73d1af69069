"""A reader who knows how every number adds up, and works out all that the shown ones say of the withheld ones.

The unknowns are the people of each atom of the table, none of them less than nobody: whatever adds up is there, and the
reader is told no line. Linear programming in exact fractions (two phases, Bland's rule: it always ends).
"""

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf

from ftgraph.indicators.axes import Axis

Atoms = frozenset[tuple[int, ...]]
Row = list[Fraction]


def made_of(axes: Sequence[Axis], place: Sequence[int]) -> Atoms:
    """The atoms of the whole table that a cell counts."""
    return frozenset(itertools.product(*(axis.atoms[value] for axis, value in zip(axes, place, strict=True))))


class Reader:
    """What is known. `shown`: what each shown cell counts, and its number; `not_zero`: cells of somebody at least."""

    def __init__(self, shown: Mapping[Atoms, int], not_zero: Sequence[Atoms] = ()) -> None:
        atoms = sorted(frozenset().union(*shown, *not_zero))
        self._column = {atom: number for number, atom in enumerate(atoms)}
        lines = [(each, Fraction(value), None) for each, value in shown.items()]
        lines += [(each, Fraction(1), number) for number, each in enumerate(not_zero)]
        width = len(atoms) + len(not_zero)
        self._rows: list[Row] = []
        for number, (counted, value, slack) in enumerate(lines):
            known = [Fraction(atom in counted) for atom in atoms]
            above = [Fraction(-(each == slack)) for each in range(len(not_zero))]
            artificial = [Fraction(each == number) for each in range(len(lines))]
            self._rows.append([*known, *above, *artificial, value])
        self._basis = [width + number for number in range(len(lines))]
        self._most([Fraction(0)] * width + [Fraction(-1)] * len(lines))
        for number in range(len(lines) - 1, -1, -1):
            # What is still artificial is at nothing: it leaves, or its line says nothing more than others.
            if self._basis[number] >= width:
                column = next((each for each in range(width) if self._rows[number][each]), None)
                if column is None:
                    del self._rows[number], self._basis[number]
                else:
                    self._pivot(number, column)
        self._rows = [[*row[:width], row[-1]] for row in self._rows]
        self._width = width

    def bounds(self, atoms: Atoms) -> tuple[float, float]:
        """The least and the most that a withheld cell may be."""
        aim = [Fraction(0)] * self._width
        for atom in atoms & self._column.keys():
            aim[self._column[atom]] = Fraction(1)
        most = self._most(aim) if atoms <= self._column.keys() else inf
        return -self._most([-each for each in aim]), most

    def _most(self, aim: Row) -> float:
        """The most that a sum may be, from the table as it stands."""
        while True:
            worth = [(aim[each], row) for each, row in zip(self._basis, self._rows, strict=True) if aim[each]]
            for column, own in enumerate(aim):
                if own > sum(worth_of * row[column] for worth_of, row in worth):
                    break
            else:
                return float(sum(worth_of * row[-1] for worth_of, row in worth))
            leaving = [
                (row[-1] / row[column], self._basis[number], number)
                for number, row in enumerate(self._rows)
                if row[column] > 0
            ]
            if not leaving:
                return inf
            self._pivot(min(leaving)[2], column)

    def _pivot(self, number: int, column: int) -> None:
        pivot = self._rows[number] = [each / self._rows[number][column] for each in self._rows[number]]
        for other, row in enumerate(self._rows):
            if other != number and row[column]:
                factor = row[column]
                self._rows[other] = [each - factor * by if by else each for each, by in zip(row, pivot, strict=True)]
        self._basis[number] = column
