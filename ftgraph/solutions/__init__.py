"""Find: which solutions exist for this barrier in this territory, how they reach it, and how fresh they are."""

from ftgraph.solutions.filters import SORTS, SolutionFilters
from ftgraph.solutions.rows import Answer, Coverage, FacetValue, Labelled, Place, SolutionRow
from ftgraph.solutions.search import Context, every_row, search

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
    "every_row",
    "search",
]
