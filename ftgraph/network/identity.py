"""Which organisations of several files are one actor, so that it is counted once.

Files are written apart: the same prefecture has an IRI in each. Two organisations are one actor when they have

- the same IRI, or the same SIREN;
- or the same category, which is stated, and govern the same territory;
- or the same name and category, and sit in instances of which one's territory lies in the other's. A name that says
  the category alone (« CAF », « Mission locale ») tells nothing more: the territory must be the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ftgraph.network.records import Places
from ftgraph.sources.place_names import fold_name


@dataclass(frozen=True)
class Named:
    """An organisation as one file says it. `territories`: those of the instances that it sits in."""

    iri: str
    label: str
    category: str
    siren: str
    governs: str
    territories: tuple[str, ...]


def same_actors(organisations: Sequence[Named], places: Places, bare: Iterable[str]) -> list[list[Named]]:
    """The organisations, those of one actor together, by name. `bare`: the folded names of categories."""
    joined = _Joined(organisations)
    by_number: dict[tuple[str, str], str] = {}
    by_name: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for each in organisations:
        for key in (("siren", each.siren), (each.category, each.governs)):
            if all(key):
                joined.join(each.iri, by_number.setdefault(key, each.iri))
        if each.label:
            by_name[fold_name(each.label), each.category].append(each)
    words = frozenset(bare)
    for (name, _), namesakes in by_name.items():
        _join_namesakes(joined, namesakes, places, alone=name in words)
    return joined.groups()


def _join_namesakes(joined: "_Joined", namesakes: Sequence[Named], places: Places, *, alone: bool) -> None:
    owners: dict[str, str] = {}
    for each in namesakes:
        for territory in each.territories:
            joined.join(each.iri, owners.setdefault(territory, each.iri))
    if alone:
        return
    territories = sorted(owners)
    for rank, one in enumerate(territories):
        for other in territories[rank + 1 :]:
            if not joined.together(owners[one], owners[other]) and places.nested(one, other):
                joined.join(owners[one], owners[other])


class _Joined:
    """Sets that are joined two by two."""

    def __init__(self, organisations: Sequence[Named]) -> None:
        self._all = {each.iri: each for each in organisations}
        self._above: dict[str, str] = {iri: iri for iri in self._all}

    def _root(self, iri: str) -> str:
        while self._above[iri] != iri:
            self._above[iri] = self._above[self._above[iri]]
            iri = self._above[iri]
        return iri

    def together(self, one: str, other: str) -> bool:
        return self._root(one) == self._root(other)

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._above[second] = first

    def groups(self) -> list[list[Named]]:
        found: Mapping[str, list[Named]] = defaultdict(list)
        for iri, each in sorted(self._all.items()):
            found[self._root(iri)].append(each)
        return sorted(found.values(), key=lambda group: (fold_name(group[0].label), group[0].iri))
