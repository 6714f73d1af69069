"""Find: which solutions exist for this barrier in this territory, how they reach it, and how fresh they are."""

from ftgraph.solutions.filters import SORTS, SolutionFilters
from ftgraph.solutions.rows import Answer, Coverage, FacetValue, Labelled, Place, SolutionRow
from ftgraph.solutions.search import Context, every_row, search
from ftgraph.solutions.single import by_identifier, of_structure

__all__ = [
    "SORTS",
    "Answer",
    "Context",
    "Coverage",
    "FacetValue",
    "Labelled",
    "Place",
    "SolutionFilters",
    "SolutionRow",
    "by_identifier",
    "every_row",
    "of_structure",
    "search",
]
