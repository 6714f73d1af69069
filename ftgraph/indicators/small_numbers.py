"""Which cells of tables are withheld so that no small number can be read, nor found again from what is shown.

A small cell is withheld. It is safe when a reader cannot tell the true table from others: what changes from one to the
other must be withheld too. Such a change moves people: one less in this bassin and one more in that one, while women
become men in both. On each axis, an atom gains what another loses, or gains alone; the cells that hold just one of the
two change, all others are the same. Of these moves, the one that costs least is kept, and the cells that it changes are
withheld. Each of them is then safe by the same move.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import inf, log2, prod

from ftgraph.indicators.axes import Axis

_NEAREST = 24
"""How many ways to move along an axis are tried for a cell: those that change fewest values."""
_TRIED = 600
"""How many moves are tried for a cell; where there are more, one axis after the other is bettered."""
_ROUNDS = 3
"""How often each cell is looked at again, what the others withhold being free."""
_OF_ZERO = 8.0
"""The price of a zero: what nobody can be counted in gives itself away."""

_OF_FIXED = 1e9
"""More than all others together: no move may change what somebody else publishes."""

Move = tuple[tuple[int, int], ...]
"""The cells that change, and by how much: 1 or -1."""
_Effect = tuple[tuple[int, int], ...]
"""The values of an axis that change, and by how much."""


@dataclass(frozen=True)
class Table:
    """Cells: `places[c]` is the value of cell c on each axis; `values[c]` its whole number, None where unknown.

    `fixed`: cells that somebody else publishes, which cannot be withheld any more. `hidden`: those that nobody shows,
    to begin with. `virtual`: differences that a reader can make and nobody publishes. `small`: cells that are to be
    withheld whatever their values. `settled`: cells that others withhold and that nothing here bears on: they were made
    safe when they were published. `adds_up` is False for rates and durations: their values are then how many people
    they are computed on, and only what is determined counts.
    """

    axes: Sequence[Axis]
    places: Sequence[tuple[int, ...]]
    values: Sequence[int | None]
    fixed: AbstractSet[int] = frozenset()
    hidden: AbstractSet[int] = frozenset()
    virtual: AbstractSet[int] = frozenset()
    small: AbstractSet[int] = frozenset()
    settled: AbstractSet[int] = frozenset()
    adds_up: bool = True


def withheld(table: Table, threshold: int) -> tuple[frozenset[int], frozenset[int]]:
    """(the cells to withhold, those that could not be made safe).

    `threshold`: the smallest number that may be shown; the possible values of a small cell spread over as many numbers
    at least, any other withheld cell has two. Zero may be shown: it is about nobody.
    """
    return _Hiding(table, threshold).run()


class _Hiding:
    def __init__(self, table: Table, threshold: int) -> None:
        self._table = table
        self._threshold = threshold
        self._strides = [prod(len(axis.atoms) for axis in table.axes[:number]) for number in range(len(table.axes))]
        self._cells = {self._key(place): cell for cell, place in enumerate(table.places)}
        self._small = {
            cell
            for cell, value in enumerate(table.values)
            if cell not in table.fixed and (cell in table.small or (value is not None and 0 < value < threshold))
        }
        self._from_start = self._small | table.hidden | table.virtual
        self._uses: Counter[int] = Counter()
        self._proofs: dict[int, list[Move]] = {}
        self._through: dict[int, dict[Move, None]] = defaultdict(dict)
        self._ways_of: dict[tuple[int, int], list[_Effect]] = {}
        self._costs = [
            _OF_FIXED if cell in table.fixed else _OF_ZERO if value == 0 else log2(2 + (value or 0))
            for cell, value in enumerate(table.values)
        ]

    def run(self) -> tuple[frozenset[int], frozenset[int]]:
        waiting = sorted(
            (cell for cell in self._from_start if self._needed(cell)), key=lambda cell: (-self._price(cell), cell)
        )
        unsafe = set()
        for number in range(_ROUNDS):
            for cell in waiting:
                self._forget(cell)
                if not self._prove(cell):
                    unsafe.add(cell)
            if number == 0:
                waiting.reverse()
        hidden = {cell for cell, uses in self._uses.items() if uses} | self._from_start
        return frozenset(hidden - self._table.virtual), frozenset(unsafe)

    def _price(self, cell: int) -> float:
        return sum(len(self._ways(axis, value)) for axis, value in enumerate(self._table.places[cell]))

    def _needed(self, cell: int) -> int:
        """How far a cell's value must be able to move; a large difference that nobody publishes is no secret."""
        if cell in self._small:
            return self._threshold - 1 if self._table.adds_up else 1
        return 0 if cell in self._table.virtual or cell in self._table.settled else 1

    def _is_hidden(self, cell: int) -> bool:
        return cell in self._from_start or self._uses[cell] > 0

    def _forget(self, cell: int) -> None:
        for move in self._proofs.pop(cell, ()):
            self._uses.subtract(each for each, _ in move)

    def _prove(self, cell: int) -> bool:
        """Withhold what makes a cell safe. Whether it could be done."""
        needed: float = self._needed(cell)
        lower: Counter[int] = Counter()
        upper: Counter[int] = Counter()
        proof: list[Move] = []
        moves = itertools.chain(self._free(cell), iter(lambda: self._cheapest(cell, upper, lower, needed), None))
        for move in moves:
            up, down = self._room(move, upper, 1), self._room(move, lower, -1)
            if up + down < 1:
                continue
            proof.append(move)
            needed -= min(needed, up + down)
            if needed <= 0:
                break
            for each, sign in move:
                upper[each] += int(up) * sign
                lower[each] -= int(down) * sign
        else:
            return False
        self._proofs[cell] = proof
        for move in proof:
            for each, _ in move:
                self._uses[each] += 1
                self._through[each][move] = None
        return True

    def _free(self, cell: int) -> Iterator[Move]:
        """The moves found for other cells that change this one too and cost nothing more."""
        for move in list(self._through[cell])[-_NEAREST:]:
            if all(self._is_hidden(each) for each, _ in move):
                yield move if (cell, 1) in move else tuple((each, -sign) for each, sign in move)

    def _room(self, move: Move, moved: Counter[int], way: int) -> float:
        """How many whole steps of a move, or of its contrary, leave every cell at its least or above."""
        if not self._table.adds_up:
            return inf
        room = inf
        for cell, sign in move:
            if sign * way < 0:
                value = self._table.values[cell]
                # What somebody else withholds is unknown here; it was made safe where it was published.
                room = min(room, 1 if value is None else max(0, value - self._least(cell) + moved[cell]))
        return room

    def _least(self, cell: int) -> int:
        """What a reader may hold a withheld cell to be at least: zeros are seldom withheld."""
        return 0 if cell in self._table.virtual or self._table.values[cell] == 0 else 1

    def _cheapest(self, cell: int, upper: Counter[int], lower: Counter[int], needed: float) -> Move | None:
        """The move of a cell that withholds least for what it brings."""
        ways = [self._nearest(cell, axis) for axis in range(len(self._table.axes))]
        best: tuple[float, Move | None] = (_OF_FIXED, None)

        def consider(effects: Sequence[_Effect], most: float) -> float:
            nonlocal best
            move, cost = self._move(effects, most)
            if cost < most:
                room = self._room(move, upper, 1) + self._room(move, lower, -1)
                cost = cost * (1 + max(0.0, needed - room) / needed) if room >= 1 else cost + _OF_FIXED
            if cost < best[0]:
                best = (cost, move)
            return cost

        if prod(map(len, ways)) <= _TRIED:
            for each in itertools.product(*ways):
                consider(each, best[0])
            return best[1]
        chosen = [each[0] for each in ways]
        reached, before = inf, inf
        while True:
            for axis, effects in enumerate(ways):
                for effect in effects:
                    cost = consider([*chosen[:axis], effect, *chosen[axis + 1 :]], reached)
                    if cost < reached:
                        reached, chosen[axis] = cost, effect
            if reached >= before:
                return best[1]
            before = reached

    def _move(self, effects: Sequence[_Effect], most: float) -> tuple[Move, float]:
        """The cells that change when the values of the axes do, and what withholding them costs."""
        reached = [(0, 1)]
        for stride, effect in zip(self._strides, effects, strict=True):
            reached = [(key + stride * value, sign * way) for key, sign in reached for value, way in effect]
        move = []
        cost = 0.0
        for key, sign in reached:
            cell = self._cells.get(key)
            if cell is not None:
                if not self._is_hidden(cell):
                    cost += self._costs[cell]
                    if cost >= most:
                        return (), inf
                move.append((cell, sign))
        return tuple(move), cost

    def _key(self, place: Sequence[int]) -> int:
        return sum(stride * value for stride, value in zip(self._strides, place, strict=True))

    def _nearest(self, cell: int, axis: int) -> list[_Effect]:
        """The ways to move along an axis that are tried for a cell: those that reach withheld cells first."""
        place = self._table.places[cell]
        ways = self._ways(axis, place[axis])
        if len(ways) <= _NEAREST:
            return ways
        here = self._key(place) - self._strides[axis] * place[axis]

        def shown(effect: _Effect) -> int:
            found = (self._cells.get(here + self._strides[axis] * value) for value, _ in effect)
            return sum(each is not None and not self._is_hidden(each) for each in found)

        return sorted(ways, key=shown)[:_NEAREST]

    def _ways(self, axis: int, value: int) -> list[_Effect]:
        """The ways to move a value along an axis, those that change fewest values first."""
        if (axis, value) not in self._ways_of:
            effects = itertools.islice(_effects(self._table.axes[axis], value), 10 * _NEAREST)
            self._ways_of[axis, value] = sorted(dict.fromkeys(effects), key=len)
        return self._ways_of[axis, value]


def _effects(axis: Axis, value: int) -> Iterator[_Effect]:
    """Each way to make a value grow by one: an atom of it gains, alone or from an atom beside it."""
    atoms = sorted(axis.atoms[value], key=lambda atom: (len(axis.holding(atom)), atom))[:_NEAREST]
    for atom in atoms:
        yield tuple((each, 1) for each in sorted(axis.holding(atom)))
        beside: set[int] = set()
        for wider in sorted(axis.holding(atom), key=lambda each: (len(axis.atoms[each]), each)):
            for other in sorted(axis.atoms[wider] - axis.atoms[value] - beside):
                beside.add(other)
                gains, loses = axis.holding(atom) - axis.holding(other), axis.holding(other) - axis.holding(atom)
                yield (*((each, 1) for each in sorted(gains)), *((each, -1) for each in sorted(loses)))
