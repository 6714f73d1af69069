"""What the values of a dimension have in common: the atoms they are made of, and what is left when some are taken away.

An atom is what no value of the dimension cuts: a code, a month, the communes that are in the same territories. A bassin
across two départements is two atoms, so that whatever adds up is seen to, however the territories overlap.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

REST = "rest"
"""The family of what is left."""
_ROUNDS = 2
"""What is left of a territory may be taken from another in its turn: a bassin less its part in a département."""


@dataclass(frozen=True)
class Made:
    """A value that a reader can make: the sum of the values `added`, less those `taken`."""

    value: int
    added: tuple[int, ...]
    taken: tuple[int, ...] = ()


@dataclass
class Axis:
    """A dimension. `atoms[v]`: what value v is made of; `families[v]`: values of one family are taken away together.

    `overlapping`: its values share people that no atom tells apart, so that only one at a time is taken from the whole.
    """

    atoms: list[frozenset[int]]
    families: list[str]
    overlapping: bool = False
    _holding: dict[int, set[int]] = field(init=False)
    _made: dict[frozenset[int], tuple[Made, ...]] = field(init=False, default_factory=dict)
    _reached: dict[int, set[int]] = field(init=False, default_factory=dict)
    _known: dict[frozenset[int], int] = field(init=False)

    def __post_init__(self) -> None:
        self._holding = defaultdict(set)
        self._known = {}
        for value, atoms in enumerate(self.atoms):
            self._known.setdefault(atoms, value)
            for atom in atoms:
                self._holding[atom].add(value)

    def holding(self, atom: int) -> set[int]:
        """The values that an atom is part of."""
        return self._holding[atom]

    def together(self, value: int, other: int) -> bool:
        """Whether some value holds part of both: what is said of one then bears on the other."""
        return not self._beside(value).isdisjoint(self._beside(other))

    def _beside(self, value: int) -> set[int]:
        if value not in self._reached:
            self._reached[value] = set().union(*(self._holding[atom] for atom in self.atoms[value]))
        return self._reached[value]

    def made(self, present: frozenset[int]) -> tuple[Made, ...]:
        """What a reader of some values can make by adding and taking away, in the order to do it."""
        if present not in self._made:
            self._made[present] = tuple(self._make(present))
        return self._made[present]

    def _make(self, present: frozenset[int]) -> Iterable[Made]:
        known = {each for each in present if not (self.overlapping and self.families[each] == REST)}
        for _ in range(1 if self.overlapping else _ROUNDS):
            found: dict[int, Made] = {}
            for total, inside in sorted(self._inside(known).items()):
                for group in self._apart(inside):
                    left = self.atoms[total].difference(*(self.atoms[each] for each in group))
                    if total in known and left:
                        value = self._value(left)
                        found.setdefault(value, Made(value, (total,), group))
                    elif not left:
                        found.setdefault(total, Made(total, group))
            yield from (each for value, each in found.items() if value not in known)
            known |= found.keys()

    def _inside(self, values: Iterable[int]) -> Mapping[int, list[int]]:
        """Each value of the axis → those of some values that are strictly within it."""
        known = set(values)
        found: dict[int, list[int]] = defaultdict(list)
        for value in sorted(known):
            atoms = self.atoms[value]
            for wider in self._holding[next(iter(atoms))]:
                if atoms < self.atoms[wider]:
                    found[wider].append(value)
        return found

    def _apart(self, inside: Sequence[int]) -> Iterable[tuple[int, ...]]:
        """Values sorted into groups of one family that have nothing in common."""
        groups: list[tuple[str, list[int], set[int]]] = []
        for value in inside:
            for family, members, taken in groups:
                if family == self.families[value] and taken.isdisjoint(self.atoms[value]):
                    members.append(value)
                    taken.update(self.atoms[value])
                    break
            else:
                groups.append((self.families[value], [value], set(self.atoms[value])))
        return [tuple(members) for _, members, _ in groups]

    def _value(self, atoms: frozenset[int]) -> int:
        """The value made of these atoms, a new one where there is none."""
        if atoms not in self._known:
            self._known[atoms] = len(self.atoms)
            self.atoms.append(atoms)
            self.families.append(REST)
            for atom in atoms:
                self._holding[atom].add(self._known[atoms])
        return self._known[atoms]
