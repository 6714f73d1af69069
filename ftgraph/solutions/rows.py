"""Rows out: a solution as an answer shows it, facets, and the answer itself.

Rows are not frozen: twenty of them, of thirty-six fields each, would take as long to make as their total to count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ftgraph.index.labelled import Labelled, Place

__all__ = ["Answer", "Coverage", "FacetValue", "Labelled", "Place", "SolutionRow"]


@dataclass
class Coverage:
    """How much of the territory asked for a solution's stated zone covers, in communes and inhabitants.

    `extent`: all, part, or unstated (the source states no zone).
    """

    extent: str
    communes: int
    communes_total: int
    population: int
    population_total: int


@dataclass
class SolutionRow:
    """One solution. `reach`, `coverage` are None when no territory was asked for; `distance_km` when no commune was.

    `freshness`: up-to-date, or to-check when older than the setting; `zones`: what it states, empty when nothing.
    """

    id: str
    iri: str
    title: str
    description: str
    structure: Labelled
    barriers: Sequence[Labelled]
    publics: Sequence[Labelled]
    public_details: str
    fee: Labelled | None
    fee_details: str
    modes: Sequence[Labelled]
    service_type: Labelled | None
    networks: Sequence[Labelled]
    zones: Sequence[Place]
    reach: str | None
    coverage: Coverage | None
    distance_km: float | None
    commune: Place | None
    address: str
    postal_code: str
    latitude: float | None
    longitude: float | None
    telephone: str
    email: str
    page: str
    mobilisation_page: str
    mobilisation_details: str
    access_conditions: str
    opening_hours: str
    unrecognised_barrier: str
    modified: date | None
    freshness: str
    quality: float | None
    source: str
    example: bool


@dataclass
class FacetValue:
    """How many rows a value of a facet would give, the other filters kept."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Answer:
    """A page of the answer, with its total and facets.

    `understood`: the barriers that lay words were taken to name; `next_cursor`: None on the last page.
    """

    generation: int
    as_of: date
    territory: Labelled | None
    understood: Sequence[Labelled]
    total: int
    rows: Sequence[SolutionRow]
    facets: Mapping[str, Sequence[FacetValue]]
    next_cursor: str | None
