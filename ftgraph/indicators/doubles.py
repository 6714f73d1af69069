"""Indicators that say the same, or contradict one another (deck P1.5): near names, near definitions, other units, and
cells for which two sources give different values.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.indicators.followed import followed
from ftgraph.indicators.measured import OBSERVATIONS
from ftgraph.sources.periods import read_period
from ftgraph.sources.vocabulary_labels import fold_label
from ftgraph.wording import Text

NEAR = 80
"""From which likeness of names, of 100, two indicators are told to be near."""
_EMPTY = frozenset(
    "a au aux d de des du en et l la le les par pour sur un une nombre taux part delai total indicateur".split()
)


@dataclass(frozen=True)
class Named:
    """An indicator and who follows it."""

    iri: str
    label: Text
    unit: str
    core: bool
    followers: tuple[str, ...]


@dataclass(frozen=True)
class Double:
    """Two indicators that come near each other. `why`: said, same-name, near-name, same-definition or other-unit."""

    first: Named
    second: Named
    why: tuple[str, ...]
    likeness: int


@dataclass(frozen=True)
class Told:
    """What a source says of a cell."""

    source: str
    value: float


@dataclass(frozen=True)
class Contradiction:
    """A cell for which sources differ."""

    indicator: str
    label: Text
    territory: str
    period: str
    period_label: Text
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Doubles:
    """What was found."""

    doubles: tuple[Double, ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True)
class _Known:
    named: Named
    words: str
    definition: str
    said: str
    whole: str


def doubles(graph: Queryable) -> Doubles:
    """All that comes near or differs, the nearest first."""
    known = _known(graph)
    found = [double for first, second in combinations(known, 2) if (double := _compare(first, second)) is not None]
    found.sort(key=lambda each: (-each.likeness, each.first.label.fr, each.second.label.fr))
    labels = {each.named.iri: each.named.label for each in known}
    return Doubles(tuple(found), tuple(_contradictions(graph, labels)))


def _known(graph: Queryable) -> list[_Known]:
    followers: dict[str, list[str]] = defaultdict(list)
    for each in followed(graph):
        if each.name not in followers[each.indicator]:
            followers[each.indicator].append(each.name)
    found: dict[str, _Known] = {}
    for row in graph.select(queries.text("indicators/defined")):
        iri, french, english, definition, unit, core, said, whole = ("" if term is None else term.value for term in row)
        label = Text(french or iri.rpartition("/")[2].replace("-", " "), english)
        named = Named(iri, label, unit, core == "true", tuple(followers[iri]))
        found.setdefault(iri, _Known(named, _telling_words(label.fr), fold_label(definition), said, whole))
    return list(found.values())


def _telling_words(label: str) -> str:
    """A name's words that tell it from others, folded."""
    words = [word for word in fold_label(label).split() if word not in _EMPTY]
    return " ".join(sorted(set(words)))


def _compare(first: _Known, second: _Known) -> Double | None:
    if second.named.core and first.named.core:
        return None  # the core is settled: what it breaks down is told by prov:specializationOf
    why: list[str] = []
    likeness = round(fuzz.token_sort_ratio(first.words, second.words))
    if second.named.iri == first.said or first.named.iri == second.said:
        why.append("said")
        likeness = 100
    if first.words and first.words == second.words:
        why.append("same-name")
    elif likeness >= NEAR or (
        likeness >= _LESS and fuzz.token_set_ratio(first.words, second.words) == _WHOLE and _long(first, second)
    ):
        why.append("near-name")
    if first.definition and first.definition == second.definition:
        why.append("same-definition")
    if not why or (why == ["near-name"] and likeness < _LESS):
        return None
    units = {first.named.unit, second.named.unit}
    if "" not in units and len(units) > 1:
        why.append("other-unit")
    return Double(first.named, second.named, tuple(why), likeness)


_LESS, _WHOLE = 60, 100


def _long(first: _Known, second: _Known) -> bool:
    """Whether the shorter name says enough to be found in the other by more than chance."""
    return min(len(first.words.split()), len(second.words.split())) > 1


def _contradictions(graph: Queryable, labels: dict[str, Text]) -> Sequence[Contradiction]:
    cells: dict[str, tuple[str, str, str, dict[str, float]]] = {}
    for row in graph.select(queries.text("indicators/contradictions")):
        cell, indicator, territory, period, dataset, value = ("" if term is None else term.value for term in row)
        told = cells.setdefault(cell, (indicator, territory, period, {}))[3]
        told[dataset.rpartition("/")[2].removeprefix(OBSERVATIONS)] = float(value)
    found = []
    for indicator, territory, period, told in cells.values():
        read = read_period(period.rpartition("/")[2])
        sources = tuple(Told(source, value) for source, value in sorted(told.items()))
        found.append(
            Contradiction(
                indicator,
                labels.get(indicator, Text(indicator)),
                territory,
                read.key if read else period,
                read.label if read else Text(period),
                sources,
            )
        )
    return found
