"""Which cells of tables are withheld so that no small number can be read, nor found again from what is shown.

A table is cells and lines: a line says that a total is the sum of its parts, and of a rest that is no cell. A small
cell is withheld first. Then, as long as a reader could find a withheld cell again by adding and subtracting what is
shown, one more cell of its lines is withheld. What a reader can find is decided by linear algebra: a withheld cell is
safe when another table exists, made of whole numbers that are not negative, that shows the same and differs there;
where the cell is small, when its values in such tables spread over at least `threshold` numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

MOST_TOGETHER = 2_000
AROUND = (40, 160)
"""How many withheld cells around one are looked at to show it safe. Where that is not enough, one more is withheld."""
_SCALES = (1, 2, 3, 4, 6, 12)
Matrix = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Line:
    """A total and its parts, as cell numbers. `complete`: nothing is missing among the parts."""

    total: int
    parts: tuple[int, ...]
    complete: bool


@dataclass(frozen=True)
class Table:
    """Cells and lines. `values`: whole numbers, None where unknown (withheld by somebody else).

    `fixed`: cells that somebody else publishes, which cannot be withheld any more. `hidden`: those that nobody shows,
    to begin with. `virtual`: sums that a reader can make and nobody publishes. `adds_up` is False for rates and
    durations: their values are then how many people they are computed on, and only what is determined counts.
    `settled`: cells that others withhold and that nothing here bears on: they were made safe when they were published.
    """

    values: Sequence[int | None]
    lines: Sequence[Line]
    fixed: AbstractSet[int] = frozenset()
    hidden: AbstractSet[int] = frozenset()
    virtual: AbstractSet[int] = frozenset()
    small: AbstractSet[int] = frozenset()
    settled: AbstractSet[int] = frozenset()
    adds_up: bool = True


def withheld(table: Table, threshold: int) -> tuple[frozenset[int], frozenset[int]]:
    """(the cells to withhold, those that could not be made safe).

    `threshold`: the smallest number that may be shown. Zero may be: it is about nobody.
    """
    return _Hiding(table, threshold).run()


class _Hiding:
    def __init__(self, table: Table, threshold: int) -> None:
        self._table = table
        self._threshold = threshold
        self._values = list(table.values)
        self._lines: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        self._rests: set[int] = set()
        self._of_cell: dict[int, list[int]] = defaultdict(list)
        self.hidden = set(table.hidden) | set(table.virtual)
        for line in table.lines:
            self._add(line)
        for number, value in enumerate(table.values):
            if number not in table.fixed and (number in table.small or _is_small(value, threshold)):
                self.hidden.add(number)
        self._totals = Counter(line.total for line in table.lines)
        self.unsafe: set[int] = set()

    def _add(self, line: Line) -> None:
        cells: tuple[int, ...] = (line.total, *line.parts)
        signs = (-1, *(1 for _ in line.parts))
        values = [self._values[each] for each in cells]
        known = [each for each in values if each is not None]
        if not line.complete and len(known) == len(values):
            rest = known[0] - sum(known[1:])
            if rest > 0:
                # What the parts leave out is a number that nobody publishes, and a small one is to be kept too.
                self._values.append(rest)
                number = len(self._values) - 1
                self._rests.add(number)
                self.hidden.add(number)
                cells, signs = (*cells, number), (*signs, 1)
        elif not line.complete:
            self._values.append(None)
            number = len(self._values) - 1
            self._rests.add(number)
            self.hidden.add(number)
            cells, signs = (*cells, number), (*signs, 1)
        self._lines.append((cells, signs))
        for cell in cells:
            self._of_cell[cell].append(len(self._lines) - 1)

    def run(self) -> tuple[frozenset[int], frozenset[int]]:
        self._line_by_line()
        waiting = sorted(self.hidden)
        safe: set[int] = set()
        while waiting:
            cell = waiting.pop()
            needed = self._needed(cell)
            if cell in safe or needed == 0:
                continue
            # What is safe stays so when more is withheld: the other tables that were found still show the same.
            if self._find_safe(cell, safe):
                continue
            more = self._choice(self._of_cell[cell]) or self._choice(self._lines_near(cell))
            if more is None:
                if not self._find_safe(cell, safe, (MOST_TOGETHER,)):
                    self.unsafe.add(cell)
                continue
            self.hidden.add(more)
            waiting += [cell, more]
        own = self.hidden - self._rests - set(self._table.virtual)
        return frozenset(own), frozenset(self.unsafe)

    def _find_safe(self, cell: int, safe: set[int], sizes: Sequence[int] = AROUND) -> bool:
        """Whether a cell is safe, by changes of the withheld cells around it; others found safe are added to `safe`."""
        for most in sizes:
            cells = self._around(cell, most)
            spread = self._spread(self._matrix(cells), cells)
            safe.update(each for each, far in zip(cells, spread, strict=True) if far >= self._needed(each))
            if cell in safe or len(cells) < most:
                break
        return cell in safe

    def _lines_near(self, cell: int) -> list[int]:
        return sorted({line for each in self._around(cell, AROUND[-1]) for line in self._of_cell[each]})

    def _line_by_line(self) -> None:
        """Withhold what one line alone makes necessary: cheaper than algebra, which has the last word."""
        waiting = set(range(len(self._lines)))
        while waiting:
            line = waiting.pop()
            cells, signs = self._lines[line]
            held = [cell for cell in cells if cell in self.hidden]
            if not held or any(cell in self._rests or cell in self._table.virtual for cell in held):
                continue
            needed = max(self._needed(cell) for cell in held)
            if self._line_room(held, dict(zip(cells, signs, strict=True))) >= needed:
                continue
            found = self._choice([line])
            if found is not None:
                self.hidden.add(found)
                waiting |= set(self._of_cell[found])

    def _line_room(self, held: Sequence[int], signs: Mapping[int, int]) -> float:
        """How far withheld cells of a line may move against one another, at the most."""
        if len(held) < 2:
            return 0
        if not self._table.adds_up or any(signs[cell] < 0 for cell in held):
            return float("inf")
        return sum(max(0, (self._values[cell] or 0) - self._least(cell)) for cell in held)

    def _around(self, start: int, most: int) -> list[int]:
        """The withheld cells nearest to `start` along the lines, itself first, then the others by distance."""
        found, order = {start}, [start]
        for cell in order:
            for line in self._of_cell[cell]:
                for each in self._lines[line][0]:
                    if each in self.hidden and each not in found and len(order) < most:
                        found.add(each)
                        order.append(each)
        # Totals come first: what is left free is then a part, and a move raises it and the totals it is in.
        return sorted(found, key=lambda cell: (-self._totals[cell], cell))

    def _matrix(self, cells: Sequence[int]) -> Matrix:
        """The lines that some withheld cells are in, as equations of these cells alone: no other one moves."""
        column = {cell: position for position, cell in enumerate(cells)}
        lines = sorted({line for cell in cells for line in self._of_cell[cell]})
        matrix = np.zeros((len(lines), len(cells)))
        for row, line in enumerate(lines):
            for cell, sign in zip(*self._lines[line], strict=True):
                if cell in column:
                    matrix[row, column[cell]] += sign
        return matrix

    def _needed(self, cell: int) -> float:
        """How far a cell's value must be able to move; a reader's own sums and large rests are nobody's secret."""
        if cell in self._table.virtual or cell in self._table.settled:
            return 0
        small = cell in self._table.small or _is_small(self._values[cell], self._threshold)
        if cell in self._rests and not small:
            return 0
        return self._threshold - 1 if small and self._table.adds_up else 1

    def _choice(self, lines: Sequence[int]) -> int | None:
        """The shown cell of some lines that costs least: no zero while another will do, a part before a total."""
        shown = {
            cell
            for line in lines
            for cell in self._lines[line][0]
            if cell not in self.hidden and cell not in self._table.fixed
        }
        if not shown:
            return None
        values = self._values

        def cost(cell: int) -> tuple[bool, int, int, int, int]:
            # A cell that closes a loop of withheld ones makes several safe at once.
            closing = sum(any(each in self.hidden for each in self._lines[line][0]) for line in self._of_cell[cell])
            return values[cell] == 0, -closing, self._totals[cell], values[cell] or 0, cell

        return min(shown, key=cost)

    def _spread(self, matrix: Matrix, cells: list[int]) -> list[float]:
        """For each cell, over how many values it is known to move while nothing that is shown changes."""
        best = [0.0] * len(cells)
        least = [self._least(cell) for cell in cells]
        values = [self._values[cell] for cell in cells]
        exact = matrix.astype(np.int64)
        for move in _moves(matrix, exact):
            if not self._table.adds_up:
                room = float("inf")
            else:
                up = _room(move, values, least)
                down = _room(-move, values, least)
                room = up + down
            if room < 1:
                continue
            for position in np.flatnonzero(move).tolist():
                best[position] = max(best[position], room * abs(int(move[position])))
        return best

    def _least(self, cell: int) -> int:
        """What a reader may hold a withheld cell to be at least: zeros are seldom withheld."""
        return 0 if cell in self._rests or cell in self._table.virtual or self._values[cell] == 0 else 1


