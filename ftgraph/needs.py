"""What one territory has, need by need: by reach, by public, as it ages.

The same numbers as a row of the coverage matrix, without the matrix's other zones: sets are met, nothing is scanned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ftgraph.coverage import EVERYTHING, CoverageCell
from ftgraph.index.load import Index
from ftgraph.index.territories import Territory
from ftgraph.index.vocabulary import Concept
from ftgraph.solutions.filters import Selection, SolutionFilters, barrier_rows, select


@dataclass(frozen=True)
class Need:
    """A category of barriers, and how the territory's solutions answer it."""

    barrier: Concept
    cell: CoverageCell


@dataclass(frozen=True)
class Counted:
    """A line of counts: `of` (a public or a barrier), one number for each column asked for."""

    of: Concept
    counts: Sequence[int]


def categories(index: Index) -> list[Concept]:
    """The sixteen widest barriers, in the vocabulary's order."""
    return index.vocabulary.widest("barrier")


def needs(
    index: Index, place: Territory, *, today: date, stale_days: int, filters: SolutionFilters = EVERYTHING
) -> list[Need]:
    """The categories and their counts in a territory. Of `filters`, publics, fees and modes are kept.

    Raises `UnknownConcept`.
    """
    selection = _selected(index, place, filters, today, stale_days)
    assert selection.view is not None  # noqa: S101 - a territory was asked for
    reach = selection.view.reach
    rows = selection.rows()
    found = []
    for barrier in categories(index):
        here = barrier_rows(index, barrier.notation) & rows
        cell = CoverageCell(
            on_site=len(here & reach["on-site"]),
            remote=len(here & reach["remote"]),
            wider_zone=len(here & reach["wider-zone"]),
            unstated=len(here & reach["unstated"]),
            out_of_date=len(here - selection.up_to_date),
        )
        found.append(Need(barrier, cell))
    return found


def total(index: Index, place: Territory, *, today: date, stale_days: int) -> int:
    """How many solutions answer in a territory, whatever the need."""
    return len(_selected(index, place, EVERYTHING, today, stale_days).rows())


def by_public(index: Index, place: Territory, *, today: date, stale_days: int) -> list[Counted]:
    """Publics down, categories across: the solutions of a territory that name the public or are for everyone."""
    rows = _selected(index, place, EVERYTHING, today, stale_days).rows()
    columns = [barrier_rows(index, barrier.notation) & rows for barrier in categories(index)]
    everyone = index.bitmaps["public:tous-publics"]
    return [
        Counted(public, [len(column & (index.bitmaps[f"public:{public.notation}"] | everyone)) for column in columns])
        for public in index.vocabulary.scheme("public").values()
        if public.notation != "tous-publics"
    ]


def still_fresh(index: Index, place: Territory, *, today: date, stale_days: int, days: Sequence[date]) -> list[Counted]:
    """Categories down, `days` across: how many of today's solutions are still up to date then, left as they are."""
    rows = _selected(index, place, EVERYTHING, today, stale_days).rows()
    fresh = [index.updated_since(day - timedelta(days=stale_days)) & rows for day in days]
    return [
        Counted(barrier, [len(barrier_rows(index, barrier.notation) & each) for each in fresh])
        for barrier in categories(index)
    ]


def _selected(index: Index, place: Territory, filters: SolutionFilters, today: date, stale_days: int) -> Selection:
    here = SolutionFilters(territory=place.reference, publics=filters.publics, fees=filters.fees, modes=filters.modes)
    return select(index, here, today, stale_days)
