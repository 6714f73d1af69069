"""How the cells of an indicator add up: the axes of its cube, and the differences that a reader can make.

Territories are told apart by their communes, whatever their kind; periods of a flow by their months; codes that make up
a whole by themselves. Codes that overlap (a person is of several publics) have only the whole in common.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from pyroaring import BitMap

from ftgraph.indicators.axes import Axis
from ftgraph.sources.observation_structure import Dimension
from ftgraph.sources.periods import Period

Area = tuple[str, BitMap]
"""A territory's kind and its communes."""
Areas = Callable[[str], Area | None]
Place = tuple[int, ...]


def territory_axis(territories: Sequence[str], areas: Areas) -> Axis:
    """Territories by IRI: an atom is the communes that lie in the same ones. One without communes is like no other."""
    known = [areas(each) for each in territories]
    holding: dict[int, list[int]] = defaultdict(list)
    for number, area in enumerate(known):
        for commune in () if area is None else area[1]:
            holding[commune].append(number)
    atoms: list[set[int]] = [set() for _ in territories]
    for atom, together in enumerate(sorted(set(map(tuple, holding.values())))):
        for number in together:
            atoms[number].add(atom)
    for number, found in enumerate(atoms):
        if not found:
            found.add(-1 - number)
    return Axis(list(map(frozenset, atoms)), ["" if area is None else area[0] for area in known])


def period_axis(periods: Sequence[Period], *, adds_up: bool) -> Axis:
    """Periods: their months where those add up, each by itself where they do not."""
    if not adds_up:
        return Axis([frozenset((number,)) for number in range(len(periods))], [""] * len(periods))
    return Axis([frozenset(each.months) for each in periods], [each.kind for each in periods])


def code_axis(dimension: Dimension, used: Sequence[str]) -> Axis:
    """The codes used of a dimension; the others are atoms too, since the whole holds them."""
    parts = dimension.parts or tuple(code for code in used if code != dimension.whole)
    number = {code: atom for atom, code in enumerate(parts)}
    # Somebody may be of no public at all.
    everything = frozenset(range(len(parts) + (not dimension.parts)))
    atoms = [everything if code == dimension.whole else frozenset((number[code],)) for code in used]
    families = ["" if dimension.parts else code for code in used]
    return Axis(atoms, families, overlapping=not dimension.parts)


def made_from(
    axes: Sequence[Axis], places: Sequence[Place], values: Sequence[int | None]
) -> Mapping[Place, int | None]:
    """What a reader of some cells can make by adding and taking away: place → value, None where that is unknown.

    It is done along one axis, then of what that makes along the others.
    """
    known: dict[Place, int | None] = dict(zip(places, values, strict=True))
    for _ in range(2):
        for number, axis in enumerate(axes):
            rows: dict[tuple[Place, Place], set[int]] = defaultdict(set)
            for place in known:
                rows[place[:number], place[number + 1 :]].add(place[number])
            for (before, after), present in rows.items():
                for made in axis.made(frozenset(present)):
                    added, taken = (
                        [known[*before, each, *after] for each in values] for values in (made.added, made.taken)
                    )
                    known.setdefault((*before, made.value, *after), _difference(added, taken))
    return dict(itertools.islice(known.items(), len(places), None))


def _difference(added: Sequence[int | None], taken: Sequence[int | None]) -> int | None:
    if None in added or None in taken:
        return None
    left = sum(each or 0 for each in added) - sum(each or 0 for each in taken)
    # Less than nothing: the source's numbers do not add up.
    return left if left >= 0 else None
