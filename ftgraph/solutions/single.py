"""One solution by its identifier, and those of one structure."""

from collections.abc import Sequence
from datetime import date

from ftgraph.index.load import Index
from ftgraph.solutions.filters import SolutionFilters, select
from ftgraph.solutions.rows import SolutionRow
from ftgraph.solutions.search import Context, rows_of

_MOST_OF_A_STRUCTURE = 100


def by_identifier(index: Index, identifier: str, *, today: date, context: Context) -> SolutionRow | None:
    """The solution of that identifier; None when there is none."""
    number = index.of_identifier(identifier)
    return None if number is None else _rows(index, [number], today, context)[0]


def of_structure(index: Index, structure: str, *, today: date, context: Context) -> tuple[SolutionRow, ...]:
    """At most 100 solutions of the structure of that IRI, the freshest first."""
    return _rows(index, index.of_structure(structure)[:_MOST_OF_A_STRUCTURE], today, context)


def _rows(index: Index, numbers: Sequence[int], today: date, context: Context) -> tuple[SolutionRow, ...]:
    selection = select(index, SolutionFilters(), today, context.stale_days)
    return rows_of(index, selection, numbers, today, context)
