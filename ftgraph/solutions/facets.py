"""Facet counts: how many rows each value of a facet would give, that facet's own filter left out."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from ftgraph.index.load import Index
from ftgraph.solutions.filters import Selection
from ftgraph.solutions.rows import FacetValue

FACETS = ("barrier", "public", "fee", "mode", "service-type", "network", "source")
_WIDENED = frozenset({"public"})
"""Facets whose filter keeps more rows than those that name the value: a public's takes in what is open to all."""
_FEW_ROWS = 3000
"""Below, adding up the values of each row is faster than meeting each value's bitmap (measured: 60 µs a 1,000 rows)."""


def count_facets(
    index: Index, selection: Selection, matching: BitMap, language: str
) -> Mapping[str, Sequence[FacetValue]]:
    """The counts of each facet; values that would give nothing are left out, the most given come first."""
    facets: dict[str, Sequence[FacetValue]] = {}
    shared: npt.NDArray[np.int64] | None = None
    for facet in FACETS:
        group = index.facet_groups.get(facet)
        if group is None:
            facets[facet] = ()
            continue
        if selection.sets.keys() - {facet} <= {"territory"}:
            counts = index.counts_in(facet, selection.view.territory.number if selection.view else None)
        elif facet in selection.sets:
            counts = _counts(index, selection, facet)
        else:
            if shared is None and len(matching) <= _FEW_ROWS:
                shared = _by_row(index, matching)
            counts = group.counts(matching) if shared is None or facet in _WIDENED else shared[group.codes]
        order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)].tolist()
        values, labels = group.values, index.vocabulary.labelled(facet, language)
        facets[facet] = tuple(
            [
                FacetValue(values[place], labels[values[place]].label, count)
                for place, count in zip(order, counts[order].tolist(), strict=True)
            ]
        )
    return facets | _relative(index, selection, language)


def _counts(index: Index, selection: Selection, facet: str) -> npt.NDArray[np.int64]:
    """The counts of a facet with its own filter left out."""
    name = selection.name(without=facet)
    if name is None:
        return _counted(index, selection.rows(without=facet), facet)
    return index.counted((facet, name), lambda: _counted(index, selection.rows(without=facet), facet))


def _counted(index: Index, base: BitMap, facet: str) -> npt.NDArray[np.int64]:
    if len(base) <= _FEW_ROWS and facet not in _WIDENED:
        return _by_row(index, base)[index.facet_groups[facet].codes]
    return index.facet_groups[facet].counts(base)


def _by_row(index: Index, base: BitMap) -> npt.NDArray[np.int64]:
    """How many of a few rows have each value, by the value's number."""
    rows = np.array(base.to_array(), dtype=np.int64)
    starts, ends = index.facet_offsets[rows], index.facet_offsets[rows + 1]
    sizes = ends - starts
    before = np.cumsum(sizes) - sizes
    places = np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()))
    counts: npt.NDArray[np.int64] = np.bincount(index.facet_values[places], minlength=len(index.facet_keys))
    return counts


def _relative(index: Index, selection: Selection, language: str) -> dict[str, Sequence[FacetValue]]:
    """The facets that depend on the day or the territory asked for; their zeros are told too."""
    base = selection.rows(without="freshness")
    fresh = base.intersection_cardinality(selection.up_to_date)
    counts = {"freshness": {"up-to-date": fresh, "to-check": len(base) - fresh}}
    if (view := selection.view) is not None:
        base = selection.rows(without="reach")
        counts["reach"] = {name: rows.intersection_cardinality(base) for name, rows in view.reach.items()}
        base = selection.rows(without="extent")
        whole = base.intersection_cardinality(view.full)
        stated = len(base) - base.intersection_cardinality(view.reach["unstated"])
        counts["extent"] = {"all": whole, "part": stated - whole}
    found: dict[str, Sequence[FacetValue]] = {}
    for facet, values in counts.items():
        labels = index.vocabulary.labelled(facet, language)
        found[facet] = tuple(FacetValue(value, labels[value].label, count) for value, count in values.items())
    return found
