"""What of a file of observations may be published: small numbers, and what would give them away, are withheld.

Cells that other sources publish count too.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ftgraph.errors import SourceError
from ftgraph.indicators.additions import Areas, Place, code_axis, made_from, period_axis, territory_axis
from ftgraph.indicators.axes import Axis
from ftgraph.indicators.small_numbers import Table, withheld
from ftgraph.sources.observation_rows import Cell, Observation
from ftgraph.sources.observation_structure import WITHHELD, Indicator, Structure
from ftgraph.sources.periods import Period

Key = tuple[str, Period, tuple[str, ...]]
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Protected:
    """What may be published. `small`: how many cells were small; `also`: how many more go with them.

    `unknown`: how many rates or means are withheld because nobody says on how many they are computed.
    """

    observations: tuple[Observation, ...]
    small: int
    also: int
    unknown: int


def protect(
    observations: Sequence[Observation],
    published: Sequence[Observation],
    structure: Structure,
    areas: Areas,
    threshold: int,
) -> Protected:
    """The observations with small numbers withheld, and what would give them away. `threshold` 0: all are shown.

    `published`: what other sources publish. `areas`: a territory's IRI → its kind and communes. Raises `SourceError`
    when what others publish would give a small number away whatever is withheld here.
    """
    if threshold <= 0:
        return Protected(tuple(observations), 0, 0, 0)
    of_indicator: dict[str, tuple[list[Observation], list[Observation]]] = defaultdict(lambda: ([], []))
    for side, given in enumerate((observations, published)):
        for each in given:
            # An indicator that only breaks another one down is told by the same numbers.
            of_indicator[structure.indicators[each.cell.indicator].whole][side].append(each)
    hidden: set[int] = set()
    small: set[int] = set()
    unknown: set[int] = set()
    for whole, (ours, others) in of_indicator.items():
        if not ours:
            continue
        cells = _Cells(structure, structure.indicators[whole], ours, others, threshold)
        unknown |= {id(each) for each in cells.unknown}
        table = cells.table(areas)
        found, unsafe = withheld(table, threshold)
        if unsafe:
            raise _given_away(cells.told(min(unsafe)))
        for number in found:
            hidden |= {id(each) for each in cells.of(number)}
        for number in cells.small:
            small |= {id(each) for each in cells.of(number)}
            hidden |= {id(each) for each in cells.of(number)}
    made = tuple(replace(each, value=None, status=WITHHELD) if id(each) in hidden else each for each in observations)
    stated = {id(each) for each in observations if each.value is not None}
    small = (small - unknown) & stated
    unknown &= stated
    return Protected(made, len(small), len((hidden & stated) - small - unknown), len(unknown))


class _Cells:
    """The cells of one indicator by number, ours and those of others."""

    def __init__(
        self,
        structure: Structure,
        indicator: Indicator,
        ours: Sequence[Observation],
        others: Sequence[Observation],
        threshold: int,
    ) -> None:
        self._structure = structure
        self._indicator = indicator
        self._numbers: dict[Key, int] = {}
        self._keys: list[Key] = []
        self._values: list[int | None] = []
        self._ours: dict[int, list[Observation]] = defaultdict(list)
        self.fixed: set[int] = set()
        self.hidden: set[int] = set()
        self.small: set[int] = set()
        self.unknown: list[Observation] = []
        for each in others:
            number = self._number(each.cell)
            if each.value is None:
                self.hidden.add(number)
            else:
                self.fixed.add(number)
                self._values[number] = int(each.value) if indicator.adds_up else None
        for each in ours:
            number = self._number(each.cell)
            self._ours[number].append(each)
            self._take(number, each, threshold)
        # A cell that somebody shows is known, whoever withholds it; one that somebody withholds is withheld here too.
        self.hidden -= self.fixed

    def _take(self, number: int, each: Observation, threshold: int) -> None:
        if each.value is None:
            self.hidden.add(number)
            return
        if self._indicator.adds_up:
            value = int(each.value)
            self._values[number] = value
            if 0 < value < threshold:
                self.small.add(number)
            return
        self._values[number] = each.base
        broken_down = each.cell.codes != self._structure.wholes
        if each.base is None:
            if broken_down:
                self.unknown.append(each)
                self.small.add(number)
            return
        if 0 < each.base < threshold:
            self.small.add(number)
        elif self._indicator.kind == "rate":
            counted = each.value * each.base / _HUNDRED
            if 0 < counted < threshold - Decimal("0.5") or 0 < each.base - counted < threshold - Decimal("0.5"):
                self.small.add(number)

    def of(self, number: int) -> Sequence[Observation]:
        """Our observations of a cell."""
        return self._ours.get(number, ())

    def told(self, number: int) -> str:
        """A cell, in words."""
        if number >= len(self._keys):
            return self._indicator.label.fr
        territory, period, codes = self._keys[number]
        parts = [
            dimension.code(code).label.fr
            for dimension, code in zip(self._structure.dimensions, codes, strict=True)
            if code != dimension.whole
        ]
        return ", ".join([self._indicator.label.fr, territory.rpartition("/id/")[2], period.key, *parts])

    def _number(self, cell: Cell) -> int:
        key = (cell.territory, cell.period, cell.codes)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._keys)
            self._keys.append(key)
            self._values.append(None)
        return number

    def table(self, areas: Areas) -> Table:
        """The cells, what their places on the axes have in common, and the differences between them."""
        rows = [(territory, period, *codes) for territory, period, codes in self._keys]
        territories = sorted({each[0] for each in self._keys})
        periods = sorted({each[1] for each in self._keys})
        codes = [sorted(set(column)) for column in zip(*(each[2] for each in self._keys), strict=True)]
        axes = [
            territory_axis(territories, areas),
            period_axis(periods, adds_up=self._indicator.kind != "stock"),
            *(code_axis(dimension, known) for dimension, known in zip(self._structure.dimensions, codes, strict=True)),
        ]
        used: list[Sequence[Hashable]] = [territories, periods, *codes]
        numbers = [{each: number for number, each in enumerate(values)} for values in used]
        places = [tuple(known[each] for known, each in zip(numbers, row, strict=True)) for row in rows]
        apart = made_from(axes, places, self._values)
        return Table(
            axes,
            [*places, *apart],
            [*self._values, *apart.values()],
            fixed=self.fixed,
            hidden=self.hidden,
            virtual=frozenset(range(len(places), len(places) + len(apart))),
            small=self.small if not self._indicator.adds_up else frozenset(),
            settled=self._settled(axes, places),
            adds_up=self._indicator.adds_up,
        )

    def _settled(self, axes: Sequence[Axis], places: Sequence[Place]) -> frozenset[int]:
        """The cells that others withhold, beside which this file adds nothing to what they show."""
        new: dict[tuple[int, Place, Place], set[int]] = defaultdict(set)
        for cell in self._ours.keys() - self.fixed:
            for axis, value in enumerate(places[cell]):
                new[axis, places[cell][:axis], places[cell][axis + 1 :]].add(value)
        return frozenset(
            cell
            for cell in self.hidden - self._ours.keys()
            if not any(
                axes[axis].together(value, each)
                for axis, value in enumerate(places[cell])
                for each in new.get((axis, places[cell][:axis], places[cell][axis + 1 :]), ())
            )
        )


def _given_away(told: str) -> SourceError:
    return SourceError(
        f"Un petit effectif se retrouverait à partir de ce qu’une autre source publie déjà\u202f: {told}.",
        f"A small number could be found again from what another source publishes: {told}.",
        cure="Importez ces valeurs ensemble, dans une même source.",
        cure_en="Import these values together, as one source.",
    )
