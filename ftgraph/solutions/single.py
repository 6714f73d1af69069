"""One solution by its identifier, and those of one structure."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from ftgraph.index.load import Index
from ftgraph.solutions.filters import SolutionFilters, select
from ftgraph.solutions.rows import SolutionRow
from ftgraph.solutions.search import Context, rows_of

_MOST_OF_A_STRUCTURE = 100


def by_identifier(index: Index, identifier: str, *, today: date, context: Context) -> SolutionRow | None:
    """The solution of that identifier; None when there is none. Reads every row the first time, once a generation."""
    number = _numbers(index).identifiers.get(identifier)
    return None if number is None else _rows(index, [number], today, context)[0]


def of_structure(index: Index, structure: str, *, today: date, context: Context) -> tuple[SolutionRow, ...]:
    """At most 100 solutions of the structure of that IRI, the freshest first."""
    numbers = _numbers(index).structures.get(structure, ())[:_MOST_OF_A_STRUCTURE]
    return _rows(index, numbers, today, context)


def _rows(index: Index, numbers: Sequence[int], today: date, context: Context) -> tuple[SolutionRow, ...]:
    selection = select(index, SolutionFilters(), today, context.stale_days)
    return rows_of(index, selection, numbers, today, context)


class _Numbers:
    """Where solutions stand in an index: by identifier, and by their structure's IRI."""

    def __init__(self, index: Index) -> None:
        identifiers: dict[str, int] = {}
        structures: dict[str, list[int]] = {}
        for number in range(index.count):
            stored = index.row(number)
            identifiers[stored["id"]] = number
            structures.setdefault(stored.get("structure_iri", ""), []).append(number)
        structures.pop("", None)
        self.identifiers: Mapping[str, int] = identifiers
        self.structures: Mapping[str, Sequence[int]] = structures


@lru_cache(2)
def _numbers(index: Index) -> _Numbers:
    return _Numbers(index)
