"""Answer a question: total, facets and one page, from the index of one generation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from ftgraph.index.load import REACHES, Index
from ftgraph.solutions import cursor as cursors
from ftgraph.solutions.facets import count_facets
from ftgraph.solutions.filters import MOST_ROWS, Selection, SolutionFilters, select
from ftgraph.solutions.rows import Answer, Coverage, Labelled, SolutionRow

_EARTH_KM = 6371.0
_ROWS_AT_ONCE = 1000
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Context:
    """What an answer is rendered with: the language of labels, and the age in days past which a row is stale."""

    language: str = "fr"
    stale_days: int = 365


def search(
    index: Index,
    filters: SolutionFilters,
    *,
    today: date,
    limit: int = 20,
    cursor: str | None = None,
    context: Context = Context(),
) -> Answer:
    """One page of the solutions that `filters` keeps, `limit` rows (0 to 1,000), with total and facets.

    `cursor`: the previous page's `next_cursor`; pages of one question are cut from one generation (the index given must
    be the one the cursor names: see `cursors.generation`), so they neither repeat nor skip.
    Raises `UnknownTerritory`, `UnknownConcept`, `UsageError`.
    """
    limit = max(0, min(limit, MOST_ROWS))
    position = (
        cursors.read(cursor, filters) if cursor else cursors.Position(index.generation, 0, filters.as_of or today)
    )
    selection = select(index, filters, position.as_of, context.stale_days)
    matching = selection.rows()
    total = len(matching)
    numbers = _page(index, filters, selection, matching, position.offset, limit)
    end = position.offset + len(numbers)
    following = None
    if numbers and end < total:
        following = cursors.write(cursors.Position(index.generation, end, position.as_of), filters)
    return Answer(
        generation=index.generation,
        as_of=position.as_of,
        territory=_labelled_territory(selection),
        understood=_understood(selection, context),
        total=total,
        rows=rows_of(index, selection, numbers, position.as_of, context),
        facets={} if cursor else count_facets(index, selection, matching, context.language),
        next_cursor=following,
    )


def every_row(
    index: Index,
    filters: SolutionFilters,
    *,
    today: date,
    context: Context = Context(),
) -> Iterator[SolutionRow]:
    """All the rows that `filters` keeps, in the order asked for, made as they are taken: what an export writes.

    Raises what `search` does, before the first row is taken.
    """
    as_of = filters.as_of or today
    selection = select(index, filters, as_of, context.stale_days)
    matching = selection.rows()
    numbers = _page(index, filters, selection, matching, 0, len(matching))
    parts = (numbers[start : start + _ROWS_AT_ONCE] for start in range(0, len(numbers), _ROWS_AT_ONCE))
    return chain.from_iterable(rows_of(index, selection, part, as_of, context) for part in parts)


def _labelled_territory(selection: Selection) -> Labelled | None:
    if selection.view is None:
        return None
    territory = selection.view.territory
    return Labelled(territory.reference, territory.label)


def _understood(selection: Selection, context: Context) -> tuple[Labelled, ...]:
    if selection.understood is None:
        return ()
    return tuple(
        Labelled(concept.notation, concept.label(context.language)) for concept in selection.understood.concepts
    )


def _page(
    index: Index, filters: SolutionFilters, selection: Selection, matching: BitMap, offset: int, limit: int
) -> list[int]:
    """The row numbers of one page, in the order asked for."""
    if limit == 0 or not matching:
        return []
    end = offset + limit
    if filters.sort == "freshness":
        return list(matching[offset:end])
    if filters.sort == "relevance":
        if selection.hits is not None:
            return selection.hits.best(matching)[offset:end]
        if selection.view is None:
            return list(matching[offset:end])
        return _by_reach(selection.view.reach, matching, offset, end)
    rows = np.array(matching.to_array(), dtype=np.int64)
    keys: npt.NDArray[Any]
    if filters.sort == "distance" and selection.near is not None:
        keys = distances(index, rows, selection.near.number)
    else:
        keys = index.name_ranks[rows] if filters.sort == "name" else -index.quality[rows]
    if end < len(rows) // 4:
        # Only the best are sorted; ties at the edge are all kept, then cut in row order.
        edge = np.partition(keys, end)[end]
        near = keys <= edge
        rows, keys = rows[near], keys[near]
    order = np.lexsort((rows, keys))
    return [int(row) for row in rows[order][offset:end]]


def _by_reach(reach: Mapping[str, BitMap], matching: BitMap, offset: int, end: int) -> list[int]:
    """On site first, then remote, then from a wider zone, then unstated; the freshest first in each."""
    numbers: list[int] = []
    start = 0
    for name in REACHES:
        rows = reach[name] & matching
        size = len(rows)
        if start + size > offset:
            numbers.extend(rows[max(offset - start, 0) : end - start])
        start += size
        if start >= end:
            break
    return numbers


def distances(index: Index, rows: npt.NDArray[np.int64], commune: int) -> npt.NDArray[np.float32]:
    """Kilometres as the crow flies from a commune to each row's place; infinite where either is unknown."""
    points = index.points[rows]
    missing = np.isnan(points[:, 0])
    if missing.any():
        places = index.locations[rows]
        known = missing & (places >= 0)
        points[known] = index.territories.coordinates[places[known]]
    origin = np.radians(index.territories.coordinates[commune].astype(np.float64))
    latitudes, longitudes = np.radians(points[:, 0].astype(np.float64)), np.radians(points[:, 1].astype(np.float64))
    chord = (
        np.sin((latitudes - origin[0]) / 2) ** 2
        + np.cos(origin[0]) * np.cos(latitudes) * np.sin((longitudes - origin[1]) / 2) ** 2
    )
    kilometres: npt.NDArray[np.float32] = np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(chord)), dtype=np.float32)
    kilometres[np.isnan(kilometres)] = np.inf
    return kilometres


