"""What of a file of observations may be published: small numbers, and what would give them away, are withheld.

The lines that a reader adds and subtracts along are those of the cube: the codes of a dimension, the territories
within a territory, the shorter periods of a flow. Cells that other sources publish count too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal

from pyroaring import BitMap

from ftgraph.errors import SourceError
from ftgraph.indicators.small_numbers import Line, Table, withheld
from ftgraph.sources.observation_rows import Cell, Observation
from ftgraph.sources.observation_structure import WITHHELD, Indicator, Structure
from ftgraph.sources.periods import Period

Area = tuple[str, BitMap]
"""A territory's kind and its communes."""
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
    areas: Callable[[str], Area | None],
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
        self.virtual: set[int] = set()
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
        return self._of_key((cell.territory, cell.period, cell.codes))

    def _of_key(self, key: Key) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._keys)
            self._keys.append(key)
            self._values.append(None)
        return number

    def table(self, areas: Callable[[str], Area | None]) -> Table:
        """The cells and all the lines that tie them."""
        lines = [
            *(line for position in range(len(self._structure.dimensions)) for line in self._along(position)),
            *self._over_territories(areas),
            *self._over_periods(),
        ]
        return Table(
            self._values,
            lines,
            fixed=self.fixed,
            hidden=self.hidden,
            virtual=self.virtual,
            small=self.small if not self._indicator.adds_up else frozenset(),
            settled=self._settled(lines),
            adds_up=self._indicator.adds_up,
        )

    def _settled(self, lines: Sequence[Line]) -> frozenset[int]:
        """The cells that others withhold, in lines where this file adds nothing to what they show."""
        new = set(self._ours) - self.fixed
        borne = {
            cell
            for line in lines
            if (cells := {line.total, *line.parts}) and not cells.isdisjoint(new)
            for cell in cells
        }
        return frozenset(self.hidden - set(self._ours) - borne)

    def _along(self, position: int) -> Iterable[Line]:
        """The lines along a dimension: its total and its parts; a value of overlapping codes with all the others."""
        dimension = self._structure.dimensions[position]
        groups: dict[Key, dict[str, int]] = defaultdict(dict)
        for number, (territory, period, codes) in enumerate(list(self._keys)):
            whole = (*codes[:position], dimension.whole, *codes[position + 1 :])
            groups[territory, period, whole][codes[position]] = number
        for key, numbers in groups.items():
            parts = [number for code, number in numbers.items() if code != dimension.whole]
            if not parts:
                continue
            total = numbers.get(dimension.whole)
            if not dimension.parts:
                if total is not None:
                    yield from (Line(total, (part,), complete=False) for part in parts)
                continue
            complete = len(parts) == len(dimension.parts)
            if total is None:
                if not complete:
                    continue
                total = self._sum(key, parts)
            yield Line(total, tuple(parts), complete)

    def _sum(self, key: Key, parts: Sequence[int]) -> int:
        """A total that nobody publishes and any reader can make."""
        number = self._of_key(key)
        self.virtual.add(number)
        values = [self._values[part] for part in parts]
        known = [value for value in values if value is not None]
        self._values[number] = sum(known) if len(known) == len(values) else None
        return number

    def _over_territories(self, areas: Callable[[str], Area | None]) -> Iterable[Line]:
        within = _within({key[0] for key in self._keys}, areas)
        for number, (territory, period, codes) in enumerate(list(self._keys)):
            for names, complete in within.get(territory, ()):
                parts = [self._numbers[name, period, codes] for name in names if (name, period, codes) in self._numbers]
                if parts:
                    yield Line(number, tuple(parts), complete and len(parts) == len(names))

    def _over_periods(self) -> Iterable[Line]:
        if self._indicator.kind == "stock":
            return
        for number, (territory, period, codes) in enumerate(list(self._keys)):
            for shorter in period.parts():
                parts = [
                    self._numbers[territory, each, codes]
                    for each in shorter
                    if (territory, each, codes) in self._numbers
                ]
                if parts:
                    yield Line(number, tuple(parts), len(parts) == len(shorter))


def _within(
    territories: AbstractSet[str], areas: Callable[[str], Area | None]
) -> Mapping[str, list[tuple[tuple[str, ...], bool]]]:
    """Each territory → for each kind, those within it, and whether together they are all of it."""
    known = {each: area for each in sorted(territories) if (area := areas(each)) is not None and area[1]}
    holding: dict[int, list[str]] = defaultdict(list)
    firsts = {each: area[1].min() for each, area in known.items()}
    wanted = set(firsts.values())
    for each, (_, communes) in known.items():
        for commune in wanted:
            if commune in communes:
                holding[commune].append(each)
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each, (kind, communes) in known.items():
        for wider in holding[firsts[each]]:
            if wider != each and communes <= known[wider][1] and (kind != known[wider][0]):
                found[wider][kind].append(each)
    return {
        wider: [
            (tuple(names), sum(len(known[name][1]) for name in names) == len(known[wider][1]))
            for names in kinds.values()
        ]
        for wider, kinds in found.items()
    }


def _given_away(told: str) -> SourceError:
    return SourceError(
        f"Un petit effectif se retrouverait à partir de ce qu’une autre source publie déjà\u202f: {told}.",
        f"A small number could be found again from what another source publishes: {told}.",
        cure="Importez ces valeurs ensemble, dans une même source.",
        cure_en="Import these values together, as one source.",
    )