def _is_small(value: int | None, threshold: int) -> bool:
    return value is not None and 0 < value < threshold


def _room(move: Whole, values: Sequence[int | None], least: Sequence[int]) -> float:
    """How many whole steps of `move` leave every cell at its least or above."""
    room = float("inf")
    for position in np.flatnonzero(move < 0).tolist():
        # What somebody else withholds is unknown: it may stand at its least already.
        value = values[position]
        free = 0 if value is None else max(0, value - least[position])
        room = min(room, free // -int(move[position]))
    return room


def _moves(matrix: Matrix, exact: Whole) -> Iterator[Whole]:
    """Changes of the withheld cells, in whole numbers, that leave all that is shown as it is.

    Those of a basis, their sums and differences two by two where there are few. Each is checked in whole numbers.
    """
    basis = []
    for vector in _basis(matrix):
        for scale in _SCALES:
            whole = np.rint(vector * scale).astype(np.int64)
            touched = np.flatnonzero(whole)
            if np.abs(vector * scale - whole).max() < 1e-6 and not (exact[:, touched] @ whole[touched]).any():
                basis.append(whole)
                break
    yield from basis
    if len(basis) <= _MOST_PAIRED:
        for first in range(len(basis)):
            for second in range(first):
                yield basis[first] - basis[second]
                yield basis[first] + basis[second]


_MOST_PAIRED = 40


def _basis(matrix: Matrix) -> Iterator[Matrix]:
    """A basis of the vectors that the matrix sends to zero, by Gauss and Jordan."""
    reduced = matrix.copy()
    rows, columns = reduced.shape
    pivots: list[int] = []
    row = 0
    for column in range(columns):
        if row == rows:
            break
        best = row + int(np.abs(reduced[row:, column]).argmax())
        if abs(reduced[best, column]) < 1e-9:
            continue
        reduced[[row, best]] = reduced[[best, row]]
        reduced[row] /= reduced[row, column]
        others = np.abs(reduced[:, column]) > 1e-12
        others[row] = False
        reduced[others] -= np.outer(reduced[others, column], reduced[row])
        pivots.append(column)
        row += 1
    for free in sorted(set(range(columns)) - set(pivots)):
        vector = np.zeros(columns)
        vector[free] = 1
        for position, pivot in enumerate(pivots):
            vector[pivot] = -reduced[position, free]
        yield vector
