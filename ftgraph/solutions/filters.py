"""What is asked: filters as given by a user, and the sets of rows that they stand for."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from pyroaring import BitMap

from ftgraph.errors import UsageError
from ftgraph.index import bitmaps
from ftgraph.index.load import REACHES, Hits, Index, View
from ftgraph.index.sources import known_source
from ftgraph.index.territories import Territory
from ftgraph.index.vocabulary import Understood

SORTS = ("relevance", "freshness", "distance", "quality", "name")
FRESHNESS = ("up-to-date", "to-check")
EXTENTS = ("all", "part")
MOST_ROWS = 1000


@dataclass(frozen=True)
class SolutionFilters:
    """A question, as its asker puts it. Within a filter, values add up; between filters, all must hold.

    Values are notations, IRIs or labels; territories are references (`clpe:CLPE35002`), IRIs or names.
    `public` always takes in « tous publics ». `interpret`: read lay words in `text` as barriers first.
    `as_of`: the day the question is asked for (zonings, freshness); default today. `near`: a commune, for distances.
    """

    barriers: tuple[str, ...] = ()
    territory: str | None = None
    publics: tuple[str, ...] = ()
    fees: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    service_types: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    extent: str | None = None
    freshness: str | None = None
    updated_since: date | None = None
    min_quality: float | None = None
    text: str = ""
    interpret: bool = True
    as_of: date | None = None
    near: str | None = None
    sort: str = "relevance"

    def __post_init__(self) -> None:
        _one_of("sort", self.sort, SORTS)
        _one_of("freshness", self.freshness, FRESHNESS)
        _one_of("extent", self.extent, EXTENTS)
        for reach in self.reach:
            _one_of("reach", reach, REACHES)
        if self.min_quality is not None and not 0 <= self.min_quality <= 1:
            raise UsageError(
                f"Le score de qualité minimal vaut {self.min_quality} : un nombre de 0 à 1 est attendu.",
                f"The minimum quality score is {self.min_quality}: a number from 0 to 1 is expected.",
            )


@dataclass(frozen=True)
class Selection:
    """The sets of rows that a question's filters stand for, by facet; and what its words were taken to mean.

    `names`: what tells each set from the others of its facet, for those that a few words tell. `made`: sets of rows
    made before, by the facet that they leave out; nobody changes them.
    """

    sets: Mapping[str, BitMap]
    view: View | None
    near: Territory | None
    understood: Understood | None
    hits: Hits | None
    up_to_date: BitMap
    everything: BitMap
    names: Mapping[str, Hashable]
    made: dict[str, BitMap] = field(default_factory=dict, compare=False)

    def name(self, *, without: str) -> Hashable | None:
        """What tells the rows that all filters but one facet’s keep, in this index; None where words were searched."""
        if self.sets.keys() != self.names.keys():
            return None
        return frozenset((facet, name) for facet, name in self.names.items() if facet != without)

    def rows(self, *, without: str = "") -> BitMap:
        """The rows that every filter keeps; `without` leaves one facet's own filter out."""
        left_out = without if without in self.sets else ""
        if (found := self.made.get(left_out)) is None:
            kept = [rows for facet, rows in self.sets.items() if facet != left_out]
            found = self.made[left_out] = BitMap.intersection(*kept) if kept else self.everything
        return found