def rows_of(
    index: Index, selection: Selection, numbers: Sequence[int], as_of: date, context: Context
) -> tuple[SolutionRow, ...]:
    """The rows of those numbers, as `selection` reaches them."""
    stale_before = as_of - timedelta(days=context.stale_days)
    kilometres: Sequence[float] = ()
    if selection.near is not None and numbers:
        found = distances(index, np.array(numbers, dtype=np.int64), selection.near.number)
        kilometres = [round(float(distance), 1) if np.isfinite(distance) else -1.0 for distance in found]
    total_population = 0
    if selection.view is not None:
        total_population = selection.view.population
    rows = []
    for position, number in enumerate(numbers):
        distance = kilometres[position] if kilometres else None
        rows.append(
            _row(
                index,
                selection,
                number,
                stale_before,
                context,
                None if distance == -1.0 else distance,
                total_population,
            )
        )
    return tuple(rows)


def _row(
    index: Index,
    selection: Selection,
    number: int,
    stale_before: date,
    context: Context,
    distance: float | None,
    total_population: int,
) -> SolutionRow:
    stored = index.row(number)
    text = stored.get
    labelled = partial(index.vocabulary.labelled, language=context.language)

    def several(scheme: str, field: str) -> tuple[Labelled, ...]:
        notations = text(field)
        if not notations:
            return ()
        labels = labelled(scheme)
        return tuple([labels[notation] for notation in sorted(notations)])

    def one(scheme: str) -> Labelled | None:
        notations = text(scheme)
        return labelled(scheme)[notations[0]] if notations else None

    place = int(index.locations[number])
    shown = index.territories.place
    modified = date.fromisoformat(stored["modified"]) if stored["modified"] else None
    return SolutionRow(
        id=stored["id"],
        iri=stored["iri"],
        title=text("title", ""),
        description=text("description", ""),
        structure=Labelled(text("structure_iri", ""), text("structure_name", "")),
        barriers=several("barrier", "barriers"),
        publics=several("public", "public"),
        public_details=text("public_details", ""),
        fee=one("fee"),
        fee_details=text("fee_details", ""),
        modes=several("mode", "mode"),
        service_type=one("service-type"),
        networks=several("network", "network"),
        zones=tuple([shown(zone) for zone in index.zone_numbers(number)]),
        reach=_reach(selection, number),
        coverage=_coverage(index, selection, number, total_population),
        distance_km=distance,
        commune=shown(place) if place >= 0 else None,
        address=text("address", ""),
        postal_code=text("postal_code", ""),
        latitude=text("latitude"),
        longitude=text("longitude"),
        telephone=text("telephone", ""),
        email=text("email", ""),
        page=text("page", ""),
        mobilisation_page=text("mobilisation_page", ""),
        mobilisation_details=text("mobilisation_details", ""),
        access_conditions=text("access_conditions", ""),
        opening_hours=text("opening_hours", ""),
        unrecognised_barrier=text("unrecognised_barrier", ""),
        modified=modified,
        freshness="up-to-date" if modified and modified >= stale_before else "to-check",
        quality=text("quality"),
        source=text("source", ""),
        example=bool(text("example")),
    )


def _reach(selection: Selection, number: int) -> str | None:
    if selection.view is None:
        return None
    return next((name for name in REACHES if number in selection.view.reach[name]), None)


def _coverage(index: Index, selection: Selection, number: int, total_population: int) -> Coverage | None:
    view = selection.view
    if view is None:
        return None
    if number in view.reach["unstated"]:
        return Coverage("unstated", 0, len(view.communes), 0, total_population)
    if number in view.full:
        return Coverage("all", len(view.communes), len(view.communes), total_population, total_population)
    communes, population = index.covered(number, view.territory.number)
    return Coverage("part", communes, len(view.communes), population, total_population)