def select(index: Index, filters: SolutionFilters, as_of: date, stale_days: int) -> Selection:
    """Resolve a question against an index. Raises `UnknownTerritory`, `UnknownConcept` with candidates."""
    territories = index.territories
    view = index.view(territories.resolve(filters.territory, as_of).number) if filters.territory else None
    near = _near(index, filters, view, as_of)
    sets: dict[str, BitMap] = {} if view is None else {"territory": view.rows}
    names: dict[str, Hashable] = {} if view is None else {"territory": view.territory.number}
    up_to_date = index.updated_since(as_of - timedelta(days=stale_days))
    if filters.barriers:
        names["barrier"] = filters.barriers
        sets["barrier"] = _union(barrier_rows(index, text) for text in filters.barriers)
    if filters.publics:
        asked = [index.vocabulary.get("public", text).notation for text in filters.publics]
        names["public"] = filters.publics
        sets["public"] = _union(index.bitmaps[f"public:{notation}"] for notation in [*asked, "tous-publics"])
    for facet, values in (
        ("fee", filters.fees),
        ("mode", filters.modes),
        ("service-type", filters.service_types),
        ("network", filters.networks),
    ):
        if values:
            notations = [index.vocabulary.get(facet, text).notation for text in values]
            names[facet] = values
            sets[facet] = _union(index.bitmaps[f"{facet}:{notation}"] for notation in notations)
    if filters.sources:
        names["source"] = filters.sources
        sets["source"] = _union(index.bitmaps[f"source:{known_source(index, key)}"] for key in filters.sources)
    if filters.freshness:
        sets["freshness"] = up_to_date if filters.freshness == "up-to-date" else index.all_rows - up_to_date
    if filters.updated_since:
        sets["updated_since"] = index.updated_since(filters.updated_since)
    if filters.min_quality is not None:
        sets["quality"] = index.quality_from(filters.min_quality)
    _restrict_to_reach(sets, filters, view)
    understood, hits = _read_text(index, filters, sets)
    return Selection(sets, view, near, understood, hits, up_to_date, index.all_rows, names)


def barrier_rows(index: Index, text: str) -> BitMap:
    """The solutions of a barrier and of its narrower ones: data·inclusion's themes, or a France Travail frein."""
    name = text.removeprefix("ft-barrier:")
    scheme = "barrier" if name == text else "ft-barrier"
    if (concept := index.vocabulary.by_iri(text)) is not None and concept.scheme == "ft-barrier":
        scheme = "ft-barrier"
    return index.bitmaps[f"{scheme}:{index.vocabulary.get(scheme, name).notation}"]


def _near(index: Index, filters: SolutionFilters, view: View | None, as_of: date) -> Territory | None:
    if filters.near:
        near = index.territories.resolve(filters.near, as_of, kinds=("commune",))
    elif view is not None and view.territory.kind == "commune":
        near = view.territory
    else:
        near = None
    if filters.sort == "distance" and near is None:
        raise UsageError(
            "Le tri par distance demande une commune de départ.",
            "Sorting by distance needs a commune to start from.",
            cure="Donnez « near », par exemple near=35238.",
            cure_en="Give “near”, for example near=35238.",
        )
    if near is not None and near.kind != "commune":
        raise UsageError(
            f"« {filters.near} » n’est pas une commune : la distance se compte depuis une commune.",
            f"“{filters.near}” is not a commune: distances are counted from a commune.",
        )
    return near


def _restrict_to_reach(sets: dict[str, BitMap], filters: SolutionFilters, view: View | None) -> None:
    if not (filters.reach or filters.extent):
        return
    if view is None:
        raise UsageError(
            "Les filtres « reach » et « extent » se rapportent à un territoire.",
            "Filters “reach” and “extent” are relative to a territory.",
            cure="Donnez aussi « territory ».",
            cure_en="Give “territory” too.",
        )
    if filters.reach:
        sets["reach"] = _union(view.reach[reach] for reach in filters.reach)
    if filters.extent:
        sets["extent"] = view.full if filters.extent == "all" else view.rows - view.full - view.reach["unstated"]


def _read_text(
    index: Index, filters: SolutionFilters, sets: dict[str, BitMap]
) -> tuple[Understood | None, Hits | None]:
    """Vocabulary first, then full text over what words are left."""
    text = filters.text.strip()
    if not text:
        return None, None
    understood = index.vocabulary.understand(text) if filters.interpret else None
    if understood is not None:
        sets["understood"] = _union(index.bitmaps[f"{c.scheme}:{c.notation}"] for c in understood.concepts)
        text = understood.rest
    if not text:
        return understood, None
    hits = index.search(text)
    found = len(hits.rows) > 0
    if understood is None or found:
        sets["text"] = bitmaps.of(np.sort(hits.rows))
    return understood, hits if found else None


def _union(parts: Iterable[BitMap]) -> BitMap:
    return BitMap.union(BitMap(), *parts)


def _one_of(name: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise UsageError(
            f"« {name} » vaut « {value} » : attendu {', '.join(allowed)}.",
            f"“{name}” is “{value}”: expected {', '.join(allowed)}.",
        )
